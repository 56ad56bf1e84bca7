/** Lines for the operator, to stderr: stdout is the protocol. */

export type LogLevel = "error" | "warn" | "info" | "debug";

/** Details stand in the line as JSON; an error there is written with its stack. */
export type Log = (level: LogLevel, message: string, details?: Readonly<Record<string, unknown>>) => void;

const LEVELS: readonly LogLevel[] = ["error", "warn", "info", "debug"];

/** The level that the text names; `info` for anything else (config.ts complains about that). */
export function logLevel(text: string | undefined): LogLevel {
  return LEVELS.find((level) => level === text?.trim().toLowerCase()) ?? "info";
}

export function openLog(
  level: LogLevel,
  redact: (text: string) => string,
  write: (line: string) => void,
): Log {
  const least = LEVELS.indexOf(level);
  return (of, message, details) => {
    if (LEVELS.indexOf(of) > least) return;
    const shown = details === undefined ? "" : ` ${JSON.stringify(details, (_, value) => legible(value))}`;
    write(`${of} ${redact(message + shown)}\n`);
  };
}

function legible(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  return value instanceof Error ? (value.stack ?? String(value)) : value;
}
