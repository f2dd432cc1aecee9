// The latest decisions, in the order in which the station recorded them. Pure.
import type { RecentDecision } from "@garita/api";

/** "PASO-01-01:2:movement:47": the disk's second life, the forty-seventh record. */
function place(record: string): [life: number, sequence: number] {
  const parts = record.split(":");
  return [Number(parts[1]), Number(parts[3])];
}

/** What is typed in from paper is of hours ago, and the latest all the same. What is heard of a decision that is
    there is put to what is known of it. */
export function withDecision(recent: readonly RecentDecision[], decision: RecentDecision): RecentDecision[] {
  const others = recent.filter((one) => one.record !== decision.record);
  const before = recent.find((one) => one.record === decision.record);
  const known = Object.fromEntries(
    Object.entries(decision).filter(([, value]) => value !== undefined)) as unknown as RecentDecision;
  return [{ ...before, ...known }, ...others].sort((a, b) => {
    const [[lifeA, sequenceA], [lifeB, sequenceB]] = [place(a.record), place(b.record)];
    return lifeB - lifeA || sequenceB - sequenceA;
  });
}
