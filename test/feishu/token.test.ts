import { expect, test } from "vitest";
import type { DailyUsageRequest, MeetingsRequest } from "../../src/domain/source.ts";
import { dailyData, meetingPage, meetingRow } from "./rows.ts";
import { openScene, type Scene } from "./scene.ts";
import { tokenReply } from "./stand-in.ts";

const days = (day: number): DailyUsageRequest => ({
  from: `2026-11-0${day}`,
  to: `2026-11-0${day}`,
  through: `2026-11-0${day}`,
});
const asked: MeetingsRequest = {
  from: "2026-11-16",
  to: "2026-11-18",
  status: "ended",
  idType: "open_id",
  remembered: false,
};

function ask({ source, caller }: Scene, day = 1) {
  return source.dailyUsage(days(day), caller());
}

test("one token for any number of simultaneous first calls", async () => {
  const scene = await openScene(() => dailyData([]), { maxConcurrency: 50 });
  await Promise.all(Array.from({ length: 9 }, (_, index) => ask(scene, index + 1)));
  expect(scene.standIn.tokenRequests).toHaveLength(1);
  expect(scene.standIn.tokenRequests[0]?.body).toBe(
    '{"app_id":"cli_test","app_secret":"a-secret-of-the-app"}',
  );
  expect(scene.standIn.seen).toHaveLength(9);
});

test("is renewed in the background before its end, and nobody waits for that", async () => {
  const scene = await openScene(() => dailyData([]));
  await ask(scene, 1);
  scene.clock.advance((7200 - 19 * 60) * 1000);
  await ask(scene, 2);
  expect(scene.standIn.seen.map((seen) => seen.token)).toEqual(["t-1", "t-1"]);
  await expect.poll(() => scene.standIn.tokenRequests.length).toBe(2);
  await expect.poll(async () => (await ask(scene, 3)) && scene.standIn.seen.at(-1)?.token).toBe("t-2");
  expect(scene.standIn.tokenRequests).toHaveLength(2);
});

test("a renewal that fails is tried again after a minute, not at every use", async () => {
  const scene = await openScene(
    () => dailyData([]),
    {},
    (index) => (index === 0 ? tokenReply("t-1") : { code: 10015 }),
  );
  await ask(scene, 1);
  scene.clock.advance((7200 - 19 * 60) * 1000);
  for (let day = 2; day < 9; day += 1) await ask(scene, day);
  expect(scene.standIn.tokenRequests).toHaveLength(2);
  scene.clock.advance(60_000);
  await ask(scene, 9);
  await expect.poll(() => scene.standIn.tokenRequests.length).toBe(3);
});

test("one that has ended is replaced before it is used", async () => {
  const scene = await openScene(() => dailyData([]));
  await ask(scene, 1);
  scene.clock.advance(7200 * 1000);
  await ask(scene, 2);
  expect(scene.standIn.seen.map((seen) => seen.token)).toEqual(["t-1", "t-2"]);
});

test.each([
  [400, 99991663],
  [401, 99991677],
  [200, 99991668],
  [400, 99991671],
])(
  "refused midway (HTTP %i, code %i): fetched once more and the same page asked again",
  async (status, code) => {
    const scene = await openScene([
      meetingPage([meetingRow("1", "2026.11.16 09:00:00")], "p2"),
      { status, code },
      meetingPage([meetingRow("2", "2026.11.17 09:00:00")]),
    ]);
    const reading = await scene.source.meetings(asked, scene.caller());
    expect(reading.value.map((meeting) => meeting.instanceId)).toEqual(["1", "2"]);
    expect(scene.standIn.seen.map((seen) => [seen.token, seen.query["page_token"]])).toEqual([
      ["t-1", undefined],
      ["t-1", "p2"],
      ["t-2", "p2"],
    ]);
    expect(scene.standIn.tokenRequests).toHaveLength(2);
    expect(scene.clock.slept).toEqual([]);
  },
);

test("refused for many at once: one new token for all", async () => {
  const scene = await openScene(({ token }) =>
    token === "t-1" ? { status: 400, code: 99991663 } : dailyData([]),
  );
  await Promise.all(Array.from({ length: 9 }, (_, index) => ask(scene, index + 1)));
  expect(scene.standIn.tokenRequests).toHaveLength(2);
});

test("a refusal that comes late does not drop the token that was fetched meanwhile", async () => {
  let release = () => {};
  const late = new Promise<void>((resolve) => {
    release = resolve;
  });
  const scene = await openScene(({ token }, index) => {
    if (token !== "t-1") return dailyData([]);
    return { status: 400, code: 99991663, ...(index === 0 && { after: late }) };
  });
  const first = ask(scene, 1);
  await expect.poll(() => scene.standIn.seen.length).toBe(1);
  await ask(scene, 2);
  release();
  await first;
  expect(scene.standIn.seen.map((seen) => seen.token)).toEqual(["t-1", "t-1", "t-2", "t-2"]);
  expect(scene.standIn.tokenRequests).toHaveLength(2);
});

test("refused twice is an access failure, and the next call tries again", async () => {
  const scene = await openScene([{ code: 99991663 }, { code: 99991663 }, dailyData([])]);
  await expect(ask(scene)).rejects.toMatchObject({ kind: "access", details: { feishuCode: 99991663 } });
  await ask(scene);
  expect(scene.standIn.seen).toHaveLength(3);
});

test.each([10003, 10014, 10015])(
  "a wrong app (%i) is an access failure, although HTTP says 200",
  async (code) => {
    const scene = await openScene([], {}, () => ({ code }));
    await expect(ask(scene)).rejects.toMatchObject({ kind: "access", details: { feishuCode: code } });
    expect(scene.standIn.tokenRequests).toHaveLength(1);
  },
);

test("a token request that fails for a moment is repeated", async () => {
  const scene = await openScene([dailyData([])], {}, (index) =>
    index === 0 ? { status: 502, raw: "" } : tokenReply("t-9"),
  );
  await ask(scene);
  expect(scene.standIn.seen[0]?.token).toBe("t-9");
  expect(scene.clock.slept).toEqual([500]);
});

test("a fixed token is sent as it is, and refused it fails at once and is named by its setting only", async () => {
  const { app: _, ...fixed } = { app: undefined, tenantToken: "t-fixed" };
  const scene = await openScene([{ status: 400, code: 99991663 }], fixed);
  await expect(ask(scene)).rejects.toMatchObject({
    kind: "access",
    message: expect.stringMatching(/^Feishu refused the token in FEISHU_TENANT_ACCESS_TOKEN(?!.*t-fixed)/),
  });
  expect(scene.standIn.seen.map((seen) => seen.token)).toEqual(["t-fixed"]);
  expect(scene.standIn.tokenRequests).toHaveLength(0);
});

test("lists are asked with the user's token where there is one, reports with the app's own", async () => {
  const scene = await openScene(
    ({ path }) => (path.endsWith("get_daily") ? dailyData([]) : meetingPage([])),
    {
      userToken: "u-1",
    },
  );
  await scene.source.meetings(asked, scene.caller());
  await ask(scene);
  expect(scene.standIn.seen.map((seen) => seen.token)).toEqual(["u-1", "t-1"]);
});
