/** One reply received whole, for what is short enough to be kept. */
import type { Dispatcher } from "undici";

/** How a reply begins. */
export type Head = Pick<Dispatcher.ResponseData, "statusCode" | "headers">;

export interface Received {
  readonly head: Head;
  /** Absent where it is longer than it may be. */
  readonly body?: Buffer;
}

/** It took too long. */
export class Late extends Error {}

export interface Limits {
  readonly mostBytes: number;
  /** From the request to the last byte. */
  readonly timeoutMilliseconds: number;
  /** Given up at once when it is aborted, also while it waits for a connection. */
  readonly signal: AbortSignal;
}

/**
 * Undici's `request` makes a stream of every reply; where it is collected at once, the stream takes as long as all the
 * rest of the request.
 * @throws Late; the signal's reason; what undici says of a connection that broke off
 */
export function receive(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  { mostBytes, timeoutMilliseconds, signal }: Limits,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    let head: Head | undefined;
    let connection: Dispatcher.DispatchController | undefined;
    let isOver = false;
    const leave = () => giveUp(signal.reason);
    const timer = setTimeout(() => giveUp(new Late()), timeoutMilliseconds);
    signal.addEventListener("abort", leave, { once: true });

    function end(): void {
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener("abort", leave);
    }

    function giveUp(reason: unknown): void {
      end();
      reject(reason);
      connection?.abort(new Error("Nobody waits for this reply any more."));
    }

    if (signal.aborted) return leave();
    dispatcher.dispatch(request, {
      onRequestStart: (controller) => {
        connection = controller;
        if (isOver) controller.abort(new Error("Nobody waited for a connection."));
      },
      onResponseStart: (_, statusCode, headers) => {
        head = { statusCode, headers };
      },
      onResponseData: (controller, piece) => {
        bytes += piece.length;
        if (bytes <= mostBytes) {
          pieces.push(piece);
        } else if (head !== undefined) {
          end();
          resolve({ head });
          controller.abort(new Error("This reply is too long."));
        }
      },
      onResponseEnd: () => {
        end();
        if (head !== undefined) resolve({ head, body: Buffer.concat(pieces, bytes) });
      },
      onResponseError: (_, error) => {
        end();
        reject(error);
      },
    });
  });
}
