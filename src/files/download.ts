/** A sheet as it arrives, streamed into a file of the scratch folder. */
import { join } from "node:path";
import { Problem } from "../domain/problem.ts";
import { type Disk, openNew } from "./disk.ts";
import { type Folder, onDisk } from "./folder.ts";

/** feishu-api.md names no limit of its own; a sheet of 10,000 rows has about 1 MB. */
const MAXIMUM_BYTES = 200 * 1024 * 1024;

/**
 * @returns the path of the file.
 * @throws Problem `upstream` for more than 200 MB, `access` for a disk that refuses it, and what the sheet throws.
 */
export async function download(
  disk: Disk,
  folder: Folder,
  scratch: string,
  sheet: AsyncIterable<Uint8Array>,
): Promise<string> {
  const path = join(scratch, "sheet");
  const file = await onDisk(folder, () => openNew(path));
  try {
    let bytes = 0;
    for await (const chunk of sheet) {
      bytes += chunk.length;
      if (bytes > MAXIMUM_BYTES) throw tooLarge();
      await onDisk(folder, () => disk.append(file, chunk));
    }
    return path;
  } finally {
    await file.close();
  }
}

function tooLarge(): Problem {
  return new Problem(
    "upstream",
    `Feishu sent a file of more than ${MAXIMUM_BYTES / 1024 / 1024} MB, which no list of participants is.`,
    "Ask list_meeting_participants for the same meeting, or export it for one user_id only.",
  );
}
