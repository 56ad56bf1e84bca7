import { defineConfig, type Plugin } from "rolldown";
import packageJson from "./package.json" with { type: "json" };
import { LISTING } from "./src/server/prepared-listing.ts";

/** What is the same at every start is worked out here, once. */
const preparedListing: Plugin = {
  name: "prepared-listing",
  load: {
    filter: { id: /\/src\/server\/prepared-listing\.ts$/ },
    handler: () => ({ code: `export const LISTING = ${JSON.stringify(LISTING)};`, moduleType: "js" }),
  },
};

/**
 * The SDK brings a JSON Schema validator that only elicitation by forms and clients that list tools use, and neither
 * is done here: loading it takes a tenth of the time to the first reply.
 */
const withoutValidator: Plugin = {
  name: "without-validator",
  resolveId: { filter: { id: /^ajv(-formats)?$/ }, handler: () => "\0without-validator" },
  load: { filter: { id: /^\0without-validator$/ }, handler: () => "export default function () {}" },
};

export default defineConfig({
  input: "src/main.ts",
  platform: "node",
  transform: { define: { "process.env.npm_package_version": JSON.stringify(packageJson.version) } },
  plugins: [preparedListing, withoutValidator],
  output: { dir: "dist", format: "esm", minify: true, cleanDir: true },
});
