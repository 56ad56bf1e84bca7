import { expect, test } from "vitest";
import type { ParticipationsRequest } from "../../../src/domain/source.ts";
import { participantPage, participantRow } from "../rows.ts";
import { fixture, NOW, openScene } from "../scene.ts";

const shanghai = (moment: string) => Date.parse(`${moment}+08:00`) / 1000;
const asked: ParticipationsRequest = {
  number: "123456789",
  startedAt: shanghai("2022-12-23T11:16:59"),
  endedAt: shanghai("2022-12-23T11:18:51"),
  idType: "open_id",
  remembered: false,
};

test("the documents' example, with every personal group closed and its further page asked for", async () => {
  const { source, standIn, caller } = await openScene([
    { raw: fixture("participant-list") },
    participantPage([]),
  ]);
  const { value } = await source.participations(asked, caller());
  expect(value).toEqual([
    {
      name: "kehan",
      department: "development",
      userId: "8efq90",
      roomId: "omm_8efq90",
      external: false,
      joinedAt: asked.startedAt,
      leftAt: asked.endedAt,
      seconds: 112,
      leaveReason: "主持人结束会议",
      response: "accepted",
      used: { audio: true, video: true, sharing: false },
    },
  ]);
  expect(standIn.seen.map((seen) => seen.query["page_token"])).toEqual([undefined, "20"]);
  expect(standIn.seen[0]?.query).toEqual({
    meeting_start_time: String(asked.startedAt),
    meeting_end_time: String(asked.endedAt),
    meeting_status: "2",
    meeting_no: "123456789",
    page_size: "100",
    user_id_type: "open_id",
  });
});

test("personal groups come only where the operator opened them", async () => {
  const { source, caller } = await openScene([{ raw: fixture("participant-list") }, participantPage([])], {
    personal: new Set(["contact", "network"]),
  });
  const { value } = await source.participations(asked, caller());
  expect(value[0]).toMatchObject({
    contact: { employeeNumber: "202205789", phone: "021-883889", email: "xxxx@163.com" },
    network: {
      publicIp: "27.xx.xx.183",
      internalIp: "192.xx.xx.13",
      location: "东莞",
      networkType: "wifi",
      protocol: "udp",
      rtcProxy: false,
    },
  });
  expect(value[0]).not.toHaveProperty("device");
});

test("a running meeting is asked up to now, and who is still there has no leave", async () => {
  const there = participantRow("An", {
    join_time: "2026.11.20 11:00:00 (GMT+08:00)",
    leave_time: "",
    time_in_meeting: "",
    user_id: "",
  });
  const { source, standIn, caller } = await openScene([participantPage([there])]);
  const { endedAt: _, ...running } = asked;
  const { value } = await source.participations({ ...running, startedAt: NOW - 4000 }, caller());
  expect(value[0]).toMatchObject({ name: "An", seconds: 3600 });
  expect(value[0]).not.toHaveProperty("leftAt");
  expect(value[0]).not.toHaveProperty("userId");
  expect(standIn.seen[0]?.query).toMatchObject({ meeting_status: "1", meeting_end_time: String(NOW) });
});

test("a webinar's panelists and audience are read apart; a row of another role is dropped", async () => {
  const { source, standIn, caller } = await openScene(({ query }) =>
    participantPage([
      participantRow(`role-${query["webinar_user_role"]}`, { webinar_user_role: query["webinar_user_role"] }),
      participantRow("audience-always", { webinar_user_role: "3" }),
    ]),
  );
  const { value } = await source.participations(
    { ...asked, webinarRoles: ["panelist", "audience"] },
    caller(),
  );
  expect(value.map((row) => [row.name, row.webinarRole])).toEqual([
    ["role-0", "panelist"],
    ["role-3", "audience"],
    ["audience-always", "audience"],
  ]);
  expect(standIn.seen).toHaveLength(2);
});

test.each([
  ["user_id", { userId: "ou_1" }],
  ["room_id", { roomId: "omm_1" }],
])("a filter goes up as %s alone", async (name, only) => {
  const { source, standIn, caller } = await openScene([participantPage([])]);
  await source.participations({ ...asked, only }, caller());
  expect(["user_id", "room_id"].filter((one) => standIn.seen[0]?.query[one] !== undefined)).toEqual([name]);
});

test.each([
  ["join_time", { join_time: "" }],
  ["leave_time", { leave_time: "2026.11.19 09:00:00 (GMT+08:00)" }],
  ["time_in_meeting", { time_in_meeting: "65" }],
  ["time_in_meeting", { time_in_meeting: "" }],
  ["is_external", { is_external: null }],
  ["accept_status", { accept_status: "yes" }],
])("a bad %s is named and nobody is handed out", async (field, changes) => {
  const { source, caller } = await openScene([participantPage([participantRow("An", changes)])]);
  await expect(source.participations(asked, caller())).rejects.toMatchObject({
    kind: "upstream",
    message: expect.stringContaining(`participants[0].${field}`),
  });
});

test.each([
  ["GMT+05:30", "2026.11.19 10:00:00 (GMT+05:30)", "2026-11-19T10:00:00+05:30"],
  ["GMT-03:00", "2026.11.19 10:00:00 (GMT-03:00)", "2026-11-19T10:00:00-03:00"],
  ["GMT", "2026.11.19 10:00:00 (GMT)", "2026-11-19T10:00:00Z"],
])("times are read with the offset that they carry: %s", async (_, join_time, iso) => {
  const row = participantRow("An", { join_time, leave_time: "2026.11.20 23:00:00 (GMT+08:00)" });
  const { source, caller } = await openScene([participantPage([row])]);
  const { value } = await source.participations(asked, caller());
  expect(value[0]?.joinedAt).toBe(Date.parse(iso) / 1000);
});

test("an ended meeting is read once", async () => {
  const { source, standIn, caller } = await openScene(() => participantPage([]));
  await source.participations(asked, caller());
  await source.participations(asked, caller());
  expect(standIn.seen).toHaveLength(1);
});
