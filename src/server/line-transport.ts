/**
 * JSON-RPC, one message a line. The SDK's own stdio transport drops bad JSON silently, closes on a long line
 * and does not know which requests still wait for their answer.
 */
import type { Readable, Writable } from "node:stream";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { ErrorCode, type JSONRPCMessage, JSONRPCMessageSchema } from "@modelcontextprotocol/sdk/types.js";
import { splitLines } from "./lines.ts";

const MAX_LINE_BYTES = 10 * 1024 * 1024;

export interface LineTransport extends Transport {
  /** Resolves when the input has ended and every request has its answer. */
  readonly drained: Promise<void>;
}

export interface LineTransportOptions {
  readonly input: Readable;
  readonly output: Writable;
  /** Takes what must not leave out of an outgoing line. */
  readonly clean: (line: string) => string;
}

export function openLineTransport({ input, output, clean }: LineTransportOptions): LineTransport {
  const waiting = new Set<string | number>();
  let hasEnded = false;
  let isClosed = false;
  let drain: () => void = () => undefined;
  const drained = new Promise<void>((resolve) => {
    drain = resolve;
  });

  function settle(id: unknown): void {
    if (typeof id === "string" || typeof id === "number") waiting.delete(id);
    if (hasEnded && waiting.size === 0) drain();
  }

  function write(message: unknown): void {
    if (!isClosed && output.writable) output.write(`${clean(JSON.stringify(message))}\n`);
  }

  function refuse(code: ErrorCode, message: string, id: unknown): void {
    const known = typeof id === "string" || Number.isInteger(id) ? id : null;
    write({ jsonrpc: "2.0", id: known, error: { code, message } });
  }

  function read(line: string): void {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      // The reason would quote the line, and JSON-RPC has one answer for all of them.
      refuse(ErrorCode.ParseError, "The line is not JSON.", null);
      return;
    }
    const message = JSONRPCMessageSchema.safeParse(value);
    if (message.success) {
      take(message.data);
      return;
    }
    if (Array.isArray(value)) {
      refuse(ErrorCode.InvalidRequest, "Batches are not served: send one message a line.", null);
    } else if (isObject(value) && !isObject(value["error"]) && !("result" in value)) {
      refuse(ErrorCode.InvalidRequest, "The line is no JSON-RPC 2.0 request.", value["id"]);
    } else if (!isObject(value)) {
      refuse(ErrorCode.InvalidRequest, "The line is no JSON-RPC 2.0 message.", null);
    }
  }

  function take(message: JSONRPCMessage): void {
    if ("method" in message && "id" in message) waiting.add(message.id);
    transport.onmessage?.(message);
    // A cancelled request gets no answer.
    if ("method" in message && message.method === "notifications/cancelled")
      settle(message.params?.["requestId"]);
  }

  const lines = splitLines(MAX_LINE_BYTES, read, () =>
    refuse(ErrorCode.ParseError, `A line has more than ${MAX_LINE_BYTES} bytes.`, null),
  );

  const onEnd = () => {
    lines.end();
    hasEnded = true;
    settle(undefined);
  };
  const onData = (chunk: Buffer) => lines.push(chunk);
  const onError = (error: Error) => transport.onerror?.(error);

  const transport: LineTransport = {
    drained,
    async start() {
      input.on("data", onData).on("end", onEnd).on("close", onEnd).on("error", onError);
    },
    async send(message) {
      write(message);
      if (!("method" in message)) settle(message.id);
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      input.off("data", onData).off("end", onEnd).off("close", onEnd);
      input.pause();
      drain();
      transport.onclose?.();
    },
  };
  return transport;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
