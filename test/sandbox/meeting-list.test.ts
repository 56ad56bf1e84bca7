import { expect, test } from "vitest";
import { ask, daysAgo, FRIDAY, instantOfText } from "./asker.ts";

test("external meetings, webinars and local screen sharing are there for those who ask for them", async () => {
  const asker = await ask();
  const count = async (query: Readonly<Record<string, string | number>>) => {
    const window = { start_time: daysAgo(8), end_time: daysAgo(0), page_size: 100, ...query };
    const { rows } = await asker.all("/vc/v1/meeting_list", "meeting_list", window);
    return {
      external: rows.some((row) => row["is_external"] === true),
      webinars: rows.some((row) => Number(row["number_of_webinar_viewers"]) > 0),
      types: [2, 3].filter((type) => rows.some((row) => row["meeting_type"] === type)),
    };
  };
  expect(await count({})).toEqual({ external: false, webinars: false, types: [2, 3] });
  expect(await count({ meeting_type: 2 })).toEqual({ external: false, webinars: false, types: [2] });
  expect(await count({ meeting_type: 3 })).toEqual({ external: false, webinars: false, types: [3] });
  expect(await count({ include_external_meetings: "true" })).toMatchObject({
    external: true,
    webinars: false,
  });
  const both = { include_external_meetings: "true", include_webinar: "true" };
  expect(await count(both)).toMatchObject({ external: true, webinars: true });
});

test("a person's and a room's meetings are those that they were in", async () => {
  const asker = await ask();
  const { tenant } = asker.sandbox;
  const [room] = tenant.rooms;
  const [person] = tenant.goers.filter((one) => one.habit === "usual");
  if (room === undefined || person === undefined) throw new Error("nobody there");
  const window = {
    start_time: daysAgo(8),
    end_time: daysAgo(0),
    page_size: 100,
    include_external_meetings: "true",
    include_webinar: "true",
  };
  const truth = tenant
    .meetings("2026-11-12", "2026-11-19", FRIDAY / 1000)
    .filter((meeting) => meeting.end !== undefined);
  for (const [filter, place] of [
    [{ room_id: room.roomId }, tenant.placeOf(room)],
    [{ user_id: tenant.idOf(person, "user_id"), user_id_type: "user_id" }, tenant.placeOf(person)],
  ] as const) {
    const { rows } = await asker.all("/vc/v1/meeting_list", "meeting_list", { ...window, ...filter });
    const own = truth.filter((meeting) => place !== undefined && meeting.places.includes(place));
    expect(rows.map((row) => row["meeting_instance_id"])).toEqual(own.map((meeting) => meeting.instanceId));
    expect(rows.length).toBeGreaterThan(0);
  }
});

test("what lies in a window is not documented: a test chooses", async () => {
  const window = { start_time: daysAgo(0), end_time: daysAgo(0, 1), meeting_no: "555000123" };
  const count = async (options: Parameters<typeof ask>[0]) =>
    (await (await ask(options)).all("/vc/v1/meeting_list", "meeting_list", window)).rows.length;
  expect(await count({})).toBe(0);
  expect(await count({ meetingMatch: "overlap" })).toBe(1);
  expect(await count({ meetingMatch: "end" })).toBe(1);
});

test("planned meetings have no participants yet", async () => {
  const asker = await ask();
  const { rows } = await asker.all("/vc/v1/meeting_list", "meeting_list", {
    start_time: daysAgo(0),
    end_time: daysAgo(-4),
    meeting_status: 3,
  });
  expect(rows.length).toBeGreaterThan(10);
  const [planned] = rows;
  const answer = await asker.get("/vc/v1/participant_list", {
    meeting_no: String(planned?.["meeting_id"]),
    meeting_start_time: instantOfText(planned?.["meeting_start_time"]),
    meeting_end_time: instantOfText(planned?.["meeting_end_time"]),
    meeting_status: 3,
  });
  expect(answer.data).toEqual({ participants: [], has_more: false });
});
