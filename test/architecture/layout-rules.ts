/** Rules on files, each with samples that keep and break it. */
import type { Rule } from "./finding.ts";
import { barrels, longFiles, wrongNames, wrongTopEntries } from "./layout.ts";
import { traces } from "./traces.ts";

const registryHost = ["registry", "example", "org"].join(".");
const home = (name: string) => `see ${["", "home", name, "x"].join("/")}`;

export const layoutRules: readonly Rule[] = [
  {
    name: "files are named in style",
    check: wrongNames,
    wrong: [
      ["src/domain/whichMeeting.ts", ""],
      ["src/domain/which_meeting.test.ts", ""],
      ["src/domain/index.ts", ""],
      ["src/utils/day.ts", ""],
      ["test/support/test-helpers.ts", ""],
    ],
    right: [["test/tools/get-meeting-report.test.ts", ""]],
  },
  {
    name: "no file only re-exports",
    check: barrels,
    wrong: [
      ["src/tools/a.ts", '/** All. */\nexport * from "./b.ts";\nexport { c } from "./c.ts";'],
      ["src/tools/a.ts", 'import { b } from "./b.ts";\n\nexport { b };'],
    ],
    right: [
      ["src/tools/a.ts", 'import { b } from "./b.ts";\nexport const list = [b];'],
      ["src/main.ts", 'import "./start.ts";'],
    ],
  },
  {
    name: "only what tools need lies beside src and test",
    check: wrongTopEntries,
    wrong: [
      ["scripts/build.ts", ""],
      ["NOTES.md", ""],
      [".ci/deploy", ""],
    ],
    right: [
      ["README.md", ""],
      [".ci/run", ""],
      [".github/workflows/test.yml", ""],
    ],
  },
  {
    name: "nothing tells whose machine it was made on, from where, or how",
    check: traces,
    wrong: [
      ["README.md", `see ${["", "work", "main"].join("/")}`],
      ["README.md", home("ada")],
      ["package-lock.json", `https://${registryHost}/zod`],
      [".npmrc", ["registry", "https://example.org"].join("=")],
      ["src/domain/a.ts", `// ${["Generated", "by", "Claude"].join(" ")}`],
      ["CHANGELOG.md", `${["Co", "authored", "by"].join("-")}: somebody`],
    ],
    right: [
      ["README.md", `Claude Desktop\n${home("you")}\nhttps://example.org/work/x\n./work/x`],
      ["test/config.test.ts", home("ada")],
    ],
  },
  {
    name: "no file has more than 300 lines",
    check: longFiles,
    wrong: [["test/a.test.ts", "x;\n".repeat(301), 301]],
    right: [["src/domain/a.ts", "x;\n".repeat(300)]],
  },
];
