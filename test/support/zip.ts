/** A zip writer that can lie, and a reader that shares nothing with ours. */
import { deflateRawSync, gzipSync, inflateRawSync } from "node:zlib";

export interface ZipPart {
  readonly name: string;
  readonly content: Uint8Array | string;
  readonly isStored?: boolean;
  /** What the headers say the unpacked size is. */
  readonly claimedBytes?: number;
  readonly claimedCheckSum?: number;
  readonly flags?: number;
  readonly method?: number;
  /** Sizes and places in 64 bits, as writers of streams give them. */
  readonly isWide?: boolean;
}

export function zipOf(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const plain = Buffer.from(part.content);
    const packed = part.isStored ? plain : deflateRawSync(plain);
    const name = Buffer.from(part.name, "utf8");
    const bytes = part.claimedBytes ?? plain.length;
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(part.flags ?? 0x800, 2);
    facts.writeUInt16LE(part.method ?? (part.isStored ? 0 : 8), 4);
    facts.writeUInt32LE(part.claimedCheckSum ?? checkSum(plain), 10);
    facts.writeUInt32LE(part.isWide ? 0xffffffff : packed.length, 14);
    facts.writeUInt32LE(part.isWide ? 0xffffffff : bytes, 18);
    facts.writeUInt16LE(name.length, 22);
    const extra = part.isWide ? wide(bytes, packed.length, offset) : Buffer.alloc(0);
    facts.writeUInt16LE(extra.length, 24);
    const body = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), facts, name, extra, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(part.isWide ? 0xffffffff : offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), facts, place, name, extra]));
    bodies.push(body);
    offset += body.length;
  }
  const index = Buffer.concat(directory);
  const isWide = parts.some((part) => part.isWide);
  return Buffer.concat([
    ...bodies,
    index,
    ...(isWide ? [wideEnd(parts.length, index.length, offset)] : []),
    endOf(isWide ? 0xffff : parts.length, index.length, isWide ? 0xffffffff : offset),
  ]);
}

/** Name to text of the parts, found by their local headers' names in the directory. */
export function unzip(zip: Buffer): Map<string, string> {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  const parts = new Map<string, string>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameEnd = at + 46 + zip.readUInt16LE(at + 28);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    const plain = zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed;
    parts.set(zip.toString("utf8", at + 46, nameEnd), plain.toString("utf8"));
    at = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return parts;
}

/** zlib's own check sum is not in every Node 20, but a gzip stream ends with it. */
function checkSum(plain: Buffer): number {
  const gzip = gzipSync(plain, { level: 1 });
  return gzip.readUInt32LE(gzip.length - 8);
}

function wide(bytes: number, packedBytes: number, offset: number): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  for (const [index, value] of [bytes, packedBytes, offset].entries()) {
    extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  }
  return extra;
}

function wideEnd(entries: number, bytes: number, offset: number): Buffer {
  const end = Buffer.alloc(56 + 20);
  end.write("PK\x06\x06", 0, "latin1");
  end.writeBigUInt64LE(44n, 4);
  end.writeBigUInt64LE(BigInt(entries), 24);
  end.writeBigUInt64LE(BigInt(entries), 32);
  end.writeBigUInt64LE(BigInt(bytes), 40);
  end.writeBigUInt64LE(BigInt(offset), 48);
  end.write("PK\x06\x07", 56, "latin1");
  end.writeBigUInt64LE(BigInt(offset + bytes), 64);
  return end;
}

function endOf(entries: number, bytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(bytes, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
