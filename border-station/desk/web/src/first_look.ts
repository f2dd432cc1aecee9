// A key that is pressed twice, or comes late for the traveller before, decides about nobody: whoever has just come on the
// screen is looked at first.
import { computed, signal } from "@preact/signals";
import { inspection } from "./state";

/** Longer than between two presses in a row, shorter than it takes to look at a face. */
const firstLookMilliseconds = 700;

const lookedAt = signal<string | undefined>(undefined);

/** Whether the traveller on the screen came there only now. */
export const justCame = computed(() => !!inspection.value && inspection.value.id !== lookedAt.value);

/** Counts from when the traveller was drawn, until the returned function is called. */
export function beginFirstLook(): () => void {
  const shown = inspection.value?.id;
  const end = setTimeout(() => (lookedAt.value = shown), firstLookMilliseconds);
  return () => clearTimeout(end);
}
