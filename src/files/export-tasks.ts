/** The exports that this installation started, one small file each, so that two processes lose nothing. */
import { chmod, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ExportTask } from "../domain/exports.ts";
import { Problem } from "../domain/problem.ts";
import { type Disk, writeNew } from "./disk.ts";
import { FOLDER_MODE, type Folder, linkStatus, onDisk, useFolder, withScratch } from "./folder.ts";
import { jsonIn, readOwnFile } from "./own-file.ts";

const TASK_ID = /^\d{1,32}$/;
const FILE_NAME = /^\d{1,32}\.json$/;
const MAXIMUM_TASKS = 200;
const MAXIMUM_BYTES = 4096;

/**
 * Writes the task beside and renames it into its place; beyond 200 the oldest are forgotten.
 * @throws Problem `access` for a folder that cannot be used, `upstream` for an id that is not made of digits.
 */
export async function rememberTask(disk: Disk, dataFolder: Folder, task: ExportTask): Promise<void> {
  if (!TASK_ID.test(task.id)) {
    throw new Problem(
      "upstream",
      "Feishu named the export by something that is not a number.",
      "Ask again; list_meeting_participants answers without a file.",
    );
  }
  await useFolder(dataFolder);
  const folder = tasksFolder(dataFolder);
  const path = await useFolder(folder);
  // It is ours alone, unlike the data folder, which an operator may have chosen among their own.
  await onDisk(folder, () => chmod(path, FOLDER_MODE));
  await withScratch(folder, path, (scratch) =>
    onDisk(folder, async () => {
      const { id, identity, number, startedAt } = task;
      const text = JSON.stringify({ id, identity, number, startedAt });
      await writeNew(disk, join(scratch, "task"), Buffer.from(`${text}\n`, "utf8"));
      await rename(join(scratch, "task"), join(path, `${id}.json`));
      await forgetOldest(path);
    }),
  );
}

/**
 * @returns undefined for a task that was not remembered here.
 * @throws Problem `input` for an id that is not made of digits, `access` for a file that is not ours.
 */
export async function knownTask(dataFolder: Folder, id: string): Promise<ExportTask | undefined> {
  if (!TASK_ID.test(id)) {
    throw new Problem(
      "input",
      "task_id must consist of digits only.",
      'Give the task_id that export_meeting_participants answered, for example {"task_id":"7108646852144136212"}.',
    );
  }
  const folder = tasksFolder(dataFolder);
  // Asking must not make folders.
  for (const above of [dataFolder, folder]) {
    if ((await onDisk(above, () => linkStatus(above.path))) === undefined) return undefined;
    await useFolder(above);
  }
  const text = await onDisk(folder, () => readOwnFile(join(folder.path, `${id}.json`), MAXIMUM_BYTES));
  if (text === undefined) return undefined;
  const task = taskOf(text);
  if (task?.id === id) return task;
  throw new Problem(
    "access",
    `The note on export ${id} in the folder ${folder.path} is not one that this program wrote.`,
    "Let the operator remove that file; then start the export again with its meeting_number.",
  );
}

function tasksFolder(dataFolder: Folder): Folder {
  return { ...dataFolder, path: join(dataFolder.path, "exports") };
}

function taskOf(text: string): ExportTask | undefined {
  const value = jsonIn(text);
  if (typeof value !== "object" || value === null) return undefined;
  if (!("id" in value && "identity" in value && "number" in value && "startedAt" in value)) return undefined;
  const { id, identity, number, startedAt } = value;
  if (typeof id !== "string" || typeof identity !== "string" || typeof number !== "string") return undefined;
  if (!/^\d{9}$/.test(number) || typeof startedAt !== "number" || !Number.isSafeInteger(startedAt)) {
    return undefined;
  }
  return { id, identity, number, startedAt };
}

async function forgetOldest(path: string): Promise<void> {
  const names = (await readdir(path)).filter((name) => FILE_NAME.test(name));
  if (names.length <= MAXIMUM_TASKS) return;
  const dated = await Promise.all(
    names.map(async (name) => ({ name, time: (await linkStatus(join(path, name)))?.mtimeMs ?? 0 })),
  );
  const oldest = dated.toSorted((a, b) => a.time - b.time).slice(0, names.length - MAXIMUM_TASKS);
  for (const { name } of oldest) await rm(join(path, name), { force: true });
}
