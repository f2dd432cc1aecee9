// How old what the station holds is, on a page that has the station's clock alone to go by.
import type { Strip } from "@garita/api";

/** A clock may be a little behind the centre's before anything it says of ages is doubtful. */
const aheadSecondsMax = 60;

/** By the centre's clock, which dates lists, as far as it is known how far this one is off. Undefined: the list is
    newer than the clock says it is now, so nobody here knows. */
export function listAge({ at, clock }: Pick<Strip, "at" | "clock">, issuedAt: string): number | undefined {
  const off = clock.state === "good" ? 0 : clock.offset_ms ?? 0;
  const seconds = (Date.parse(at) - Date.parse(issuedAt) - off) / 1000;
  return seconds < -aheadSecondsMax ? undefined : Math.max(0, seconds);
}
