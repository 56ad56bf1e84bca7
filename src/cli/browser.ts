/** How each platform opens a link: a program and its arguments, never a shell, which would read the link as its own. */

export interface Opener {
  readonly program: string;
  readonly args: readonly string[];
}

/** @returns undefined for a link that no browser should be sent to. @param platform as `process.platform` has it. */
export function openerOf(link: string, platform: string): Opener | undefined {
  if (!URL.canParse(link)) return undefined;
  const { protocol, hostname, href } = new URL(link);
  const loopback = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
  if (protocol !== "https:" && !(protocol === "http:" && loopback)) return undefined;
  if (platform === "darwin") return { program: "open", args: [href] };
  if (platform === "win32") return { program: "rundll32", args: ["url.dll,FileProtocolHandler", href] };
  return { program: "xdg-open", args: [href] };
}
