import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: fileURLToPath(new URL("..", import.meta.url)),
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    // Loading the same modules anew for every file takes as long as all the tests. They share no state: each
    // test opens a house of its own.
    isolate: false,
    maxWorkers: "100%",
  },
});
