/** Whatever goes wrong on the way, the answer is the right one or a failure. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Problem } from "../../src/domain/problem.ts";
import type { MeetingsRequest } from "../../src/domain/source.ts";
import { meetingPage, meetingRow } from "./rows.ts";
import { openScene } from "./scene.ts";
import type { Scripted } from "./stand-in.ts";

const asked: MeetingsRequest = {
  from: "2026-11-01",
  to: "2026-11-20",
  status: "ended",
  idType: "open_id",
  remembered: false,
};
const PAGES = 5;
/** What only describes a meeting and is no figure. */
const DESCRIBED = { instanceId: "", topic: "", organizer: "", department: "", used: {}, webinarViewers: 0 };
const FAULTS: Readonly<Record<string, Scripted>> = {
  reset: { fault: "reset" },
  cut: { fault: "cut", data: {} },
  inside: { status: 500, code: 121001 },
  limited: { status: 429, code: 99991400, headers: { "x-ogw-ratelimit-reset": "2" } },
  refused: { status: 400, code: 99991663 },
};

test("any interleaving of limits, failures and lost tokens gives the same answer as none", async () => {
  const fault = fc.constantFrom("none", ...Object.keys(FAULTS));
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { minLength: PAGES, maxLength: PAGES }), async (plan) => {
      const pending = [...plan];
      const scene = await openScene(({ query }) => {
        const page = Number(query["page_token"] ?? "0");
        const trouble = FAULTS[pending.splice(page, 1, "none")[0] ?? "none"];
        const rows = [meetingRow(String(page), "2026.11.16 09:00:00")];
        return trouble ?? meetingPage(rows, page + 1 < PAGES ? String(page + 1) : undefined);
      });
      const reading = await scene.source.meetings(asked, scene.caller());
      expect(reading.value.map((meeting) => meeting.instanceId)).toEqual(["0", "1", "2", "3", "4"]);
      expect(reading.unread).toEqual([]);
      expect(scene.standIn.seen).toHaveLength(PAGES + plan.filter((one) => one !== "none").length);
    }),
    { numRuns: 25 },
  );
});

test("a field of another shape is refused, or changes no figure", async () => {
  const whole = meetingRow("1", "2026.11.16 09:00:00");
  let changes: object = {};
  const scene = await openScene(() => meetingPage([{ ...whole, ...changes }]));
  const figures = async () => {
    // The ceiling of 100 calls a minute is not what is tried here.
    scene.clock.advance(1000);
    const { value, unread } = await scene.source.meetings(asked, scene.caller());
    return JSON.stringify([unread, value.map((meeting) => ({ ...meeting, ...DESCRIBED }))]);
  };
  const right = await figures();
  const garbage = [undefined, null, {}, [], "", "x", "9.5", "-1", -1, 1e21];
  for (const [name, value] of Object.keys(whole).flatMap((key) =>
    garbage.map((one) => [key, one] as const),
  )) {
    changes = { [name]: value };
    const got = await figures().catch((reason: unknown) =>
      reason instanceof Problem ? reason.kind : reason,
    );
    expect({ name, value, got: got === "upstream" ? right : got }).toEqual({ name, value, got: right });
  }
});
