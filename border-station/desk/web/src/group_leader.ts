// Under which record the adult is inside whom others may join: corrections may have restated it, from any page. Pure.
import type { Direction, RecentDecision } from "@garita/api";

export interface Leader { record: string; name: string; direction: Direction; at: number }

/** Undefined: the admission was taken back. */
export function standing(leader: Leader, recent: readonly RecentDecision[]): Leader | undefined {
  const said = recent.find(({ record }) => record === leader.record);
  if (!said?.corrected) return leader;
  if (said.corrected === "voided" || !said.corrected_by) return undefined;
  const record = said.corrected_by;
  const instead = recent.find((one) => one.record === record);
  return standing({ ...leader, record, direction: instead?.direction ?? leader.direction }, recent);
}
