import { expect, test } from "vitest";
import { defaultDataFolder, defaultExportFolder } from "../../src/files/files.ts";

const place = (platform: string, home: string, env: Record<string, string> = {}, folders: string[] = []) => ({
  platform,
  home,
  env,
  isFolder: (path: string) => folders.includes(path),
});

test.each([
  ["Downloads", place("linux", "/h", {}, ["/h/Downloads"]), "/h/Downloads/feishu-meeting-mcp"],
  ["home without Downloads", place("linux", "/h"), "/h/feishu-meeting-mcp"],
  ["XDG's Downloads", place("linux", "/h", { XDG_DOWNLOAD_DIR: "/d" }, ["/d"]), "/d/feishu-meeting-mcp"],
  [
    "no relative Downloads",
    place("linux", "/h", { XDG_DOWNLOAD_DIR: "d" }, ["d", "/h/Downloads"]),
    "/h/Downloads/feishu-meeting-mcp",
  ],
  ["Windows", place("win32", "C:\\h", {}, ["C:\\h\\Downloads"]), "C:\\h\\Downloads\\feishu-meeting-mcp"],
])("exports go to %s", (_, given, folder) => {
  expect(defaultExportFolder(given)).toBe(folder);
});

test.each([
  ["linux", place("linux", "/h"), "/h/.local/share/feishu-meeting-mcp"],
  ["XDG", place("linux", "/h", { XDG_DATA_HOME: "/d" }), "/d/feishu-meeting-mcp"],
  ["no relative XDG", place("linux", "/h", { XDG_DATA_HOME: "d" }), "/h/.local/share/feishu-meeting-mcp"],
  ["darwin", place("darwin", "/h"), "/h/Library/Application Support/feishu-meeting-mcp"],
  ["win32", place("win32", "C:\\h"), "C:\\h\\AppData\\Local\\feishu-meeting-mcp"],
  ["LOCALAPPDATA", place("win32", "C:\\h", { LOCALAPPDATA: "D:\\l" }), "D:\\l\\feishu-meeting-mcp"],
])("own files go to the place of %s", (_, given, folder) => {
  expect(defaultDataFolder(given)).toBe(folder);
});
