// How old a list is, in words.
import type { HeldBulletin, Strip } from "@garita/api";
import { span, t } from "@garita/language";
import { listAge } from "./ages";

/** "50 d", or that nobody knows; `none` of a list that is not here. */
export function ageText({ issued_at }: HeldBulletin, now: Strip, none: string): string {
  if (!issued_at) return none;
  const age = listAge(now, issued_at);
  return age === undefined ? t("strip.age_unknown") : span(age);
}
