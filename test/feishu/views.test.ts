import { expect, test } from "vitest";
import { Problem } from "../../src/domain/problem.ts";
import type { MeetingsRequest } from "../../src/domain/source.ts";
import type { SignedInUser, UserTokenSource } from "../../src/domain/user-tokens.ts";
import { createViews } from "../../src/feishu/views.ts";
import { openScene, type Scene } from "./scene.ts";
import type { Scripted } from "./stand-in.ts";

const REQUEST: MeetingsRequest = {
  from: "2026-11-02",
  to: "2026-11-03",
  status: "ended",
  idType: "open_id",
  remembered: false,
};
const NOTHING: Scripted = { data: { meeting_list: [], has_more: false, page_token: "" } };
const XIAO: SignedInUser = { openId: "ou_1", name: "王小明" };
const LEI: SignedInUser = { openId: "ou_2", name: "李雷" };

function users(
  first?: SignedInUser,
): UserTokenSource & { user: SignedInUser | undefined; refusals: string[] } {
  const refusals: string[] = [];
  return {
    refusals,
    user: first,
    signedIn() {
      return Promise.resolve(this.user);
    },
    token(openId) {
      return Promise.resolve(`u-${openId}-${refusals.length}`);
    },
    refused: (token) => refusals.push(token),
  };
}

async function problemOf(scene: Scene): Promise<Problem> {
  const reason: unknown = await scene.source
    .meetings(REQUEST, scene.caller())
    .catch((error: unknown) => error);
  if (reason instanceof Problem) return reason;
  throw new Error("It did not fail.");
}

const tokensOf = ({ standIn }: Scene) => standIn.seen.map(({ token }) => token);

test("the lists are read with the user's token where one is signed in, and the answer says so", async () => {
  const scene = await openScene(() => NOTHING, { users: users(XIAO) });
  const reading = await scene.source.meetings(REQUEST, scene.caller());
  expect(tokensOf(scene)).toEqual(["u-ou_1-0"]);
  expect(reading.seenAs).toBe("王小明");
});

test.each([
  ["auto", undefined, "t-1"],
  ["tenant", XIAO, "t-1"],
  ["tenant", undefined, "t-1"],
  ["auto", XIAO, "u-ou_1-0"],
  ["user", XIAO, "u-ou_1-0"],
] as const)("with %s and %j signed in the token is %s", async (choice, user, token) => {
  const given = choice === "tenant" ? {} : { users: users(user) };
  const scene = await openScene(() => NOTHING, { choice, ...given });
  await scene.source.meetings(REQUEST, scene.caller());
  expect(tokensOf(scene)).toEqual([token]);
});

test("a fixed user token is not sent where the operator chose the app's", async () => {
  const scene = await openScene(() => NOTHING, { choice: "tenant", userToken: "u-fixed" });
  const reading = await scene.source.meetings(REQUEST, scene.caller());
  expect(tokensOf(scene)).toEqual(["t-1"]);
  expect(reading.seenAs).toBeUndefined();
});

test("a fixed user token's view is said to be one", async () => {
  const scene = await openScene(() => NOTHING, { userToken: "u-fixed" });
  const reading = await scene.source.meetings(REQUEST, scene.caller());
  expect(reading.seenAs).toBe("the user of FEISHU_USER_ACCESS_TOKEN");
});

test("what only the app may ask is asked by the app, whoever is signed in", async () => {
  const scene = await openScene(() => ({ data: {} }), { users: users(XIAO), choice: "user" });
  const request = { from: "2026-11-02", to: "2026-11-03", through: "2026-11-03" };
  await scene.source.dailyUsage(request, scene.caller()).catch(() => undefined);
  expect(tokensOf(scene)).toEqual(["t-1"]);
});

test("the user is chosen and nobody is signed in: nothing is asked, a sign-in cures it", async () => {
  const scene = await openScene([], { users: users(), choice: "user" });
  expect(await problemOf(scene)).toMatchObject({ kind: "access", details: { needsSignIn: true } });
  expect(scene.standIn.seen).toEqual([]);
});

test("what one identity read is never shown as another's, and a sign-in counts from the next call", async () => {
  const signedIn = users();
  const scene = await openScene(() => NOTHING, { users: signedIn });
  const ask = () => scene.source.meetings({ ...REQUEST, remembered: true }, scene.caller());
  await ask();
  await ask();
  signedIn.user = XIAO;
  await ask();
  await ask();
  signedIn.user = LEI;
  await ask();
  signedIn.user = XIAO;
  await ask();
  signedIn.user = undefined;
  expect((await ask()).seenAs).toBeUndefined();
  expect(tokensOf(scene)).toEqual(["t-1", "u-ou_1-0", "u-ou_2-0", "u-ou_1-0"]);
});

test("a long reading stays with the identity that began it", async () => {
  const signedIn = users();
  const page = (token: string): Scripted => ({
    data: { meeting_list: [], has_more: token !== "", page_token: token },
  });
  const scene = await openScene(
    (_, index) => {
      signedIn.user = XIAO;
      return page(index === 0 ? "2" : "");
    },
    { users: signedIn },
  );
  await scene.source.meetings(REQUEST, scene.caller());
  expect(tokensOf(scene)).toEqual(["t-1", "t-1"]);
});

test.each([99991672, 121005, 99991668])("%i to the app's token: signing in may cure it", async (code) => {
  const scene = await openScene(() => ({ code }), { users: users() });
  expect(await problemOf(scene)).toMatchObject({
    kind: "access",
    message: expect.stringContaining("the app's own token"),
    details: { needsSignIn: true, feishuCode: code },
  });
});

test("where nobody can sign in, nobody is told to", async () => {
  for (const options of [{}, { choice: "tenant" as const }, { userToken: "u-fixed" }]) {
    const scene = await openScene(() => ({ code: 99991672 }), options);
    expect((await problemOf(scene)).details.needsSignIn).toBeUndefined();
  }
});

test("a refused user token is renewed once, then the user has to sign in again", async () => {
  const signedIn = users(XIAO);
  const scene = await openScene(() => ({ code: 99991668 }), { users: signedIn });
  expect(await problemOf(scene)).toMatchObject({
    message: "Feishu refuses the signed-in user's token.",
    details: { needsSignIn: true },
  });
  expect(signedIn.refusals).toEqual(["u-ou_1-0"]);
  expect(tokensOf(scene)).toEqual(["u-ou_1-0", "u-ou_1-1"]);
});

test("a scope that the user has not granted: sign in again; a role that is missing: an administrator", async () => {
  const ungranted = await openScene(() => ({ code: 99991679 }), { users: users(XIAO) });
  expect(await problemOf(ungranted)).toMatchObject({ details: { needsSignIn: true } });
  const roleless = await openScene(() => ({ code: 121005 }), { users: users(XIAO) });
  const problem = await problemOf(roleless);
  expect(problem.details.needsSignIn).toBeUndefined();
  expect(problem.remedy).toContain("meeting management");
});

test("an export belongs to the user who started it", async () => {
  const signedIn = users(XIAO);
  const scene = await openScene(
    ({ path }) => (path.endsWith("participant_list") ? { data: { task_id: "71" } } : { data: { status: 1 } }),
    { users: signedIn },
  );
  await scene.source.meetings(REQUEST, scene.caller()).catch(() => undefined);
  const identity = scene.source.exportIdentity();
  expect(identity).toBe("user cli_test ou_1");
  const request = { number: "123456789", startedAt: 1, endedAt: 2, idType: "open_id" } as const;
  await scene.source.startExport(request, scene.caller());
  expect(tokensOf(scene).at(-1)).toBe("u-ou_1-0");
  const task = { id: "71", identity, number: "123456789", startedAt: 1 };
  const briefly = scene.caller({ deadline: scene.clock.now() + 500 });
  expect(await scene.source.exportState(task, briefly)).toMatchObject({
    status: "running",
    seenAs: "王小明",
  });
  for (const other of [LEI, undefined]) {
    signedIn.user = other;
    await expect(scene.source.exportState(task, scene.caller())).rejects.toThrow(
      "a user who is not signed in",
    );
  }
  signedIn.user = XIAO;
  const own = { ...task, identity: "tenant cli_test" };
  const state = await scene.source.exportState(own, scene.caller({ deadline: scene.clock.now() + 500 }));
  expect(state).toEqual({ status: "running" });
  expect(tokensOf(scene).at(-1)).toBe("t-1");
});

test("a look at the sign-in that is overtaken brings nobody back", async () => {
  const answers: ((user: SignedInUser | undefined) => void)[] = [];
  const slow = {
    ...users(),
    signedIn: () => new Promise<SignedInUser | undefined>((resolve) => answers.push(resolve)),
  };
  const views = createViews(slow, (user) => user?.name ?? "the app");
  const looks = [views.now(), views.now()];
  answers[1]?.(undefined);
  await looks[1];
  answers[0]?.(XIAO);
  expect((await Promise.all(looks)).map(({ view }) => view)).toEqual(["the app", "the app"]);
  expect(views.last().view).toBe("the app");
});

test("a sign-out ends what that user's token still reads, once it is noticed", async () => {
  const signedIn = users(XIAO);
  const scene = await openScene(({ token }) => (token === "t-1" ? NOTHING : { fault: "silent" }), {
    users: signedIn,
  });
  const reading = problemOf(scene);
  await expect.poll(() => tokensOf(scene)).toEqual(["u-ou_1-0"]);
  signedIn.user = undefined;
  await scene.source.meetings(REQUEST, scene.caller());
  expect(await reading).toMatchObject({
    kind: "access",
    message: expect.stringContaining("not signed in any more"),
  });
});
