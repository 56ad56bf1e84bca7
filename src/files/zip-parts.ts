/** Chosen parts of a zip file, unpacked within limits that its directory is held to. */
import { type FileHandle, open } from "node:fs/promises";
import { brokenSheet } from "./broken-sheet.ts";
import { packedBytes, type ZipEntry, zipDirectory } from "./zip-directory.ts";

/** Some 33,000 rows of 23 columns; reading them takes seconds and half a gigabyte, so that more is no help. */
const MAXIMUM_BYTES = 64 * 1024 * 1024;
/** Rows of a sheet pack to a tenth or thirtieth; nothing but padding packs to a five-hundredth. */
const MAXIMUM_RATIO = 500;
/** Below this size, padding does no harm. */
const RATIO_MATTERS_BYTES = 1024 * 1024;

/**
 * @returns name to content of the parts that are wanted.
 * @throws Problem `upstream` for a file that is no zip file, is cut, is damaged or would unpack to too much.
 */
export async function zipParts(
  path: string,
  isWanted: (name: string) => boolean,
): Promise<Map<string, Buffer>> {
  const file = await open(path, "r");
  try {
    const entries = await zipDirectory(file);
    // Each on its own and all together: parts may share their packed bytes.
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    if (bytes > MAXIMUM_BYTES || entries.some(isBomb)) {
      throw brokenSheet("would unpack to far more than a list of participants is");
    }
    const parts = new Map<string, Buffer>();
    for (const entry of entries.filter(({ name }) => isWanted(name))) {
      if (parts.has(entry.name)) throw brokenSheet("holds a part twice");
      parts.set(entry.name, await unpacked(file, entry));
    }
    return parts;
  } finally {
    await file.close();
  }
}

function isBomb({ bytes, packedBytes: packed }: ZipEntry): boolean {
  return bytes > RATIO_MATTERS_BYTES && bytes > packed * MAXIMUM_RATIO;
}

async function unpacked(file: FileHandle, entry: ZipEntry): Promise<Buffer> {
  const packed = await packedBytes(file, entry);
  if (!entry.isDeflated) {
    if (packed.length !== entry.bytes) throw brokenSheet("is damaged");
    return packed;
  }
  // An entry holds a gzip stream but for the frame, whose check sum and size stand in the directory.
  const frame = Buffer.alloc(8);
  frame.writeUInt32LE(entry.checkSum, 0);
  frame.writeUInt32LE(entry.bytes, 4);
  const gzip = new Blob([GZIP_START, packed, frame]);
  const plain = Buffer.alloc(entry.bytes);
  let filled = 0;
  for await (const chunk of inflated(gzip)) {
    // A directory that lies would unpack for ever.
    if (filled + chunk.length > plain.length) throw brokenSheet("is larger than it says");
    plain.set(chunk, filled);
    filled += chunk.length;
  }
  if (filled !== plain.length) throw brokenSheet("is smaller than it says");
  return plain;
}

const GZIP_START = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

async function* inflated(gzip: Blob): AsyncGenerator<Uint8Array> {
  try {
    yield* gzip.stream().pipeThrough(new DecompressionStream("gzip"));
  } catch {
    // The platform says only that the bytes do not fit the format or the check sum.
    throw brokenSheet("is damaged");
  }
}
