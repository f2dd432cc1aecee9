// Under which record the adult is inside whom others may join: corrections may have restated it, from any page. Pure.
import type { Direction, RecentDecision } from "@garita/api";
import { holding } from "./holding";

export interface Leader { record: string; name: string; direction: Direction; at: number }
/** What a page that was loaded again still knows of one: whose it is stands in no browser. */
export type LeaderKept = Omit<Leader, "name">;

/** Undefined: the admission was taken back, or whose it was is not known here. */
export function standing(leader: LeaderKept & Partial<Leader>, recent: readonly RecentDecision[]): Leader | undefined {
  const record = holding(leader.record, recent);
  const said = recent.find((one) => one.record === leader.record);
  const name = leader.name ?? [said?.given_names, said?.surname].filter(Boolean).join(" ");
  if (!record || !name) return undefined;
  const direction = recent.find((one) => one.record === record)?.direction ?? leader.direction;
  return { record, name, direction, at: leader.at };
}
