/** `tools`: the tools' schemas, for programs and for the README. */
import type { JsonObject, ListedTool } from "../server/server.ts";
import type { Setting } from "../settings.ts";

export const FORMATS: readonly string[] = ["mcp", "openai", "markdown"];

export function toolsText(listing: readonly ListedTool[], format: string): string {
  if (format === "markdown") return toolsMarkdown(listing);
  if (format === "openai") return `${JSON.stringify(listing.map(openaiTool), null, 2)}\n`;
  return `${JSON.stringify({ tools: listing }, null, 2)}\n`;
}

function openaiTool({ name, description, inputSchema }: ListedTool) {
  return { type: "function", function: { name, description, parameters: inputSchema } };
}

/** One section for each tool: its description and a table of its arguments. */
function toolsMarkdown(listing: readonly ListedTool[]): string {
  return listing
    .map(({ name, title, description, inputSchema }) => {
      const required = inputSchema["required"];
      const needed = new Set<unknown>(Array.isArray(required) ? required : []);
      const rows = propertiesOf(inputSchema).map(([argument, schema]) => {
        const shown = needed.has(argument) ? "required" : code(schema["default"]);
        return [`\`${argument}\``, typeText(schema), shown, plain(schema["description"])];
      });
      const arguments_ =
        rows.length === 0
          ? "No arguments.\n"
          : markdownTable(["argument", "type", "default", "meaning"], rows);
      return `### \`${name}\`: ${title}\n\n${description}\n\n${arguments_}`;
    })
    .join("\n");
}

/** The table of settings in the README. */
export function settingsMarkdown(settings: readonly Setting[]): string {
  return markdownTable(
    ["setting", "meaning", "default"],
    settings.map((setting) => [`\`${setting.name}\``, setting.meaning, setting.default]),
  );
}

export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return line(titles) + line(titles.map(() => "---")) + rows.map(line).join("");
}

function typeText(schema: JsonObject): string {
  const values: unknown = schema["enum"];
  if (Array.isArray(values)) return values.map(code).join(", ");
  const items = schema["items"];
  return isObject(items) ? `list of ${typeText(items)}` : String(schema["type"]);
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function code(value: unknown): string {
  return value === undefined ? "" : `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

function propertiesOf(schema: JsonObject): [string, JsonObject][] {
  const properties = schema["properties"];
  if (!isObject(properties)) return [];
  return Object.entries(properties).flatMap(([name, value]) => (isObject(value) ? [[name, value]] : []));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
