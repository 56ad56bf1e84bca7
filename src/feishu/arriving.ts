/** What arrives where a file was asked for: its pieces, or the short reply that came in its place. */
import type { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import {
  type Broken,
  envelopeOf,
  headerOf,
  LONGEST_REPLY_BYTES,
  opened,
  type Reply,
  unusable,
} from "./envelope.ts";
import { interruption, slow } from "./interruption.ts";
import type { Ask } from "./operations/operation.ts";
import type { Head } from "./receive.ts";
import { nonsense } from "./refusal.ts";

/** A file whose first bytes are there. */
export interface Arriving {
  readonly kind: "file";
  /** To be read once. @throws Problem `upstream` where it breaks off or is too long; the signal's reason. */
  readonly pieces: AsyncIterable<Uint8Array>;
}

const LONGEST_FILE_BYTES = 200 * 1024 * 1024;
const OPENING_BRACE = 0x7b;

/**
 * A file, or what came in its place.
 * @param timeoutMilliseconds how long each next piece may take
 */
export async function arriving(
  ask: Ask<unknown>,
  response: Dispatcher.ResponseData,
  signal: AbortSignal,
  timeoutMilliseconds: number,
): Promise<Arriving | Reply | Broken> {
  const type = headerOf(response, "content-type") ?? "";
  // A file of Feishu's is bytes; a page of text is what stands in the way of one.
  if (response.statusCode !== 200 || /^(?:text\/|application\/(?:[\w.-]+\+)?json\b)/i.test(type)) {
    return openedAsNoFile(ask, response, await collected([], response.body));
  }
  const { body } = response;
  const length = lengthOf(response);
  const pieces = body[Symbol.asyncIterator]();
  const first = pieceOf(await pieces.next());
  if (first === undefined) return unusable(ask, response, "the file is empty", true);
  if (first[0] === OPENING_BRACE) {
    return envelopeOf(ask, response, await collected([first], body));
  }
  if (length !== undefined && length > LONGEST_FILE_BYTES) {
    body.destroy();
    return unusable(ask, response, "the file is longer than 200 MB", false);
  }
  const stop = () => body.destroy();
  signal.addEventListener("abort", stop, { once: true });

  async function next(): Promise<Buffer | undefined> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      body.destroy();
    }, timeoutMilliseconds);
    try {
      return pieceOf(await pieces.next());
    } catch (reason) {
      signal.throwIfAborted();
      throw (late ? slow(ask, timeoutMilliseconds) : interruption(ask, reason)).problem;
    } finally {
      clearTimeout(timer);
    }
  }

  async function* checkedPieces(): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    try {
      for (let piece = first; piece !== undefined; piece = await next()) {
        signal.throwIfAborted();
        bytes += piece.length;
        if (bytes > LONGEST_FILE_BYTES) throw nonsense(ask.operation, "the file is longer than 200 MB");
        yield piece;
      }
      if (length !== undefined && bytes !== length) {
        throw nonsense(ask.operation, `the file has ${bytes} bytes instead of ${length}`);
      }
    } finally {
      signal.removeEventListener("abort", stop);
      // Whoever stops reading closes the connection with it.
      body.destroy();
    }
  }

  return { kind: "file", pieces: checkedPieces() };
}

function openedAsNoFile(ask: Ask<unknown>, head: Head, bytes: Buffer | undefined): Reply | Broken {
  const got = opened(ask, head, bytes);
  if (got.kind === "broken" || got.code !== 0) return got;
  return unusable(ask, head, "it is JSON where a file should be", false);
}

/** The whole body; undefined where it is too long for a reply. */
async function collected(pieces: Buffer[], body: Readable): Promise<Buffer | undefined> {
  let bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
  for await (const next of body) {
    const piece = bufferOf(next);
    bytes += piece.length;
    // Leaving the loop closes the connection.
    if (bytes > LONGEST_REPLY_BYTES) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function pieceOf(next: IteratorResult<unknown, unknown>): Buffer | undefined {
  if (next.done === true) return undefined;
  return bufferOf(next.value);
}

function bufferOf(piece: unknown): Buffer {
  if (Buffer.isBuffer(piece)) return piece;
  throw new TypeError("A reply came as something else than bytes.");
}

function lengthOf(response: Dispatcher.ResponseData): number | undefined {
  const text = headerOf(response, "content-length");
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
