import type { ExportState, ExportTask } from "../../domain/exports.ts";
import { Problem } from "../../domain/problem.ts";
import type { ActivitySource, Caller } from "../../domain/source.ts";
import { ATTEMPTS, nowSeconds, retryWait } from "../clock.ts";
import type { Connection } from "../connection.ts";
import { beginErrand } from "../errand.ts";
import { askFile } from "../operations/export-download.ts";
import { askExport, exportParticipants } from "../operations/export-participants.ts";
import { askTask, toExportState } from "../operations/export-task.ts";

type Exports = Pick<ActivitySource, "exportIdentity" | "startExport" | "exportState" | "downloadExport">;

/** The life of an export; the identity that starts it also asks for its state and its file. */
export function exportsOf(connection: Connection): Exports {
  return {
    exportIdentity: () => connection.nameOf(connection.identityOf(exportParticipants)),
    startExport: async (request, caller) => {
      const errand = beginErrand(connection, caller, unconfirmed());
      try {
        const ask = askExport(request, nowSeconds(connection.clock));
        return (await connection.ask(ask, errand.run)).task_id;
      } finally {
        errand.end();
      }
    },
    exportState: (task, caller) => stateInTime(connection, task, caller),
    downloadExport: (task, fileToken, caller) => file(connection, task, fileToken, caller),
  };
}

/** Asks, each time a second later than before, until it is over or the caller's time would be. */
async function stateInTime(connection: Connection, task: ExportTask, caller: Caller): Promise<ExportState> {
  const { clock } = connection;
  const as = connection.named(task.identity);
  const errand = beginErrand(connection, caller, late(task));
  try {
    for (let seconds = 1; ; seconds += 1) {
      const state = toExportState(await connection.ask(askTask(task.id, as), errand.run));
      const wait = seconds * 1000;
      if (state.status !== "running" || clock.now() + wait >= caller.deadline) return state;
      await clock.sleep(wait, errand.run.signal);
    }
  } catch (reason) {
    // What it is like after the caller's time is asked by the next call.
    if (errand.isLate()) return { status: "running" };
    throw limited(reason, task);
  } finally {
    errand.end();
  }
}

async function* file(
  connection: Connection,
  task: ExportTask,
  fileToken: string,
  caller: Caller,
): AsyncGenerator<Uint8Array> {
  const { clock } = connection;
  const as = connection.named(task.identity);
  const errand = beginErrand(connection, caller, late(task));
  let given = 0;
  try {
    for (let attempt = 1; ; attempt += 1) {
      const pieces = await connection.askForFile(askFile(fileToken, as), errand.run);
      try {
        for await (const piece of withoutFirst(pieces, given)) {
          given += piece.length;
          yield piece;
        }
        return;
      } catch (reason) {
        // What broke off on the way is fetched again, and the bytes that were given already are left out.
        const isBroken = reason instanceof Problem && reason.details.network !== undefined;
        const wait = retryWait(clock, attempt);
        if (!isBroken || attempt === ATTEMPTS || clock.now() + wait >= caller.deadline) throw reason;
        await clock.sleep(wait, errand.run.signal);
      }
    }
  } catch (reason) {
    throw limited(reason, task);
  } finally {
    errand.end();
  }
}

async function* withoutFirst(pieces: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const piece of pieces) {
    const skipped = Math.min(left, piece.length);
    left -= skipped;
    if (skipped < piece.length) yield piece.subarray(skipped);
  }
}

/** Whoever waits for the limit or the network must not lose the task meanwhile. */
function limited(reason: unknown, task: ExportTask): unknown {
  if (!(reason instanceof Problem)) return reason;
  const { retryAfterSeconds, network } = reason.details;
  if (retryAfterSeconds !== undefined)
    return new Problem(reason.kind, reason.message, late(task).remedy, reason.details);
  if (network === undefined) return reason;
  const remedy = `Call export_meeting_participants with {"task_id":"${task.id}"} in a minute: it goes on with this export.`;
  return new Problem(reason.kind, reason.message, remedy, reason.details);
}

function late(task: ExportTask): Problem {
  return new Problem(
    "busy",
    "Time was up before the exported file was here.",
    `Call export_meeting_participants with {"task_id":"${task.id}"} after the seconds given: it goes on with this export.`,
    { retryAfterSeconds: 1 },
  );
}

function unconfirmed(): Problem {
  return new Problem(
    "upstream",
    "Time was up before Feishu confirmed the export; it may have been started all the same.",
    "Ask again: at worst Feishu makes the same file twice.",
  );
}
