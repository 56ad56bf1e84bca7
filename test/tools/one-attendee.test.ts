import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/asked.ts";
import { meetingOn, type Visitor, visitorsOf } from "../support/truth.ts";

const TOOL = "find_meetings";
const LIST = "list_meeting_participants";
const WEEK = { from: "2026-11-09", to: "2026-11-15" };
/** Monday's all-hands, with over 200 people. */
const ALL_HANDS = { meeting_number: "987654321", on: "2026-11-16" };

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.reset());
afterAll(() => house.close());

const allHands = () => meetingOn(house, "987654321", "2026-11-16");
const names = (visitors: readonly Visitor[]) => visitors.map((visitor) => visitor.name).sort();

test("a name where an id is wanted: no false zero but where the id is found, before any request", async () => {
  const { refused } = await house.asker();
  const before = house.sandbox.requests.length;
  const room = await refused(TOOL, { ...WEEK, room_id: "Everest 12F" });
  expect(room).toMatchObject({ kind: "input", message: expect.stringContaining("omm_") });
  expect(room.remedy).toContain('get_top_meeting_users with {"kind":"rooms"');
  for (const args of [
    { user_id: "Liam Silva" },
    { user_id: "唐娜" },
    { user_id: "唐娜", user_id_type: "user_id" },
    { user_id: "ou_3ec3f6a28a0d08c45d895276e8e5e19b", user_id_type: "union_id" },
  ]) {
    const person = await refused(TOOL, { ...WEEK, ...args });
    expect(person).toMatchObject({ kind: "input", message: expect.stringContaining("user_id is not an") });
    expect(person.remedy).toContain("get_user_meeting_stats with name");
  }
  expect(house.sandbox.requests).toHaveLength(before);
  const nowhere = await (await house.asker()).ask(TOOL, {
    ...WEEK,
    room_id: "omm_00000000000000000000000000000000",
  });
  expect(nowhere["notes"]).toContainEqual(expect.stringContaining("a room_id that it does not know"));
});

test("participants of one room by its name, as people write it, and a name of no room there is told with those that were", async () => {
  const { ask: next, refused } = await house.asker();
  const room = house.sandbox.tenant.rooms.find(({ name }) => name === "Everest 12F");
  const byId = await next(LIST, { ...ALL_HANDS, room_id: room?.roomId });
  for (const room_id of ["Everest 12F", "everest12f", "Everest"]) {
    const byName = await next(LIST, { ...ALL_HANDS, room_id });
    expect(byName["people"]).toEqual(byId["people"]);
    expect(byName).toMatchObject({
      summary: byId["summary"],
      counts: byId["counts"],
      notes: byId["notes"],
    });
  }
  expect(byId["summary"]).toContain(": Everest 12F was in it for ");
  const rooms = visitorsOf(house, allHands()).filter(({ kind }) => kind === "room");
  const several = await refused(LIST, { ...ALL_HANDS, room_id: "12F" });
  expect(several).toMatchObject({ kind: "input", message: expect.stringContaining("More than one") });
  expect(several.candidates?.map(({ name }) => name).sort()).toEqual(
    names(rooms).filter((name) => name.includes("12F")),
  );
  const none = await refused(LIST, { ...ALL_HANDS, room_id: "Atlantis" });
  expect(none.kind).toBe("missing");
  expect(none.candidates?.map(({ name }) => name).sort()).toEqual(names(rooms));
  const person = await refused(LIST, { ...ALL_HANDS, user_id: "Liam Silva" });
  expect(person.remedy).toContain("get_user_meeting_stats with name");
  const absent = await next(LIST, { ...ALL_HANDS, room_id: "omm_00000000000000000000000000000000" });
  expect(absent["summary"]).toMatch(/: this room was not in it\.$/);
});
