/** Cuts a stream of bytes into lines; a line over the limit is passed over, not kept. */

export interface LineSplitter {
  push(chunk: Buffer): void;
  /** The stream has ended: what stands without a line end is a line too. */
  end(): void;
}

export function splitLines(
  maxBytes: number,
  onLine: (line: string) => void,
  onOversized: () => void,
): LineSplitter {
  let parts: Buffer[] = [];
  let bytes = 0;
  let isSkipping = false;

  function keep(part: Buffer): void {
    if (isSkipping) return;
    bytes += part.length;
    if (bytes <= maxBytes) {
      parts.push(part);
      return;
    }
    parts = [];
    isSkipping = true;
    onOversized();
  }

  function finish(): void {
    const line = isSkipping ? "" : Buffer.concat(parts).toString("utf8").trim();
    parts = [];
    bytes = 0;
    isSkipping = false;
    if (line !== "") onLine(line);
  }

  return {
    push(chunk) {
      let from = 0;
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
        keep(chunk.subarray(from, end));
        finish();
        from = end + 1;
      }
      if (from < chunk.length) keep(chunk.subarray(from));
    },
    end: finish,
  };
}
