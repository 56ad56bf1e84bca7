import { gunzipSync } from "node:zlib";
import { read, utils } from "@e965/xlsx";
import { expect, test } from "vitest";
import { ALL_HANDS_NUMBER } from "../../src/sandbox/fixed-habits.ts";
import { workbook } from "../../src/sandbox/workbook.ts";
import { type Asker, ask, FRIDAY } from "./asker.ts";

const CREATE = "/vc/v1/exports/participant_list";
const TITLES =
  "参会人, 部门, 用户ID, 工号, 电话, 邮箱, 设备, 客户端版本, 公网IP, 内网IP, 代理服务, 位置, 网络类型, 麦克风, 扬声器, 摄像头, 音频, 视频, 共享, 入会时间, 离会时间, 参会时长, 离会原因";

function allHands(asker: Asker) {
  const [meeting] = asker.sandbox.tenant
    .meetings("2026-11-16", "2026-11-16", FRIDAY / 1000)
    .filter((one) => one.number === ALL_HANDS_NUMBER);
  if (meeting?.end === undefined) throw new Error("no all-hands on Monday");
  const body = {
    meeting_start_time: String(meeting.start),
    meeting_end_time: String(meeting.end),
    meeting_no: ALL_HANDS_NUMBER,
  };
  return { body, meeting };
}

function sheetOf(bytes: Uint8Array): string[][] {
  const book = read(bytes);
  const sheet = book.Sheets[book.SheetNames[0] ?? ""];
  return sheet === undefined ? [] : utils.sheet_to_json<string[]>(sheet, { header: 1, defval: "" });
}

async function download(asker: Asker, fileToken: string): Promise<Response> {
  return fetch(
    `${asker.sandbox.url}/open-apis/vc/v1/exports/download?file_token=${encodeURIComponent(fileToken)}`,
    {
      headers: { authorization: `Bearer ${await asker.token()}` },
    },
  );
}

test("an export is done at the third poll, and its sheet holds the rows of the list", async () => {
  const asker = await ask();
  const { body, meeting } = allHands(asker);
  const taskId = String((await asker.post(CREATE, body)).data["task_id"]);
  expect(taskId).toMatch(/^\d{19}$/);
  const poll = async () => (await asker.get(`/vc/v1/exports/${taskId}`)).data;
  expect((await poll())["status"]).toBe(1);
  expect(await poll()).toEqual({ status: 1 });
  const done = await poll();
  expect(done["status"]).toBe(3);
  expect(done["file_token"]).toMatch(/==$/);
  const response = await download(asker, String(done["file_token"]));
  expect(response.headers.get("content-type")).toContain("spreadsheetml.sheet");
  const [titles, ...rows] = sheetOf(new Uint8Array(await response.arrayBuffer()));
  expect(titles?.join(", ")).toBe(TITLES);
  expect(rows).toHaveLength(asker.sandbox.tenant.participations(meeting, FRIDAY / 1000).length);
  expect(rows.every((row) => /^(是|否)$/.test(row[16] ?? "") && /^\d\d:\d\d:\d\d$/.test(row[21] ?? ""))).toBe(
    true,
  );
});

test("one person's export holds that person alone", async () => {
  const asker = await ask();
  const { body, meeting } = allHands(asker);
  const id = asker.sandbox.tenant.idOf(meeting.organizer, "union_id");
  const { data } = await asker.post(`${CREATE}?user_id_type=union_id`, { ...body, user_id: id });
  let token = "";
  for (let poll = 0; poll < 3; poll += 1)
    token = String((await asker.get(`/vc/v1/exports/${String(data["task_id"])}`)).data["file_token"]);
  const rows = sheetOf(new Uint8Array(await (await download(asker, token)).arrayBuffer())).slice(1);
  expect(rows.map((row) => row[2])).toEqual([id]);
});

test("what is wrong with a request for an export", async () => {
  const asker = await ask();
  const { body } = allHands(asker);
  const code = async (change: object) => (await asker.post(CREATE, { ...body, ...change })).code;
  expect(await code({ meeting_no: "12345678" })).toBe(121003);
  expect(await code({ meeting_start_time: Number(body.meeting_start_time) })).toBe(121003);
  expect(await code({ meeting_start_time: undefined })).toBe(121003);
  expect(await code({ user_id: "ou_x", room_id: "omm_x" })).toBe(121003);
  expect(await code({ meeting_end_time: String(Number(body.meeting_end_time) - 1) })).toBe(121004);
  expect((await asker.get("/vc/v1/exports/71")).code).toBe(121004);
  expect((await asker.get("/vc/v1/exports/abc")).code).toBe(121003);
  expect((await asker.get("/vc/v1/exports/download", { file_token: "x" })).code).toBe(121004);
});

test("an export belongs to the identity that asked for it", async () => {
  const asker = await ask({ userAccessTokens: ["u-1"] });
  const { data } = await asker.post(CREATE, allHands(asker).body, { authorization: "Bearer u-1" });
  expect(await asker.get(`/vc/v1/exports/${String(data["task_id"])}`)).toMatchObject({
    status: 403,
    code: 121005,
  });
  expect(
    (await asker.get(`/vc/v1/exports/${String(data["task_id"])}`, {}, { authorization: "Bearer u-1" })).code,
  ).toBe(0);
});

test("a sheet survives whatever a cell holds", () => {
  const rows = [
    ["a".repeat(3), "<&\"'>"],
    ["=1+1", "  两  "],
    ...Array.from({ length: 30 }, (_, row) => [String(row), ""]),
  ];
  expect(sheetOf(workbook("x", rows))).toEqual(rows);
  expect(Buffer.from(workbook("x", rows)).equals(Buffer.from(workbook("x", rows)))).toBe(true);
});

test("the sheet's check sums are right: another unpacker would refuse the file otherwise", () => {
  const bytes = Buffer.from(workbook("x", [["参会人", "b"]]));
  const packed = bytes.readUInt32LE(18);
  const from = 30 + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);
  // A gzip stream holds the same deflated bytes, and unpacking it compares the check sum and the size.
  const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  const tail = Buffer.concat([bytes.subarray(14, 18), bytes.subarray(22, 26)]);
  const text = gunzipSync(Buffer.concat([head, bytes.subarray(from, from + packed), tail])).toString();
  expect(text).toContain("<Types");
});
