import { counted } from "./duration.ts";
import type { CauseFacts, SetupWording } from "./setup-wording.ts";

const RIGHT = "the admin console's video meetings > meeting management right";
const COPY_CREDENTIALS =
  "Whoever runs this server copies App ID and App Secret from the app's Credentials page in the developer console into FEISHU_APP_ID and FEISHU_APP_SECRET, and restarts the server.";
const RELEASE = "releases a version, which an administrator approves";
const LOGIN = "`feishu-meeting-mcp login`";

export const ENGLISH: SetupWording = {
  causes: {
    unknown_app: () => ({
      missing: "The app id in FEISHU_APP_ID is wrong: Feishu does not know it.",
      fix: `${COPY_CREDENTIALS} FEISHU_DOMAIN must be the side on which the app was made: feishu or lark.`,
    }),
    app_refused: () => ({
      missing: "Feishu refused the app: its secret is wrong or the app is not available.",
      fix: `${COPY_CREDENTIALS} If they are right, an administrator enables the app.`,
    }),
    wrong_secret: () => ({
      missing: "The secret in FEISHU_APP_SECRET is not the app's.",
      fix: COPY_CREDENTIALS,
    }),
    no_app_token: () => ({
      missing: "There is no token of the app's own.",
      fix: "Whoever runs this server sets FEISHU_APP_ID and FEISHU_APP_SECRET, or FEISHU_TENANT_ACCESS_TOKEN, and restarts the server.",
    }),
    tenant_token: () => ({
      missing: "Feishu refused the app's token: it is invalid or expired.",
      fix: "Whoever runs this server leaves FEISHU_TENANT_ACCESS_TOKEN out and sets FEISHU_APP_ID and FEISHU_APP_SECRET, so that tokens are fetched and renewed.",
    }),
    user_token: () => ({
      missing: "Feishu refused the token in FEISHU_USER_ACCESS_TOKEN: it is invalid or expired.",
      fix: `Whoever runs this server leaves FEISHU_USER_ACCESS_TOKEN out and signs in with ${LOGIN}.`,
    }),
    app_scope: ({ scope, identity }) => {
      const level = identity === "user" ? "user" : "tenant";
      const again = identity === "user" ? " Then the user signs in again." : "";
      return {
        missing: `The app lacks the scope ${scope} (for ${level} tokens).`,
        fix: `A developer of the app adds the scope ${scope} for ${level} tokens on its Permissions & Scopes page in the developer console and ${RELEASE}.${again}`,
      };
    },
    user_scope: ({ scope, isSignedIn }) => ({
      missing: `The user has not granted the scope ${scope}.`,
      fix: isSignedIn
        ? `The user signs in again with ${LOGIN} and grants ${scope}.`
        : `Whoever runs this server sets a FEISHU_USER_ACCESS_TOKEN that was granted ${scope}, or leaves it out and signs in with ${LOGIN}.`,
    }),
    user_role: ({ isSignedIn }) => {
      const user = isSignedIn ? "the signed-in user" : "the user of FEISHU_USER_ACCESS_TOKEN";
      return {
        missing: `${capital(user)} lacks ${RIGHT}.`,
        fix: `An administrator gives ${user} an admin role with the meeting management right, or somebody who has it signs in with ${LOGIN}.`,
      };
    },
    creator_role: () => ({
      missing: `The app's creator lacks ${RIGHT}, which is what counts for the app's own token.`,
      fix: `An administrator gives the app's creator an admin role with the meeting management right, or somebody who has it signs in with ${LOGIN}.`,
    }),
    no_authority: ({ scope }) => ({
      missing:
        "The app has no authority over the data of people: it has no data range, or it is a store app, where Feishu admits custom apps only.",
      fix: `A developer of the app gives the scope ${scope} a data range (departments) on the Permissions & Scopes page in the developer console and ${RELEASE}; a store app has to be replaced by a custom app.`,
    }),
    outside_range: () => ({
      missing: "The department lies outside the app's data range.",
      fix: `A developer of the app widens its data range (departments) on the Permissions & Scopes page in the developer console and ${RELEASE}.`,
    }),
    empty_range: () => ({
      missing: "Feishu gives no row for the last published day: no department is in the app's data range.",
      fix: `A developer of the app puts departments into its data range on the Permissions & Scopes page in the developer console and ${RELEASE}.`,
    }),
    ip_list: () => ({
      missing: "This machine's IP address is not on the app's IP list.",
      fix: "A developer of the app adds the public address of this machine to the IP list in the app's Security Settings in the developer console.",
    }),
    app_disabled: () => ({
      missing: "The app is disabled, or no version of it was released.",
      fix: `A developer of the app ${RELEASE}; if it was disabled, an administrator enables it in the admin console.`,
    }),
    not_installed: () => ({
      missing: "The app is not installed in this organisation.",
      fix: `An administrator installs the app in the admin console, once a developer of the app ${RELEASE}.`,
    }),
    user_not_allowed: () => ({
      missing: "The signed-in user may not use the app.",
      fix: `An administrator adds the user to the app's availability, then the user signs in with ${LOGIN}.`,
    }),
    redirect_address: () => ({
      missing: "The sign-in's redirect address is not on the app's list.",
      fix: `A developer of the app adds the address that ${LOGIN} shows to the redirect addresses in the app's Security Settings in the developer console.`,
    }),
    store_app: () => ({
      missing: "This app may not read the user statistics: Feishu gives them to custom apps only.",
      fix: "A developer makes a custom app (not a store app) of the organisation's own, and whoever runs this server sets its FEISHU_APP_ID and FEISHU_APP_SECRET.",
    }),
    sign_in: ({ scope }) => ({
      missing: "Nobody is signed in, and the app's own token is not enough here.",
      fix: `Somebody who has ${RIGHT} signs in with ${LOGIN}; for that the app needs the scope ${scope} for user tokens.`,
    }),
    identity_forced: () => ({
      missing:
        "FEISHU_IDENTITY=tenant leaves no room for a signed-in user, and the app's own token is not enough here.",
      fix: `Whoever runs this server leaves FEISHU_IDENTITY out and restarts the server; then somebody who has ${RIGHT} signs in with ${LOGIN}.`,
    }),
    sign_in_ended: () => ({
      missing: "The sign-in has ended.",
      fix: `The user signs in again with ${LOGIN}.`,
    }),
    refresh_off: () => ({
      missing: "The sign-in has ended: renewing user tokens is switched off for the app.",
      fix: `A developer of the app switches refreshing user_access_token on in the app's Security Settings in the developer console, then the user signs in again with ${LOGIN}.`,
    }),
    rate_limited: ({ problem }) => {
      const seconds = problem?.details.retryAfterSeconds;
      const time = seconds === undefined ? "in a minute" : `in ${counted(Math.ceil(seconds), "second")}`;
      return {
        missing: "Not known yet: Feishu limits how often it may be asked.",
        fix: `Check again ${time}.`,
      };
    },
    quota: () => ({
      missing: "The month's quota of Feishu calls is spent.",
      fix: "An administrator raises the organisation's API quota in the admin console, or everybody waits for the next month.",
    }),
    unreachable: ({ problem }) => ({
      missing: `Feishu cannot be reached from this machine${network(problem)}.`,
      fix: "Whoever runs this server checks the network and FEISHU_DOMAIN; a company network may need HTTPS_PROXY.",
    }),
    certificate: ({ problem }) => ({
      missing: `The encrypted connection to Feishu is not trusted${network(problem)}.`,
      fix: "Whoever runs this server checks this machine's clock and, where the company's network opens connections, starts the server with NODE_EXTRA_CA_CERTS set to the file of the company's root certificate.",
    }),
    proxy: ({ problem }) => ({
      missing: `Feishu cannot be reached through the proxy in HTTPS_PROXY${network(problem)}.`,
      fix: "Whoever runs this server checks the address in HTTPS_PROXY, and that the proxy lets this machine through to Feishu.",
    }),
    wrong_address: () => ({
      missing: "There is no such operation at the address in FEISHU_DOMAIN.",
      fix: "Whoever runs this server sets FEISHU_DOMAIN to feishu, lark or the base URL of a Feishu installation.",
    }),
    other: ({ problem }) => ({
      missing: problem?.message ?? "Feishu did not answer.",
      fix: problem?.remedy ?? "Check again in a minute.",
    }),
  },
  asFor: (operation) => `The same as for ${operation}.`,
  summary: (ready, all, fix) => {
    const state = `${ready} of ${all} operations are ready`;
    return fix === undefined ? `${state}.` : `${state}; first thing to do: ${fix}`;
  },
  clock: (difference) =>
    `This machine's clock is ${counted(Math.abs(difference), "second")} ${difference > 0 ? "behind" : "ahead of"} Feishu's: set it right, or days and tokens go wrong.`,
};

function network(problem: CauseFacts["problem"]): string {
  const code = problem?.details.network;
  return code === undefined ? "" : ` (${code})`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
