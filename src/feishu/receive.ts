/** One reply received whole, for what is short enough to be kept. */
import type { Dispatcher } from "undici";

/** How a reply begins. */
export type Head = Pick<Dispatcher.ResponseData, "statusCode" | "headers">;

export interface Received {
  readonly head: Head;
  /** Absent where it is longer than it may be. */
  readonly body?: Buffer;
}

/**
 * Undici's `request` makes a stream of every reply; where it is collected at once, the stream takes as long as all the
 * rest of the request.
 * @param within given up at once when it is aborted, also while it waits for a connection
 * @throws the signal's reason; what undici says of a connection that broke off
 */
export function receive(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  mostBytes: number,
  within: AbortSignal,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    let head: Head | undefined;
    let connection: Dispatcher.DispatchController | undefined;
    const stop = () => {
      reject(within.reason);
      connection?.abort(new Error("Nobody waits for this reply any more."));
    };
    within.addEventListener("abort", stop, { once: true });

    function end(): void {
      within.removeEventListener("abort", stop);
    }

    dispatcher.dispatch(request, {
      onRequestStart: (controller) => {
        connection = controller;
        if (within.aborted) stop();
      },
      onResponseStart: (_, statusCode, headers) => {
        head = { statusCode, headers };
      },
      onResponseData: (controller, piece) => {
        bytes += piece.length;
        if (bytes <= mostBytes) {
          pieces.push(piece);
        } else if (head !== undefined) {
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
