/** Which columns of an export may stay: an allow-list, since Feishu may add any (surface.md, rule 11). */
import type { PersonalGroup } from "../domain/meeting.ts";
import { NAME_CHARACTERS, plainText } from "../domain/text.ts";

export interface Column {
  /** Where it stands in the sheet, from 0. */
  readonly position: number;
  readonly title: string;
  /** The name of a caller may be a phone number, and `contact` is closed. */
  readonly hidesNumbers: boolean;
}

export interface ChosenColumns {
  readonly kept: readonly Column[];
  /** Each title once. */
  readonly leftOut: readonly string[];
  /** Where the user ids stand; absent if the sheet has none. */
  readonly userId?: number;
}

type Rule = "harmless" | "name" | "user id" | PersonalGroup;

/** Titles of feishu-api.md, and of the same columns in English, which the documents do not list. */
const TITLES: Readonly<Record<string, Rule>> = {
  参会人: "name",
  部门: "harmless",
  用户ID: "user id",
  音频: "harmless",
  视频: "harmless",
  共享: "harmless",
  入会时间: "harmless",
  离会时间: "harmless",
  参会时长: "harmless",
  离会原因: "harmless",
  工号: "contact",
  电话: "contact",
  邮箱: "contact",
  公网IP: "network",
  内网IP: "network",
  代理服务: "network",
  位置: "network",
  网络类型: "network",
  设备: "device",
  客户端版本: "device",
  麦克风: "device",
  扬声器: "device",
  摄像头: "device",
  Participant: "name",
  Participants: "name",
  Department: "harmless",
  "User ID": "user id",
  Audio: "harmless",
  Video: "harmless",
  Sharing: "harmless",
  "Joined at": "harmless",
  "Join time": "harmless",
  "Left at": "harmless",
  "Leave time": "harmless",
  Duration: "harmless",
  "Time in meeting": "harmless",
  "Reason for leaving": "harmless",
  "Leave reason": "harmless",
  "Employee ID": "contact",
  Phone: "contact",
  Email: "contact",
  "Public IP": "network",
  "Internal IP": "network",
  Proxy: "network",
  Location: "network",
  "Network type": "network",
  Device: "device",
  "Client version": "device",
  Microphone: "device",
  Speaker: "device",
  Camera: "device",
};

const RULES = new Map(Object.entries(TITLES).map(([title, rule]) => [spelling(title), rule]));

/** @param titles as the sheet has them; a column without one is of no use to a reader. */
export function chooseColumns(titles: readonly string[], open: ReadonlySet<PersonalGroup>): ChosenColumns {
  const kept: Column[] = [];
  const leftOut = new Set<string>();
  let userId: number | undefined;
  for (const [position, text] of titles.entries()) {
    const title = plainText(text, NAME_CHARACTERS);
    if (title === "") continue;
    const rule = RULES.get(spelling(title));
    if (rule === "user id") userId ??= position;
    const always = rule === "harmless" || rule === "name" || rule === "user id";
    if (always || (rule !== undefined && open.has(rule))) {
      kept.push({ position, title, hidesNumbers: rule === "name" && !open.has("contact") });
    } else leftOut.add(title);
  }
  return { kept, leftOut: [...leftOut], ...(userId !== undefined && { userId }) };
}

/** One spelling for full-width and half-width forms, for capitals and for spaces. */
function spelling(title: string): string {
  return title.normalize("NFKC").replaceAll(/\s+/g, "").toLowerCase();
}
