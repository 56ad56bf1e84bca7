/** Opens the disk: exported sheets in one folder, the notes on exports that were started in another. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { isoInstant, type Zone } from "../domain/day.ts";
import type { ExportFiles, ExportFormat, ExportTask, SavedExport } from "../domain/exports.ts";
import type { PersonalGroup } from "../domain/meeting.ts";
import { withoutPhoneNumber } from "../domain/phone.ts";
import { plainText } from "../domain/text.ts";
import { brokenSheet } from "./broken-sheet.ts";
import { type ChosenColumns, chooseColumns } from "./columns.ts";
import { csvOf } from "./csv.ts";
import { DISK, type Disk, publish, writeNew } from "./disk.ts";
import { download } from "./download.ts";
import { knownTask, rememberTask } from "./export-tasks.ts";
import { dataFolderAt, exportFolderAt, onDisk, tryFolder, useFolder, withScratch } from "./folder.ts";
import { readSheet } from "./read-sheet.ts";
import { workbookOf } from "./workbook.ts";

export { defaultDataFolder, defaultExportFolder, type Place } from "./default-folders.ts";
export { openTokenStore } from "./token-store.ts";

export interface FilesOptions {
  /** Absolute, as the data folder. */
  readonly exportFolder: string;
  readonly dataFolder: string;
  /** In which a file's name says when the meeting started. */
  readonly zone: Zone;
}

/** A cell of a spreadsheet holds 32,767 halves of characters at most. */
const CELL_CHARACTERS = 16_000;

/** @param disk only tests give another. */
export function openFiles(options: FilesOptions, disk: Disk = DISK): ExportFiles {
  const exports = exportFolderAt(options.exportFolder);
  const data = dataFolderAt(options.dataFolder);
  return {
    rememberTask: (task) => rememberTask(disk, data, task),
    knownTask: (id) => knownTask(data, id),
    // Only making something there tells whether something can be made.
    checkFolder: async () => withScratch(exports, await useFolder(exports), async () => undefined),
    save: async (sheet, { task, format, open }) => {
      const name = fileName(task, options.zone);
      const folder = await useFolder(exports);
      return withScratch(exports, folder, async (scratch) => {
        const downloaded = await download(disk, exports, scratch, sheet);
        const kept = keep(await onDisk(exports, () => readSheet(downloaded)), open);
        const whole = join(scratch, "whole");
        const bytes = await BYTES_OF[format](kept.cells);
        return onDisk(exports, async (): Promise<SavedExport> => {
          await writeNew(disk, whole, bytes);
          const path = await publish(disk, whole, folder, name, format);
          const nameTaken = path !== join(folder, `${name}.${format}`);
          return { path, bytes: bytes.length, nameTaken, ...kept.facts };
        });
      });
    },
  };
}

/** Whether exports could be written there; leaves nothing behind. @throws Problem `access`. */
export async function tryExportFolder(path: string): Promise<void> {
  await tryFolder(exportFolderAt(path));
}

/** Whether sign-ins could be kept there; leaves nothing behind. @throws Problem `access`. */
export async function tryDataFolder(path: string): Promise<void> {
  await tryFolder(dataFolderAt(path));
}

/** Whether there is such a folder, for `Place`. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

const BYTES_OF: Readonly<
  Record<ExportFormat, (rows: readonly (readonly string[])[]) => Promise<Uint8Array>>
> = { csv: async (rows) => csvOf(rows), xlsx: workbookOf };

/** `meeting-987654321-2026-11-16-1000`. */
function fileName({ number, startedAt }: ExportTask, zone: Zone): string {
  if (!/^\d{9}$/.test(number)) throw new Error("A meeting number that is no number must not name a file.");
  const [day = "", time = ""] = isoInstant(startedAt, zone).split("T");
  return `meeting-${number}-${day}-${time.slice(0, 5).replace(":", "")}`;
}

interface Kept {
  /** The titles first. */
  readonly cells: readonly (readonly string[])[];
  readonly facts: Pick<SavedExport, "rows" | "people" | "columns" | "leftOut">;
}

/** @throws Problem `upstream` if the sheet has no column that is known. */
function keep(
  [titles = [], ...rows]: readonly (readonly string[])[],
  open: ReadonlySet<PersonalGroup>,
): Kept {
  const chosen = chooseColumns(titles, open);
  if (chosen.kept.length === 0) throw brokenSheet("has none of the columns of a list of participants");
  const columns = chosen.kept.map(({ title }) => title);
  const cells = rows.map((row) =>
    chosen.kept.map(({ position, hidesNumbers }) => {
      const text = plainText(row[position] ?? "", CELL_CHARACTERS);
      return hidesNumbers ? withoutPhoneNumber(text) : text;
    }),
  );
  const people = peopleOf(rows, chosen);
  const leftOut = [...chosen.leftOut, ...(hasUntitled(titles, rows) ? ["(no title)"] : [])];
  const facts = { rows: rows.length, columns, leftOut };
  return { cells: [columns, ...cells], facts: { ...facts, ...(people !== undefined && { people }) } };
}

function hasUntitled(titles: readonly string[], rows: readonly (readonly string[])[]): boolean {
  return rows.some((row) => row.some((text, position) => text !== "" && !titles[position]?.trim()));
}

/** Who has no id is never merged with another. A sheet without any id does not tell people from rows. */
function peopleOf(rows: readonly (readonly string[])[], { userId }: ChosenColumns): number | undefined {
  if (userId === undefined) return undefined;
  const ids = rows.map((row) => row[userId]?.trim() ?? "");
  const known = new Set(ids.filter((id) => id !== ""));
  if (known.size === 0 && rows.length > 0) return undefined;
  return known.size + ids.filter((id) => id === "").length;
}
