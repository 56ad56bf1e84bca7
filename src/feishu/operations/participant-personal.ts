/** The personal fields of a participant: kept only where the operator opened their group (surface.md, rule 11). */
import { z } from "zod";
import type { Contact, Device, Network, Participation, PersonalGroup } from "../../domain/meeting.ts";
import { IDENTIFIER_CHARACTERS, text, textOrNone } from "./reply-fields.ts";

export const personalFields = {
  employee_id: text,
  phone: text,
  email: text,
  public_ip: text,
  internal_ip: text,
  location: text,
  network_type: text,
  protocol: text,
  use_rtc_proxy: z.boolean().nullish(),
  device: text,
  app_version: text,
  microphone: text,
  speaker: text,
  camera: text,
};

type Fields = z.output<z.ZodObject<typeof personalFields>>;

/** The open groups that have anything in them. */
export function personalGroups(
  fields: Fields,
  open: ReadonlySet<PersonalGroup>,
): Pick<Participation, "contact" | "network" | "device"> {
  const contact = open.has("contact") ? contactOf(fields) : {};
  const network = open.has("network") ? networkOf(fields) : {};
  const device = open.has("device") ? deviceOf(fields) : {};
  return {
    ...(Object.keys(contact).length > 0 && { contact }),
    ...(Object.keys(network).length > 0 && { network }),
    ...(Object.keys(device).length > 0 && { device }),
  };
}

function contactOf(fields: Fields): Contact {
  return given({ employeeNumber: fields.employee_id, phone: fields.phone, email: fields.email });
}

function networkOf(fields: Fields): Network {
  const texts = given({
    publicIp: fields.public_ip,
    internalIp: fields.internal_ip,
    location: fields.location,
    networkType: fields.network_type,
    protocol: fields.protocol,
  });
  return typeof fields.use_rtc_proxy === "boolean" ? { ...texts, rtcProxy: fields.use_rtc_proxy } : texts;
}

function deviceOf(fields: Fields): Device {
  return given({
    device: fields.device,
    appVersion: fields.app_version,
    microphone: fields.microphone,
    speaker: fields.speaker,
    camera: fields.camera,
  });
}

/** Without the fields that are empty. */
function given<Name extends string>(fields: Record<Name, string>): { [name in Name]?: string } {
  const kept: { [name in Name]?: string } = {};
  for (const name in fields) {
    const value = textOrNone(fields[name], IDENTIFIER_CHARACTERS);
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
