// A key that is pressed twice, or comes late for the traveller before, decides about nobody: whoever has just come on the
// screen is looked at first, and so is what was found of them since.
import { computed, signal } from "@preact/signals";
import { t } from "@garita/language";
import { changes, inspection } from "./state";

/** Longer than between two presses in a row, shorter than it takes to look at a face. */
const firstLookMilliseconds = 700;

/** What is to be looked at. */
export const shown = computed(() => inspection.value && { id: inspection.value.id, change: changes.value });
type Shown = typeof shown.value;

const lookedAt = signal<Shown>(undefined);

/** What came only now, for which no key counts yet; "": nothing did. */
export const justCame = computed<"" | "traveller" | "change">(() => {
  const now = shown.value;
  if (!now) return "";
  if (lookedAt.value?.id !== now.id) return "traveller";
  return lookedAt.value.change === now.change ? "" : "change";
});

/** What a key is told that did not count. */
export function notCounted(came: "traveller" | "change"): string {
  return t(came === "traveller" ? "decision.just_came" : "decision.just_changed");
}

/** Counts from when it was drawn, until the returned function is called. */
export function beginFirstLook(): () => void {
  const drawn = shown.value;
  const end = setTimeout(() => (lookedAt.value = drawn), firstLookMilliseconds);
  return () => clearTimeout(end);
}
