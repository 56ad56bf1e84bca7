/** Personal fields of participants: only what the operator opened ever gets here (surface.md, rule 11). */
import { z } from "zod";
import type { Attendee } from "../domain/attendance.ts";
import type { PersonalGroup } from "../domain/meeting.ts";

const text = z.string().optional();

export const personalFields = {
  contact: z.object({ employee_number: text, phone: text, email: text }).optional(),
  network: z
    .object({
      public_ip: text,
      internal_ip: text,
      location: text,
      network_type: text,
      protocol: text,
      rtc_proxy: z.boolean().optional(),
    })
    .optional(),
  device: z
    .object({ device: text, app_version: text, microphone: text, speaker: text, camera: text })
    .optional(),
};

export const PARTICIPANT_GROUPS = ["contact", "network", "device"] as const;
export type ParticipantGroup = (typeof PARTICIPANT_GROUPS)[number];

/** The groups of one attendee that were asked for, where they are open. */
export function personalPart(attendee: Attendee, include: readonly ParticipantGroup[]) {
  const { contact, network, device } = attendee;
  return {
    ...(contact &&
      include.includes("contact") && {
        contact: { employee_number: contact.employeeNumber, phone: contact.phone, email: contact.email },
      }),
    ...(network &&
      include.includes("network") && {
        network: {
          public_ip: network.publicIp,
          internal_ip: network.internalIp,
          location: network.location,
          network_type: network.networkType,
          protocol: network.protocol,
          rtc_proxy: network.rtcProxy,
        },
      }),
    ...(device &&
      include.includes("device") && {
        device: {
          device: device.device,
          app_version: device.appVersion,
          microphone: device.microphone,
          speaker: device.speaker,
          camera: device.camera,
        },
      }),
  };
}

/** Says which groups were asked for although the operator keeps them closed. */
export function closedGroupNotes(
  include: readonly string[],
  needed: readonly PersonalGroup[],
  open: ReadonlySet<PersonalGroup>,
): string[] {
  const closed = [...new Set(needed.filter((group) => !open.has(group)))];
  if (closed.length === 0) return [];
  return [
    `Left out of include ${include.join(", ")}: the operator's privacy setting (FEISHU_PERSONAL_FIELDS) keeps ${closed.join(", ")} closed.`,
  ];
}
