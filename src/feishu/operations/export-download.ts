/** The file of an export that is done (exports/download). */
import { z } from "zod";
import type { Ask, Identity, Operation } from "./operation.ts";

export const exportDownload: Operation<never> = {
  name: "exports/download",
  gives: "the exported file",
  method: "GET",
  path: "/open-apis/vc/v1/exports/download",
  identity: "user_or_tenant",
  scope: "vc:export",
  callsPerMinute: 100,
  repeatable: true,
  replyIn: "file",
  reply: z.never(),
};

export function askFile(fileToken: string, as: Identity): Ask<never> {
  return { operation: exportDownload, query: { file_token: fileToken }, as };
}
