/** The wording of each language. */
import type { Language } from "./setup.ts";
import { CHINESE } from "./setup-chinese.ts";
import { ENGLISH } from "./setup-english.ts";
import type { SetupWording } from "./setup-wording.ts";

export const TEXTS: Readonly<Record<Language, SetupWording>> = { en: ENGLISH, zh: CHINESE };
