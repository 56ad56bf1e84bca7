/** Where files go unless a setting says otherwise: pure, so that every platform can be tested on any. */
import { posix, win32 } from "node:path";

const NAME = "feishu-meeting-mcp";

/** What the defaults depend on. */
export interface Place {
  /** As `process.platform` has it. */
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The home folder, absolute. */
  readonly home: string;
  /** Whether there is such a folder. */
  isFolder(path: string): boolean;
}

/** `feishu-meeting-mcp` in the user's Downloads, or in the home folder where there are none. */
export function defaultExportFolder(place: Place): string {
  const paths = pathsOf(place);
  const downloads = fromEnvironment(place, "XDG_DOWNLOAD_DIR") ?? paths.join(place.home, "Downloads");
  return paths.join(place.isFolder(downloads) ? downloads : place.home, NAME);
}

/** The platform's place for a program's own files; XDG_DATA_HOME counts everywhere but on Windows. */
export function defaultDataFolder(place: Place): string {
  const paths = pathsOf(place);
  if (place.platform === "win32") {
    return paths.join(
      fromEnvironment(place, "LOCALAPPDATA") ?? paths.join(place.home, "AppData", "Local"),
      NAME,
    );
  }
  const own = place.platform === "darwin" ? ["Library", "Application Support"] : [".local", "share"];
  return paths.join(fromEnvironment(place, "XDG_DATA_HOME") ?? paths.join(place.home, ...own), NAME);
}

/** The XDG specification says that a relative path counts as not set. */
function fromEnvironment(place: Place, name: string): string | undefined {
  const path = place.env[name];
  return path !== undefined && pathsOf(place).isAbsolute(path) ? path : undefined;
}

function pathsOf(place: Place): typeof posix {
  return place.platform === "win32" ? win32 : posix;
}
