/** People who can sign in, in this organisation or another. */
import { digitsOf, hexOf } from "./chance.ts";

export interface UserOptions {
  readonly name: string;
  /** Manages meetings in the admin console. */
  readonly hasMeetingRole: boolean;
  /** The app is available to this person. */
  readonly mayUseApp: boolean;
  /** `own` unless given. */
  readonly tenant?: "own" | "other";
}

/** A test may change the two rights while the sandbox runs. */
export interface User {
  readonly name: string;
  hasMeetingRole: boolean;
  mayUseApp: boolean;
  readonly tenant: "own" | "other";
  readonly tenantKey: string;
  readonly openId: string;
  readonly unionId: string;
  readonly userId: string;
}

export interface Organisation {
  readonly name: string;
  readonly displayId: string;
  readonly tenantKey: string;
}

const DEFAULT_USERS: readonly UserOptions[] = [
  { name: "管理员 Ada", hasMeetingRole: true, mayUseApp: true },
  { name: "组长 Lin", hasMeetingRole: false, mayUseApp: true },
  { name: "外部 Sam", hasMeetingRole: true, mayUseApp: true, tenant: "other" },
];

export function organisationOf(seed: number): Organisation {
  return {
    name: "星河 Galaxy",
    displayId: `F${digitsOf(11, seed, "organisation")}`,
    tenantKey: hexOf(16, seed, "organisation", "own"),
  };
}

/** @throws RangeError for none, or two of one name. */
export function enrolUsers(seed: number, options: readonly UserOptions[] = DEFAULT_USERS): readonly User[] {
  const names = new Set(options.map(({ name }) => name));
  if (names.size === 0 || names.size < options.length)
    throw new RangeError("users need names, and each its own");
  return options.map(({ tenant = "own", ...rest }) => ({
    ...rest,
    tenant,
    tenantKey: hexOf(16, seed, "organisation", tenant),
    openId: `ou_${hexOf(32, seed, "user", rest.name, "open")}`,
    unionId: `on_${hexOf(32, seed, "user", rest.name, "union")}`,
    userId: hexOf(8, seed, "user", rest.name),
  }));
}

/** @throws RangeError for a name that nobody has. */
export function userNamed(users: readonly User[], name: string): User {
  const user = users.find((one) => one.name === name);
  if (user === undefined) throw new RangeError(`nobody is called ${name}`);
  return user;
}
