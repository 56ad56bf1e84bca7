/** The app as its developer and the tenant's administrator have set it up. */

/** Can no longer be applied for; whoever still has it reads the lists with the tenant's token too. */
export const OLD_ROOM_SCOPE = "vc:room:readonly";
/** Works with a user's token only. */
export const NEW_ROOM_SCOPE = "vc:rooms.room.detailinfo:read";

export const SCOPES = [
  "vc:report:readonly",
  "vc:export",
  NEW_ROOM_SCOPE,
  OLD_ROOM_SCOPE,
  "admin:admin_user_stat:readonly",
  "contact:user.employee_id:readonly",
  "contact:contact.base:readonly",
  "contact:department.base:readonly",
  "contact:department.organize:readonly",
  "tenant:tenant:readonly",
  "offline_access",
] as const;

/** A test may change each of them while the sandbox runs: the next request sees it. */
export interface App {
  readonly id: string;
  secret: string;
  /** What a wrong secret is called: both are seen. */
  wrongSecretCode: 10014 | 10015;
  /** What was applied for and granted. */
  scopes: readonly string[];
  /** False takes the old scope of rooms away, whatever `scopes` says. */
  oldRoomScope: boolean;
  /** Whose activity it may read: paths of departments, those below included. */
  range: "all" | readonly string[];
  released: boolean;
  installed: boolean;
  kind: "custom" | "store";
  /** Where a sign-in may lead back to. */
  redirects: readonly string[];
  /** Whether this machine is on the app's list of addresses. */
  ipAllowed: boolean;
  /** The switch for refreshing users' tokens. */
  refreshEnabled: boolean;
  /** Whether the app's creator may manage meetings in the admin console. */
  creatorHasRole: boolean;
}

export type AppOptions = Partial<Omit<App, "id" | "secret">>;

export function setUpApp(id: string, secret: string, options: AppOptions): App {
  return {
    wrongSecretCode: 10015,
    scopes: SCOPES,
    oldRoomScope: true,
    range: "all",
    released: true,
    installed: true,
    kind: "custom",
    redirects: ["http://localhost:17653/callback"],
    ipAllowed: true,
    refreshEnabled: true,
    creatorHasRole: true,
    ...options,
    id,
    secret,
  };
}

export function scopesOf(app: App): ReadonlySet<string> {
  return new Set(app.scopes.filter((scope) => app.oldRoomScope || scope !== OLD_ROOM_SCOPE));
}
