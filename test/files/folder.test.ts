import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { link } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DISK, type Disk } from "../../src/files/disk.ts";
import { openFiles, tryDataFolder, tryExportFolder } from "../../src/files/files.ts";
import { sheetOf } from "../support/sheet.ts";
import { contents, modeOf, problemOf, save, TASK, workspace } from "./workspace.ts";

const space = workspace();
const SHEET = sheetOf([["参会人"], ["张三"]]);

/** A failed system call, as node:fs reports it. */
function refusal(code: string): Error {
  return Object.assign(new Error(`${code}: refused, write`), { code, errno: -1, syscall: "write" });
}

const at = (exportFolder: string) =>
  openFiles({ exportFolder, dataFolder: space.data, zone: "Asia/Shanghai" });

test("a missing folder is made, those above it too, for this user alone", async () => {
  const folder = join(space.root, "a", "b");
  await at(folder).checkFolder();
  expect([modeOf(join(space.root, "a")), modeOf(folder)]).toEqual(["700", "700"]);
  expect(contents(folder)).toEqual([]);
});

test.each([
  ["export", tryExportFolder],
  ["data", tryDataFolder],
])("whether the %s folder can be used is found out without leaving anything behind", async (_, tried) => {
  mkdirSync(space.exports);
  writeFileSync(join(space.exports, "mine"), "");
  const [file, deep] = [join(space.exports, "mine"), join(space.root, "a", "b", "c")];
  await tried(space.exports);
  await tried(deep);
  for (const wrong of [file, join(file, "b", "c"), "/proc/x/y"]) await problemOf(tried(wrong));
  expect([contents(space.root), contents(space.exports)]).toEqual([["exports"], ["mine"]]);
});

test("an existing folder keeps its rights", async () => {
  mkdirSync(space.exports);
  chmodSync(space.exports, 0o755);
  await space.open().checkFolder();
  expect(modeOf(space.exports)).toBe("755");
});

const WRONG: [string, (path: string) => void, RegExp][] = [
  ["a file", (path) => writeFileSync(path, "mine"), /is not a folder/],
  [
    "a link to a folder",
    (path) => {
      mkdirSync(`${path}-real`);
      symlinkSync(`${path}-real`, path);
    },
    /is a symbolic link/,
  ],
  ["a link to nothing", (path) => symlinkSync(`${path}-none`, path), /is a symbolic link/],
];

test.each(WRONG)("%s in place of the folder is refused before anything is sent", async (_, make, words) => {
  make(space.exports);
  for (const folder of [space.exports, `${space.exports}/`]) {
    const problem = await problemOf(at(folder).checkFolder());
    expect(problem).toMatchObject({ kind: "access", message: expect.stringMatching(words) });
    expect(problem.remedy).toContain("FEISHU_EXPORT_DIR");
    await problemOf(save(at(folder), SHEET));
  }
  const names = contents(space.root);
  expect(names.filter((name) => contentsIfFolder(join(space.root, name)).length > 0)).toEqual([]);
});

function contentsIfFolder(path: string): string[] {
  return lstatSync(path).isDirectory() ? contents(path) : [];
}

test("a folder that cannot be made is refused, with the setting that names another", async () => {
  writeFileSync(join(space.root, "file"), "mine");
  const problem = await problemOf(at(join(space.root, "file", "exports")).checkFolder());
  expect(problem).toMatchObject({ kind: "access", message: expect.stringContaining("cannot be made") });
  expect(problem.remedy).toContain("FEISHU_EXPORT_DIR");
});

test("a folder that the system keeps closed is refused", async () => {
  // Not even the superuser may make anything there.
  const problem = await problemOf(at("/proc/self/exports").checkFolder());
  expect(problem).toMatchObject({ kind: "access", message: expect.stringContaining("/proc/self/exports") });
});

test("a relative folder is refused", async () => {
  expect(await problemOf(at("exports").checkFolder())).toMatchObject({
    kind: "access",
    message: expect.stringContaining("absolute"),
  });
});

const FULL: [string, Disk][] = [
  ["while the sheet arrives", { ...DISK, append: () => Promise.reject(refusal("ENOSPC")) }],
  ["while the file is written", failingFrom(2, "ENOSPC")],
  ["by quota", failingFrom(2, "EDQUOT")],
  ["at the name", { ...DISK, link: () => Promise.reject(refusal("ENOSPC")) }],
];

/** A disk that takes some writes, then half of one. */
function failingFrom(write: number, code: string): Disk {
  let writes = 0;
  return {
    link,
    append: async (file, bytes) => {
      writes += 1;
      if (writes < write) return DISK.append(file, bytes);
      await DISK.append(file, bytes.subarray(0, bytes.length / 2));
      throw refusal(code);
    },
  };
}

test.each(FULL)("a disk that is full %s leaves nothing half-written", async (_, disk) => {
  const problem = await problemOf(save(space.open(disk), SHEET));
  expect(problem).toMatchObject({ kind: "access", message: expect.stringContaining("no room left") });
  expect(problem.remedy).toContain("FEISHU_EXPORT_DIR");
  expect(contents(space.exports)).toEqual([]);
});

test("a full disk under the notes on exports is told, and the older note stays whole", async () => {
  await space.open().rememberTask(TASK);
  const problem = await problemOf(
    space.open(failingFrom(1, "ENOSPC")).rememberTask({ ...TASK, identity: "another" }),
  );
  expect(problem.message).toContain("no room left");
  expect(problem.remedy).toContain("FEISHU_DATA_DIR");
  expect(contents(join(space.data, "exports"))).toEqual([`${TASK.id}.json`]);
  expect(await space.open().knownTask(TASK.id)).toEqual(TASK);
});

test("any other fault of the disk is told by its code", async () => {
  const disk = { ...DISK, append: () => Promise.reject(refusal("EIO")) };
  expect((await problemOf(save(space.open(disk), SHEET))).message).toContain("(EIO)");
});

test("a folder without second names gets its file all the same, and overwrites nothing", async () => {
  const disk = { ...DISK, link: () => Promise.reject(refusal("EPERM")) };
  const first = await save(space.open(disk), SHEET);
  const second = await save(space.open(disk), SHEET);
  expect(first.path).not.toBe(second.path);
  expect(readFileSync(second.path)).toEqual(readFileSync(first.path));
  expect(modeOf(second.path)).toBe("600");
  expect(contents(space.exports)).toHaveLength(2);
});

test("what a killed process left is removed after a day, what is at work stays", async () => {
  const [old, young, link, mine] = [".partial-old", ".partial-young", ".partial-link", "mine"].map((name) =>
    join(space.exports, name),
  );
  mkdirSync(space.exports);
  for (const path of [old, young]) mkdirSync(path ?? "");
  writeFileSync(mine ?? "", "mine");
  symlinkSync(mine ?? "", link ?? "");
  for (const path of [old, mine]) utimesSync(path ?? "", 1000, 1000);
  await space.open().checkFolder();
  expect(contents(space.exports)).toEqual([".partial-link", ".partial-young", "mine"]);
});
