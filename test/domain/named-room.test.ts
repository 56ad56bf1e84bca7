import { expect, test } from "vitest";
import type { Participation } from "../../src/domain/meeting.ts";
import { roomsIn, roomsNamed } from "../../src/domain/named-room.ts";

const row = (name: string, roomId?: string): Participation => ({
  name,
  department: "",
  ...(roomId !== undefined && { roomId }),
  external: false,
  joinedAt: 0,
  seconds: 1,
  used: { audio: true, video: false, sharing: false },
});

test("rooms are listed once each, and a person of a room's name is none", () => {
  const rows = [
    row("Everest", "omm_a"),
    row("Everest"),
    row("Everest", "omm_a"),
    row("Everest 12F", "omm_b"),
  ];
  expect(roomsIn(rows)).toEqual([
    { name: "Everest", id: "omm_a" },
    { name: "Everest 12F", id: "omm_b" },
  ]);
});

test.for([
  ["everest", ["omm_a"]],
  ["EVEREST12F", ["omm_b"]],
  ["Everest-12F", ["omm_b"]],
  ["12f", ["omm_b", "omm_c"]],
  ["Atlantis", []],
] as const)("%s is meant for %j: a whole name before a part of one", ([name, ids]) => {
  const rooms = [
    { name: "Everest", id: "omm_a" },
    { name: "Everest 12F", id: "omm_b" },
    { name: "K2 12F", id: "omm_c" },
  ];
  expect(roomsNamed(rooms, name).map(({ id }) => id)).toEqual(ids);
});
