// What holds now of what was decided: corrections may have restated it or taken it back, from any page. Pure.
import type { Decided, RecentDecision } from "@garita/api";

/** Of what a paper may be handed out. */
export interface Offered {
  made: Decided;
  /** No rule covers the class: nothing here sets a last day. */
  noRule?: boolean;
}

/** Under which record a decision holds; undefined: it was taken back. */
export function holding(record: string, recent: readonly RecentDecision[]): string | undefined {
  const said = recent.find((one) => one.record === record);
  if (!said?.corrected) return record;
  if (said.corrected === "voided" || !said.corrected_by) return undefined;
  return holding(said.corrected_by, recent);
}

/** The decision as it holds now; undefined: it was taken back, or what stands in its place is not known here. */
export function madeNow<Made extends Decided>(made: Made, recent: readonly RecentDecision[]): Made | undefined {
  const record = holding(made.record, recent);
  if (record === made.record) return made;
  const instead = record && recent.find((one) => one.record === record);
  if (!instead) return undefined;
  const { decision, direction, at, state, granted_days, last_legal_day } = instead;
  return { ...made, record: instead.record, decision, direction, at, state, granted_days, last_legal_day };
}

/** Of an exit, stopped or not, there is no paper, nor of a referral. */
export function mayBeHandedOut({ decision, direction }: Pick<Decided, "decision" | "direction">): boolean {
  return direction === "entry" && decision !== "refer";
}

function isHandedOut({ made, noRule }: Offered): boolean {
  return mayBeHandedOut(made) && (made.decision === "refuse" || made.last_legal_day !== undefined || !!noRule);
}

/** What is offered as it is kept once the list of the latest tells of it, which forgets in time: what was restated is that
    from then on; undefined: it was taken back, or nothing is handed out any more. */
export function settled(paper: Offered, recent: readonly RecentDecision[]): Offered | undefined {
  const record = holding(paper.made.record, recent);
  if (record === paper.made.record) return paper;
  const known = record === undefined || recent.some((one) => one.record === record);
  return known ? paperNow(paper, recent) : paper;
}

/** What the traveller takes along as things are now; undefined: nothing. */
export function paperNow(paper: Offered | undefined, recent: readonly RecentDecision[]): Offered | undefined {
  const made = paper && madeNow(paper.made, recent);
  if (!paper || !made) return undefined;
  if (made.record === paper.made.record) return isHandedOut(paper) ? paper : undefined;
  // Whether a rule covers the class that was restated is not known here.
  const restated = { made, noRule: false };
  return isHandedOut(restated) ? restated : undefined;
}
