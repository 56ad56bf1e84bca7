/** The directory at the end of a zip file, read before anything is unpacked (the ZIP specification, 4.3). */
import type { FileHandle } from "node:fs/promises";
import { brokenSheet } from "./broken-sheet.ts";

export interface ZipEntry {
  readonly name: string;
  readonly isDeflated: boolean;
  readonly checkSum: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where its local header stands. */
  readonly offset: number;
}

const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const WIDE_LOCATOR_BYTES = 20;
const WIDE_END_BYTES = 56;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
/** A sheet has about ten parts. */
const MAXIMUM_ENTRIES = 1000;
const MAXIMUM_DIRECTORY_BYTES = 1024 * 1024;
/** Stands where the number itself follows in 64 bits. */
const WIDE_SHORT = 0xffff;
const WIDE_LONG = 0xffffffff;

const CUT = "breaks off, or is not a spreadsheet";

/** @throws Problem `upstream` where the file is no whole zip file. */
export async function zipDirectory(file: FileHandle): Promise<ZipEntry[]> {
  const { size } = await file.stat();
  const start = await readAt(file, 0, Math.min(size, 512));
  refuseText(start);
  const { entries, bytes, offset } = await directoryPlace(file, size);
  if (entries > MAXIMUM_ENTRIES || bytes > MAXIMUM_DIRECTORY_BYTES) {
    throw brokenSheet("holds more parts than a spreadsheet has");
  }
  if (offset + bytes > size) throw brokenSheet(CUT);
  const directory = await readAt(file, offset, bytes);
  const found: ZipEntry[] = [];
  let position = 0;
  for (let index = 0; index < entries; index += 1) {
    if (position + ENTRY_BYTES > bytes || directory.readUInt32LE(position) !== 0x02014b50) {
      throw brokenSheet(CUT);
    }
    const nameBytes = directory.readUInt16LE(position + 28);
    const extraBytes = directory.readUInt16LE(position + 30);
    const end = position + ENTRY_BYTES + nameBytes + extraBytes + directory.readUInt16LE(position + 32);
    if (end > bytes) throw brokenSheet(CUT);
    found.push(entryAt(directory, position, nameBytes, extraBytes));
    position = end;
  }
  return found;
}

/** The packed bytes of an entry. */
export async function packedBytes(file: FileHandle, entry: ZipEntry): Promise<Buffer> {
  const { size } = await file.stat();
  if (entry.offset + LOCAL_BYTES > size) throw brokenSheet(CUT);
  const header = await readAt(file, entry.offset, LOCAL_BYTES);
  if (header.readUInt32LE(0) !== 0x04034b50) throw brokenSheet(CUT);
  const start = entry.offset + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (start + entry.packedBytes > size) throw brokenSheet(CUT);
  return readAt(file, start, entry.packedBytes);
}

function entryAt(directory: Buffer, position: number, nameBytes: number, extraBytes: number): ZipEntry {
  const flags = directory.readUInt16LE(position + 8);
  const method = directory.readUInt16LE(position + 10);
  if ((flags & 1) !== 0) throw brokenSheet("is encrypted");
  if (method !== 0 && method !== 8) throw brokenSheet("is packed in a way that spreadsheets are not");
  const nameStart = position + ENTRY_BYTES;
  const extra = directory.subarray(nameStart + nameBytes, nameStart + nameBytes + extraBytes);
  const wide = wideNumbers(extra);
  const number = (offset: number) => {
    const short = directory.readUInt32LE(position + offset);
    return short === WIDE_LONG ? (wide.shift() ?? short) : short;
  };
  // The order is that of the 64-bit numbers in the extra field: size, packed size, place.
  const bytes = number(24);
  const packed = number(20);
  return {
    name: directory.toString("utf8", nameStart, nameStart + nameBytes),
    isDeflated: method === 8,
    checkSum: directory.readUInt32LE(position + 16),
    packedBytes: packed,
    bytes,
    offset: number(42),
  };
}

/** The numbers of the extra field 1, which writers of streams use for small files too. */
function wideNumbers(extra: Buffer): number[] {
  let position = 0;
  while (position + 4 <= extra.length) {
    const end = position + 4 + extra.readUInt16LE(position + 2);
    if (end > extra.length) throw brokenSheet(CUT);
    if (extra.readUInt16LE(position) === 1) {
      const numbers: number[] = [];
      for (let at = position + 4; at + 8 <= end; at += 8) numbers.push(Number(extra.readBigUInt64LE(at)));
      return numbers;
    }
    position = end;
  }
  return [];
}

async function directoryPlace(
  file: FileHandle,
  size: number,
): Promise<{ entries: number; bytes: number; offset: number }> {
  const tailBytes = Math.min(size, END_BYTES + LONGEST_COMMENT + WIDE_LOCATOR_BYTES);
  const tail = await readAt(file, size - tailBytes, tailBytes);
  const end = endOf(tail);
  const place = {
    entries: tail.readUInt16LE(end + 10),
    bytes: tail.readUInt32LE(end + 12),
    offset: tail.readUInt32LE(end + 16),
  };
  if (place.entries !== WIDE_SHORT && place.bytes !== WIDE_LONG && place.offset !== WIDE_LONG) return place;
  const locator = end - WIDE_LOCATOR_BYTES;
  if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) throw brokenSheet(CUT);
  const wideOffset = Number(tail.readBigUInt64LE(locator + 8));
  if (wideOffset + WIDE_END_BYTES > size) throw brokenSheet(CUT);
  const wide = await readAt(file, wideOffset, WIDE_END_BYTES);
  if (wide.readUInt32LE(0) !== 0x06064b50) throw brokenSheet(CUT);
  return {
    entries: Number(wide.readBigUInt64LE(32)),
    bytes: Number(wide.readBigUInt64LE(40)),
    offset: Number(wide.readBigUInt64LE(48)),
  };
}

/** Where the end record stands: its comment must reach to the end of the file exactly. */
function endOf(tail: Buffer): number {
  for (let position = tail.length - END_BYTES; position >= 0; position -= 1) {
    if (tail.readUInt32LE(position) !== 0x06054b50) continue;
    if (position + END_BYTES + tail.readUInt16LE(position + 20) === tail.length) return position;
  }
  throw brokenSheet(CUT);
}

/** Feishu says what went wrong in JSON, proxies in HTML, both sometimes under HTTP 200. */
function refuseText(start: Buffer): void {
  const text = start.toString("utf8").replace("\ufeff", "").trimStart();
  if (text === "") throw brokenSheet("is empty");
  if (/^[{[]/.test(text)) throw brokenSheet("is a JSON message instead of a file");
  if (text.startsWith("<")) throw brokenSheet("is a web page instead of a file");
}

async function readAt(file: FileHandle, offset: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  let filled = 0;
  while (filled < bytes) {
    const { bytesRead } = await file.read(buffer, filled, bytes - filled, offset + filled);
    if (bytesRead === 0) throw brokenSheet(CUT);
    filled += bytesRead;
  }
  return buffer;
}
