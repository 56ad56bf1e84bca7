/** One table of everything that was aimed at. */
import { expect, test } from "vitest";
import { hundredThousandPeople, resumedCalls, thousandPeople } from "./large-tenants.ts";
import { callsInARow, fiftyAtOnce, tenMixedCalls } from "./many-calls.ts";
import { startAndSize } from "./start-and-size.ts";
import { type Row, tableText } from "./table.ts";

const MEASURED: readonly (() => Promise<Row[]>)[] = [
  startAndSize,
  tenMixedCalls,
  thousandPeople,
  resumedCalls,
  hundredThousandPeople,
  callsInARow,
  fiftyAtOnce,
];

test("figures", async () => {
  const rows: Row[] = [];
  for (const measure of MEASURED) rows.push(...(await measure()));
  console.log(`\n${tableText(rows)}\n`);
  expect(rows.filter(([, figure]) => figure.includes("NaN"))).toEqual([]);
});
