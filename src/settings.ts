/** The table of settings, as data: what may stand in the environment, and what it means. */

export interface Setting {
  readonly name: string;
  readonly meaning: string;
  /** Empty: there is none. */
  readonly default: string;
  readonly example: string;
  /** An example cannot be given as a value. */
  readonly secret?: true;
}

/** Every setting, in the order of the README's table. */
export const SETTINGS = [
  { name: "FEISHU_APP_ID", meaning: "The app's id", default: "", example: "cli_a1b2c3d4e5f6" },
  {
    name: "FEISHU_APP_SECRET",
    meaning: "The app's secret: the 32 characters beside the app id in the developer console",
    default: "",
    example: "kT9wQ2…",
    secret: true,
  },
  {
    name: "FEISHU_TENANT_ACCESS_TOKEN",
    meaning: "A fixed tenant token instead of id and secret; never renewed",
    default: "",
    example: "t-…",
    secret: true,
  },
  {
    name: "FEISHU_USER_ACCESS_TOKEN",
    meaning: "A fixed user token for the lists that need one; never renewed",
    default: "",
    example: "u-…",
    secret: true,
  },
  {
    name: "FEISHU_IDENTITY",
    meaning:
      "Whose view the lists and exports show: `tenant` the app's, `user` the signed-in user's, `auto` the user's where one is signed in",
    default: "auto",
    example: "user",
  },
  {
    name: "FEISHU_SIGN_IN_PORT",
    meaning:
      "The port of the address to which a sign-in comes back; http://localhost:PORT/callback must be on the app's redirect list",
    default: "17653",
    example: "17653",
  },
  {
    name: "FEISHU_DOMAIN",
    meaning: "`feishu`, `lark` or a base URL (https; http only for loopback; no user, path or query)",
    default: "feishu",
    example: "lark",
  },
  {
    name: "FEISHU_TIME_ZONE",
    meaning:
      "The tenant's time zone: an IANA name, or an offset such as +08:00; the sandbox is always in Asia/Shanghai",
    default: "Asia/Shanghai; UTC for lark",
    example: "Asia/Tokyo",
  },
  {
    name: "FEISHU_TOOLS",
    meaning: "Only these tools are listed and callable",
    default: "all",
    example: "get_meeting_report,find_meetings",
  },
  {
    name: "FEISHU_EXPORT_DIR",
    meaning: "The folder for exported files, as an absolute path",
    default: "feishu-meeting-mcp in Downloads or home",
    example: "/home/me/exports",
  },
  {
    name: "FEISHU_DATA_DIR",
    meaning: "The folder for the program's own files, as an absolute path",
    default:
      "feishu-meeting-mcp in ~/.local/share (or XDG_DATA_HOME), on macOS in ~/Library/Application Support, on Windows in %LOCALAPPDATA%",
    example: "/home/me/.local/share/feishu-meeting-mcp",
  },
  {
    name: "FEISHU_PERSONAL_FIELDS",
    meaning:
      "Personal groups that may leave the server: `contact`, `network`, `device`, `activity`, or `none`",
    default: "none",
    example: "contact,device",
  },
  {
    name: "FEISHU_WORK_BUDGET_SECONDS",
    meaning: "How long one call works before it answers with what it has, 1 to 3600",
    default: "45",
    example: "45",
  },
  {
    name: "FEISHU_MAX_CONCURRENCY",
    meaning: "Requests to Feishu at the same time, 1 to 16",
    default: "4",
    example: "4",
  },
  {
    name: "FEISHU_LOG_LEVEL",
    meaning: "What the server says on stderr: `error`, `warn`, `info` or `debug`",
    default: "info",
    example: "warn",
  },
  {
    name: "FEISHU_LANGUAGE",
    meaning: "The language of `check_setup` and `doctor`: `en` or `zh`",
    default: "of the locale (LC_ALL, LC_MESSAGES, LANG)",
    example: "zh",
  },
  {
    name: "HTTPS_PROXY",
    meaning: "The proxy to Feishu; never used for loopback",
    default: "",
    example: "http://proxy.example.com:3128",
    secret: true,
  },
  { name: "NO_PROXY", meaning: "Hosts reached without the proxy", default: "", example: ".example.com" },
] as const satisfies readonly Setting[];
