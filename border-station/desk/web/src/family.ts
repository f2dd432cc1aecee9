// An adult and whoever crosses with them: the next ones may join by one key.
import { computed, signal } from "@preact/signals";
import type { Decided, Inspection } from "@garita/api";
import { session } from "@garita/session";
import { standing } from "./group_leader";
import type { Leader, LeaderKept } from "./group_leader";
import { inspection, recent } from "./state";

const storageKey = "garita.leader";
const admitted = signal<LeaderKept & Partial<Leader> | undefined>(undefined);
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

interface Stored extends LeaderKept { officer?: string }

/** The page may be loaded again before the next one of the group: a child is not parted from an adult unasked by that. */
function setLeader(next: Leader | undefined): void {
  admitted.value = next;
  if (!next) return sessionStorage.removeItem(storageKey);
  const { record, direction, at } = next;
  sessionStorage.setItem(storageKey, JSON.stringify({ record, direction, at, officer: session.value?.officer } satisfies Stored));
}

/** Whom this tab's officer has admitted last, before the page was loaded again. */
export function findLeaderAgain(officer: string): void {
  if (admitted.value) return;
  try {
    const { officer: whose, ...kept } = JSON.parse(sessionStorage.getItem(storageKey) ?? "") as Stored;
    if (whose === officer) admitted.value = kept;
  } catch {
    // Nobody, or not by this page.
  }
}

const adultYears = 18;

/** Whoever comes next may cross with this one, or with whom this one crossed. */
export function follows(found: Inspection, made: Decided): void {
  if (made.decision !== "admit") return;
  if (together.value && leader.value) setLeader({ ...leader.value, at: Date.now() });
  else if ((found.age_years ?? 0) < adultYears) setLeader(undefined);
  else {
    const name = [found.document?.given_names, found.document?.surname].filter(Boolean).join(" ");
    setLeader({ record: made.record, name, direction: made.direction, at: Date.now() });
  }
}
