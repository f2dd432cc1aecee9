// Under which record the adult is inside whom others may join: corrections may have restated it, from any page. Pure.
import type { Direction, RecentDecision } from "@garita/api";
import { holding } from "./holding";

export interface Leader { record: string; name: string; direction: Direction; at: number }

/** Undefined: the admission was taken back. */
export function standing(leader: Leader, recent: readonly RecentDecision[]): Leader | undefined {
  const record = holding(leader.record, recent);
  if (!record) return undefined;
  if (record === leader.record) return leader;
  const instead = recent.find((one) => one.record === record);
  return { ...leader, record, direction: instead?.direction ?? leader.direction };
}
