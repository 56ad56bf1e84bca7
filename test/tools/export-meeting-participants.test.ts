import { readFileSync, statSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/asked.ts";
import { meetingOn } from "../support/truth.ts";

const TOOL = "export_meeting_participants";
const STANDUP = { meeting_number: "123-456-789", on: "2026-11-17" };
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.reset());
afterAll(() => house.close());

const rowsOf = (number: string, day: string) =>
  house.sandbox.tenant.participations(meetingOn(house, number, day), house.now());

test("a meeting's participants lie in a new file, whose contents do not come into the answer", async () => {
  const { ask, told } = await house.asker();
  const answer = await ask(TOOL, STANDUP);
  const { file, task_id, ...rest } = answer;
  expect(task_id).toMatch(/^\d+$/);
  expect({ ...rest, summary: rest["summary"].replace(file.path, "PATH") }).toMatchSnapshot();
  expect(file).toMatchObject({ format: "xlsx", rows: rowsOf("123456789", "2026-11-17").length });
  expect(statSync(file.path).size).toBe(file.bytes);
  expect(statSync(file.path).mode & 0o777).toBe(0o600);
  const again = await told(TOOL, STANDUP);
  expect(again.text).not.toContain(file.path);
  const third = await ask(TOOL, STANDUP);
  expect(third["notes"].join()).toMatch(/was left as it is.*FEISHU_EXPORT_DIR/);
  for (const row of rowsOf("123456789", "2026-11-17")) {
    expect(JSON.stringify(rest["summary"])).not.toContain(house.sandbox.tenant.nameOf(row.attendee));
  }
});

test("a csv opens in a spreadsheet, tells rows from people, and runs no formula", async () => {
  const { ask } = await house.asker();
  const answer = await ask(TOOL, { meeting_number: "987654321", on: "2026-11-16", format: "csv" });
  const rows = rowsOf("987654321", "2026-11-16");
  const people = new Set(rows.map(({ attendee }) => `${attendee.kind} ${attendee.index}`));
  expect(answer["file"]).toMatchObject({ format: "csv", rows: rows.length });
  expect(answer["summary"]).toContain(`${rows.length} rows of ${people.size} people or rooms (who came back`);
  const text = readFileSync(answer["file"].path, "utf8");
  expect(text.startsWith("\ufeff")).toBe(true);
  expect(text.split("\r\n").filter((line) => line !== "")).toHaveLength(rows.length + 1);
  expect(text).not.toMatch(/(?:^|,|")[=+@]/m);
});

describe("columns", () => {
  test("of closed groups are left out of the file and named", async () => {
    const { ask } = await house.asker();
    const answer = await ask(TOOL, { ...STANDUP, format: "csv" });
    expect(answer["left_out_columns"]).toEqual(expect.arrayContaining(["电话", "邮箱", "公网IP", "设备"]));
    expect(answer["file"].columns).toContain("参会人");
    expect(readFileSync(answer["file"].path, "utf8")).not.toMatch(
      /203\.0\.113|\+86 13|@example\.com|192\.168/,
    );
  });

  test("of an open group are kept", async () => {
    const { ask } = await house.asker({ personal: ["contact"] });
    const answer = await ask(TOOL, { ...STANDUP, format: "csv" });
    expect(answer["file"].columns).toEqual(expect.arrayContaining(["电话", "邮箱"]));
    expect(answer["left_out_columns"]).not.toContain("邮箱");
    expect(readFileSync(answer["file"].path, "utf8")).toContain("@example.com");
  });
});

describe("a task", () => {
  test("of this installation is gone on with by its id alone", async () => {
    const { ask } = await house.asker();
    const first = await ask(TOOL, { ...STANDUP, user_id_type: "union_id" });
    const again = await ask(TOOL, { task_id: first["task_id"], format: "csv" });
    expect(again).toMatchObject({ status: "done", file: { format: "csv" } });
    expect(again["meeting"]).toBeUndefined();
  });

  test.for([
    [{ task_id: "../../authen/v1/user_info" }, "input", /digits only/],
    [{ task_id: "999999999999" }, "missing", /this installation/],
    [{ task_id: "123", meeting_number: "123456789" }, "input", /stands alone/],
    [{}, "input", /meeting_number is not given/],
    [{ ...STANDUP, user_id: "ou_a", room_id: "omm_a" }, "input", /exclude each other/],
    [{ ...STANDUP, room_id: "Everest 12F" }, "input", /begins with omm_/],
    [{ ...STANDUP, user_id: "唐娜" }, "input", /begins with ou_/],
  ] as const)("%j is refused without a request", async ([args, kind, message]) => {
    const { refused } = await house.asker();
    const before = house.sandbox.requests.length;
    expect(await refused(TOOL, args)).toMatchObject({ kind, message: expect.stringMatching(message) });
    expect(house.sandbox.requests).toHaveLength(before);
  });
});

describe("failures", () => {
  test("a failed export is told, and one that says done with a reason is judged by its file", async () => {
    const { refused, ask } = await house.asker();
    house.sandbox.trouble({ operation: "export_status", kind: "export_fails", times: 9 });
    expect((await refused(TOOL, STANDUP)).kind).toBe("upstream");
    house.reset();
    house.sandbox.trouble({ operation: "export_status", kind: "export_status3_fail_msg", onCall: 3 });
    const doubted = await ask(TOOL, STANDUP);
    expect(doubted["notes"].join(" ")).toContain("reason for failure");
  });

  test("a download that is denied is an access failure, JSON instead of a file is no file", async () => {
    const { refused } = await house.asker();
    house.sandbox.trouble({ operation: "export_download", kind: "export_denied", times: 9 });
    expect((await refused(TOOL, STANDUP)).kind).toBe("access");
    house.reset();
    const bytes = new TextEncoder().encode("this is no workbook");
    house.sandbox.trouble({ operation: "export_download", kind: "other_file", bytes, times: 9 });
    expect((await refused(TOOL, STANDUP)).kind).toBe("upstream");
  });
});

test("the answer links to the file where the protocol has links", async () => {
  const { client } = await house.asker();
  const { content } = await client.callTool({ name: TOOL, arguments: STANDUP });
  expect(content).toMatchObject([
    { type: "text" },
    {
      type: "resource_link",
      uri: expect.stringMatching(/^file:\/\/\/.*\.xlsx$/),
      name: expect.stringContaining("123456789"),
    },
  ]);
});
