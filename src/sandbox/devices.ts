/** Machines without a browser that wait for somebody to approve them (RFC 8628). */
import { randomBytes, randomInt } from "node:crypto";
import type { Decision } from "./browser.ts";
import { OAuthRefusal } from "./oauth-reply.ts";
import type { Grant } from "./sign-ins.ts";

interface Device {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly scopes: readonly string[];
  readonly endsAt: number;
  intervalSeconds: number;
  polledAt: number;
  decision: Decision | "deny" | "leave";
  spent: boolean;
}

export interface DeviceTimes {
  /** How long the code on the screen works: 600 unless given. */
  readonly deviceCodeSeconds: number;
  /** Between two polls: 5 unless given. */
  readonly pollIntervalSeconds: number;
}

export interface Devices {
  start(scopes: readonly string[], now: number): Device;
  /** A person typed the code of a screen; none: that of the newest. */
  find(userCode: string | undefined, now: number): Device | undefined;
  /** What the machine's question comes to. @throws OAuthRefusal */
  poll(deviceCode: string, now: number): Grant;
}

/** RFC 8628, 3.5: what `slow_down` adds to the interval. */
const SLOWER_SECONDS = 5;
const LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

export function keepDevices(times: DeviceTimes): Devices {
  const devices: Device[] = [];
  return {
    start(scopes, now) {
      const device: Device = {
        deviceCode: randomBytes(32).toString("base64url"),
        userCode: `${letters()}-${letters()}`,
        scopes,
        endsAt: now + times.deviceCodeSeconds,
        intervalSeconds: times.pollIntervalSeconds,
        polledAt: Number.NEGATIVE_INFINITY,
        decision: "leave",
        spent: false,
      };
      devices.push(device);
      return device;
    },
    find: (userCode, now) =>
      devices.findLast(
        (device) => (userCode === undefined || device.userCode === userCode) && device.endsAt > now,
      ),
    poll(deviceCode, now) {
      const device = devices.find((one) => one.deviceCode === deviceCode);
      if (device === undefined || device.spent) throw new OAuthRefusal("invalid_grant");
      if (device.endsAt <= now) throw new OAuthRefusal("expired_token");
      const tooSoon = now - device.polledAt < device.intervalSeconds;
      device.polledAt = now;
      if (tooSoon) {
        device.intervalSeconds += SLOWER_SECONDS;
        throw new OAuthRefusal("slow_down");
      }
      const { decision } = device;
      if (decision === "leave") throw new OAuthRefusal("authorization_pending");
      device.spent = true;
      if (decision === "deny") throw new OAuthRefusal("access_denied");
      return { ...decision, signedInAt: now };
    },
  };
}

function letters(): string {
  return Array.from({ length: 4 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join("");
}
