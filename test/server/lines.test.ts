import fc from "fast-check";
import { expect, test } from "vitest";
import { splitLines } from "../../src/server/lines.ts";

function split(chunks: readonly Buffer[], maxBytes = 1000) {
  const lines: string[] = [];
  let oversized = 0;
  const splitter = splitLines(
    maxBytes,
    (line) => lines.push(line),
    () => {
      oversized += 1;
    },
  );
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return { lines, oversized };
}

test("lines are the same however the bytes arrive", () => {
  const text = '{"a":"会议"}\r\n\n{"b":2}\n{"c":3}';
  fc.assert(
    fc.property(fc.array(fc.nat(Buffer.byteLength(text))), (cuts) => {
      const bytes = Buffer.from(text);
      const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
      const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
      expect(split(chunks).lines).toEqual(['{"a":"会议"}', '{"b":2}', '{"c":3}']);
    }),
  );
});

test("a line over the limit is told once and passed over, and the next one is read", () => {
  const chunks = ["x".repeat(800), "x".repeat(800), "x".repeat(800), "\n{}\n"].map((text) =>
    Buffer.from(text),
  );
  expect(split(chunks)).toEqual({ lines: ["{}"], oversized: 1 });
});
