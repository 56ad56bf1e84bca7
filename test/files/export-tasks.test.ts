import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { contents, modeOf, problemOf, TASK, workspace } from "./workspace.ts";

const space = workspace();
const folder = () => join(space.data, "exports");
const fileOf = (id: string) => join(folder(), `${id}.json`);

test("a task is remembered, by another process of this installation too", async () => {
  await space.open().rememberTask(TASK);
  expect(await space.open().knownTask(TASK.id)).toEqual(TASK);
  expect([modeOf(space.data), modeOf(folder()), modeOf(fileOf(TASK.id))]).toEqual(["700", "700", "600"]);
  expect(contents(folder())).toEqual([`${TASK.id}.json`]);
});

test("a foreign task is not known, and asking makes no folder", async () => {
  expect(await space.open().knownTask("1")).toBeUndefined();
  expect(contents(space.root)).toEqual([]);
  await space.open().rememberTask(TASK);
  expect(await space.open().knownTask("1")).toBeUndefined();
});

test.each(["", "12a", "../1", "1/2", "１２", "-1", "1\n", "1".repeat(33)])("%j is no task id", async (id) => {
  expect(await problemOf(space.open().knownTask(id))).toMatchObject({
    kind: "input",
    message: "task_id must consist of digits only.",
  });
  expect(await problemOf(space.open().rememberTask({ ...TASK, id }))).toMatchObject({ kind: "upstream" });
  expect(contents(space.root)).toEqual([]);
});

test("a task that is remembered again takes the newer word", async () => {
  const files = space.open();
  await files.rememberTask({ ...TASK, identity: "user ou_1" });
  await files.rememberTask(TASK);
  expect(await files.knownTask(TASK.id)).toEqual(TASK);
});

test("two that write at once lose nothing", async () => {
  const [one, other] = [space.open(), space.open()];
  const ids = Array.from({ length: 60 }, (_, index) => String(1000 + index));
  await Promise.all(ids.map((id, index) => (index % 2 ? one : other).rememberTask({ ...TASK, id })));
  for (const id of ids) expect(await space.open().knownTask(id)).toEqual({ ...TASK, id });
});

test("the 200 newest are kept, whatever their ids, and nothing that is not ours is removed", async () => {
  mkdirSync(folder(), { recursive: true });
  writeFileSync(join(folder(), "mine.txt"), "mine");
  for (let id = 1; id <= 205; id += 1) {
    writeFileSync(fileOf(String(id)), "{}");
    utimesSync(fileOf(String(id)), 2_000_000 - id, 2_000_000 - id);
  }
  await space.open().rememberTask(TASK);
  const left = contents(folder());
  expect(left).toHaveLength(201);
  expect(left).toContain("mine.txt");
  expect(left).toContain(`${TASK.id}.json`);
  expect(left).toContain("199.json");
  expect(left).not.toContain("200.json");
});

test.each([
  ["nothing", ""],
  ["no JSON", "{"],
  ["another shape", "[]"],
  ["a number as text", JSON.stringify({ ...TASK, startedAt: "1" })],
  ["a meeting number that is none", JSON.stringify({ ...TASK, number: "../../1" })],
  ["another task", JSON.stringify({ ...TASK, id: "2" })],
  ["too much", JSON.stringify({ ...TASK, identity: "x".repeat(5000) })],
])("a note that holds %s is told, not guessed at", async (_, text) => {
  mkdirSync(folder(), { recursive: true });
  writeFileSync(fileOf(TASK.id), text);
  expect(await problemOf(space.open().knownTask(TASK.id))).toMatchObject({
    kind: "access",
    message: expect.stringContaining(folder()),
  });
  await space.open().rememberTask(TASK);
  expect(await space.open().knownTask(TASK.id)).toEqual(TASK);
});

test("a link in place of a note is neither read nor written through", async () => {
  mkdirSync(folder(), { recursive: true });
  const target = join(space.root, "target");
  const text = JSON.stringify({ ...TASK, identity: "stolen" });
  writeFileSync(target, text);
  symlinkSync(target, fileOf(TASK.id));
  expect(await problemOf(space.open().knownTask(TASK.id))).toMatchObject({ kind: "access" });
  await space.open().rememberTask(TASK);
  expect(readFileSync(target, "utf8")).toBe(text);
  expect(await space.open().knownTask(TASK.id)).toEqual(TASK);
});

test("a pipe in place of a note is not waited for", async () => {
  mkdirSync(folder(), { recursive: true });
  execFileSync("mkfifo", [fileOf(TASK.id)]);
  expect(await problemOf(space.open().knownTask(TASK.id))).toMatchObject({ kind: "access" });
});

test("a link or a file in place of the folder is refused with the setting that names another", async () => {
  symlinkSync(space.root, space.data);
  const files = space.open();
  for (const work of [() => files.knownTask("1"), () => files.rememberTask(TASK)]) {
    const problem = await problemOf(work());
    expect(problem).toMatchObject({ kind: "access", message: expect.stringContaining("symbolic link") });
    expect(problem.remedy).toContain("FEISHU_DATA_DIR");
  }
});

test("the notes' own folder is closed to others if it was not", async () => {
  mkdirSync(folder(), { recursive: true });
  chmodSync(folder(), 0o755);
  await space.open().rememberTask(TASK);
  expect(modeOf(folder())).toBe("700");
});
