/** Small files that this program wrote, read back without trusting what may stand in their place. */
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { codeOf } from "./folder.ts";

/**
 * @param mostBytes larger ones are none of ours
 * @param mode what others may do with it is taken back to this; absent: it stays as it is
 * @returns undefined where there is none; "" for what is no such file.
 */
export async function readOwnFile(
  path: string,
  mostBytes: number,
  mode?: number,
): Promise<string | undefined> {
  try {
    // Without O_NONBLOCK a pipe of that name would be waited for.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const status = await file.stat();
      if (!status.isFile() || status.size > mostBytes) return "";
      if (mode !== undefined && (status.mode & 0o777 & ~mode) !== 0) await file.chmod(mode);
      return await file.readFile("utf8");
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT") return undefined;
    // ELOOP is how a link that is not followed shows, ENXIO a socket.
    if (code === "ELOOP" || code === "ENXIO") return "";
    throw error;
  }
}

/** Its content, or undefined for what is no JSON. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Half written or not ours: whoever reads it judges it as a file without content.
    return undefined;
  }
}
