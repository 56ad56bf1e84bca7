import { expect, test } from "vitest";
import { participantPage, participantRow } from "./rows.ts";
import { openScene, type Scene } from "./scene.ts";

function ask({ source, caller }: Scene) {
  const request = {
    number: "123456789",
    startedAt: 1,
    endedAt: 2,
    idType: "open_id",
    remembered: false,
  } as const;
  return source.participations(request, caller());
}

test("follows has_more and the token, never the row count: an empty page with more to come is fine", async () => {
  const scene = await openScene([
    participantPage([], "a"),
    participantPage([], "b"),
    participantPage([participantRow("An")]),
  ]);
  const reading = await ask(scene);
  expect(reading).toMatchObject({ unread: [], donePages: 3 });
  expect(reading.value).toHaveLength(1);
});

test("a token beside has_more false is not followed", async () => {
  const scene = await openScene([{ data: { participants: [], has_more: false, page_token: "x" } }]);
  expect((await ask(scene)).unread).toEqual([]);
  expect(scene.standIn.seen).toHaveLength(1);
});

test("a token that leads back stops it, and its rows are not doubled", async () => {
  const page = participantPage([participantRow("An")], "a");
  const scene = await openScene([page, page]);
  const reading = await ask(scene);
  expect(reading.value).toHaveLength(1);
  expect(reading.unread).toMatchObject([
    { problem: { kind: "upstream", message: expect.stringContaining("leads back") } },
  ]);
  expect(scene.standIn.seen).toHaveLength(2);
});

test("has_more without a token is nonsense, not the end", async () => {
  const scene = await openScene([{ data: { participants: [], has_more: true } }]);
  await expect(ask(scene)).rejects.toMatchObject({ kind: "upstream" });
});

test("tokens are opaque: encoded as they are", async () => {
  const scene = await openScene([participantPage([], "a&b=c/../ ü=="), participantPage([])]);
  await ask(scene);
  expect(scene.standIn.seen[1]?.query["page_token"]).toBe("a&b=c/../ ü==");
});
