// The hour that is proposed for a sheet of paper. Pure.

/** Of the hours that were announced, as instants: the one before, since sheets are mostly a few minutes apart, where it
    lies within them; else their beginning. */
export function proposedMoment({ from, to }: { from: string; to?: string }, before: string | undefined): string {
  const at = Date.parse(before ?? "");
  const within = at >= Date.parse(from) && (to === undefined || at <= Date.parse(to));
  return before !== undefined && within ? before : from;
}
