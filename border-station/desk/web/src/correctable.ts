// Who may correct what was decided, as the station judges it.
import type { RecentDecision } from "@garita/api";

export interface Corrector {
  officer: string;
  supervisor: boolean;
  /** Since when their shift is open; undefined: none is. */
  shiftSince: string | undefined;
}

export function mayBeCorrected(one: RecentDecision, by: Corrector, now: string): boolean {
  if (one.corrected || !one.correctable_until || Date.parse(one.correctable_until) < Date.parse(now)) return false;
  if (by.supervisor) return true;
  const own = (one.officer === by.officer || one.typed_by === by.officer) && !one.corrects;
  return own && !!by.shiftSince && !!one.recorded_at && Date.parse(one.recorded_at) >= Date.parse(by.shiftSince);
}
