import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/bench/*.bench.ts"],
    testTimeout: 300_000,
    disableConsoleIntercept: true,
  },
});
