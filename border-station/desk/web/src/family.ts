// An adult and whoever crosses with them: the next ones may join by one key.
import { computed, signal } from "@preact/signals";
import type { Decided, Inspection } from "@garita/api";
import { standing } from "./group_leader";
import type { Leader } from "./group_leader";
import { inspection, recent } from "./state";

const admitted = signal<Leader | undefined>(undefined);
/** The adult whom this desk has admitted last: the next ones may cross with that person. Whoever's admission was taken
    back goes nowhere. */
export const leader = computed(() => admitted.value && standing(admitted.value, recent.value));
/** Whether the officer says so of the traveller on the screen. */
export const joins = signal(false);
// The station takes half an hour; the page offers it a little shorter.
const togetherMilliseconds = 25 * 60_000;

export const mayJoin = computed(() => {
  const first = leader.value;
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
  if (together.value && leader.value) admitted.value = { ...leader.value, at: Date.now() };
  else if ((found.age_years ?? 0) < adultYears) admitted.value = undefined;
  else {
    const name = [found.document?.given_names, found.document?.surname].filter(Boolean).join(" ");
    admitted.value = { record: made.record, name, direction: made.direction, at: Date.now() };
  }
}
