// An adult and whoever crosses with them: the next ones may join by one key.
import { computed, signal } from "@preact/signals";
import type { Decided, Direction, Inspection } from "@garita/api";
import { inspection, recent } from "./state";

/** The adult whom this desk has admitted last: the next ones may cross with that person. */
export interface Leader { record: string; name: string; direction: Direction; at: number }
export const leader = signal<Leader | undefined>(undefined);
/** Whether the officer says so of the traveller on the screen. */
export const joins = signal(false);
// The station takes half an hour; the page offers it a little shorter.
const togetherMilliseconds = 25 * 60_000;

export const mayJoin = computed(() => {
  const first = leader.value;
  // Whoever's admission was taken back goes nowhere.
  if (recent.value.some((one) => one.record === first?.record && one.corrected)) return false;
  return !!first && inspection.value?.direction === first.direction && Date.now() - first.at < togetherMilliseconds;
});

/** Whether the traveller on the screen crosses with the leader. */
export const together = computed(() => joins.value && mayJoin.value);

export function switchTogether(): void {
  if (mayJoin.value) joins.value = !joins.value;
}

const adultYears = 18;

/** Whoever comes next may cross with this one, or with whom this one crossed. */
export function follows(found: Inspection, made: Decided): void {
  if (made.decision !== "admit") return;
  if (together.value && leader.value) leader.value = { ...leader.value, at: Date.now() };
  else if ((found.age_years ?? 0) < adultYears) leader.value = undefined;
  else {
    const name = [found.document?.given_names, found.document?.surname].filter(Boolean).join(" ");
    leader.value = { record: made.record, name, direction: made.direction, at: Date.now() };
  }
}
