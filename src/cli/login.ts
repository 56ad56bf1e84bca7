/** `login`: the person at this machine signs in, so that lists and exports show what they may see. */
import colors from "picocolors";
import type { SignedIn } from "../domain/user-tokens.ts";
import { tryDataFolder } from "../files/files.ts";
import { type Identity, redirectUri, SCOPES } from "../identity/identity.ts";
import { openerOf } from "./browser.ts";
import type { Host } from "./host.ts";
import { dataFolderOf } from "./open-identity.ts";
import { withIdentity } from "./with-identity.ts";

export interface LoginOptions {
  readonly port?: number;
  readonly device?: boolean;
}

/** Feishu says this on its own page only: nothing comes back from there, and the wait here would end unexplained. */
const LACKING = `(If the page shows error 20027, grant the app these user scopes and release a version: ${SCOPES.join(", ")}.)\n`;

/** @returns the exit code. @throws Problem. */
export async function login(options: LoginOptions, host: Host): Promise<number> {
  return withIdentity(host, async (identity, { userToken }, settings) => {
    const port = options.port ?? settings.signInPort;
    // After the consent it would be too late: a sign-in that cannot be kept is lost.
    await tryDataFolder(await dataFolderOf(host, settings));
    const signedIn = options.device ? await byDevice(identity, host) : await byBrowser(identity, port, host);
    host.write(`${colors.green("Signed in")} as ${who(signedIn)}.\n`);
    if (!signedIn.tenantChecked) {
      host.write("Feishu did not tell the app its own organisation, so the two were not compared.\n");
    }
    if (userToken !== undefined) {
      host.complain("FEISHU_USER_ACCESS_TOKEN is set and is used instead: unset it.\n");
    }
    host.write("Check what works now with: feishu-meeting-mcp doctor\n");
    return 0;
  });
}

async function byBrowser(identity: Identity, port: number, host: Host): Promise<SignedIn> {
  const { link, done } = await identity.signIn(port).begin();
  const opener = openerOf(link, process.platform);
  host.write(`Sign in in your browser, within five minutes. If it does not open, go to:\n${link}\n`);
  host.write(colors.dim(`(${redirectUri(port)} must be on the app's list of redirect addresses.)\n`));
  host.write(colors.dim(LACKING));
  if (opener !== undefined) host.launch(opener.program, opener.args);
  return done;
}

async function byDevice(identity: Identity, host: Host): Promise<SignedIn> {
  const { link, completeLink, userCode, done } = await identity.signInByDevice();
  host.write(
    `On any machine, go to:\n${completeLink ?? link}\nand enter the code ${colors.bold(userCode)}\n`,
  );
  host.write(colors.dim(LACKING));
  return done;
}

function who({ name, tenantName }: SignedIn): string {
  return tenantName === undefined ? name : `${name} (${tenantName})`;
}
