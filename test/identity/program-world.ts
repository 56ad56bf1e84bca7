/** The built program at the stand-in, with a folder of its own and a scripted browser. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { TokenStore } from "../../src/domain/user-tokens.ts";
import { openTokenStore } from "../../src/files/files.ts";
import { INITIALIZE, INITIALIZED, type Running, startProgram } from "../support/built.ts";
import { freePort } from "./scene.ts";
import { APP, openStandIn, type StandIn } from "./stand-in.ts";

export const LIST = { from: "2026-11-02", to: "2026-11-03", limit: 0 };

export interface World {
  readonly standIn: StandIn;
  readonly folder: string;
  readonly store: TokenStore;
  readonly start: (...args: string[]) => Running;
  readonly serve: () => Running;
}

/** A scripted browser stands where the platform's opener would be: it goes where it is sent. */
export async function openWorld(): Promise<World> {
  const standIn = await openStandIn();
  const folder = mkdtempSync(join(tmpdir(), "sign-in-test-"));
  const browser = join(folder, "xdg-open");
  writeFileSync(browser, `#!${process.execPath}\nfetch(process.argv[2]).then((page) => page.text());\n`);
  chmodSync(browser, 0o755);
  const data = join(folder, "data");
  const settings = {
    FEISHU_DOMAIN: standIn.origin,
    FEISHU_APP_ID: APP.id,
    FEISHU_APP_SECRET: APP.secret,
    FEISHU_DATA_DIR: data,
    FEISHU_SIGN_IN_PORT: String(await freePort()),
    FEISHU_LOG_LEVEL: "debug",
    PATH: folder,
  };
  const running: Running[] = [];
  const start = (...args: string[]) => {
    const program = startProgram(args, settings);
    running.push(program);
    return program;
  };
  onTestFinished(async () => {
    for (const { child } of running) child.kill("SIGKILL");
    await Promise.all(running.map(({ left }) => left));
    await standIn.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const store = openTokenStore({
    ...{ dataFolder: data, appId: APP.id, baseUrl: standIn.origin },
    locker: { pid: process.pid, isAlive: () => true, now: Date.now, sleep: async () => undefined },
  });
  const serve = () => {
    const program = start();
    program.send(INITIALIZE, INITIALIZED);
    return program;
  };
  return { standIn, folder, store, start, serve };
}

export async function said(program: Running, id: number): Promise<string> {
  return JSON.stringify(await program.reply(id));
}
