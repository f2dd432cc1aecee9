// What the page says of the stay of whoever enters, in the class that the officer chose. Pure.
import type { ClassTerm, StayPosition } from "@garita/api";

/** `no_rule`: none covers the class; `no_days`: its rule gives none. */
export type StayShown = StayPosition["state"] | "no_rule" | "no_days" | "until_to_be_given";

/** A country's own nationals are under no rule and need none. */
function needsRule({ state, terms }: StayPosition): boolean {
  return state === "unknown" || !!terms?.length;
}

/** Whether an entry in a class is one that no rule of the policies covers. `term`: of that class. */
export function isUncovered(stay: StayPosition | undefined, term: ClassTerm | undefined): boolean {
  return !!stay && !term && needsRule(stay);
}

/** The station speaks of a visitor; of another class its term does. */
export function stayShown(stay: StayPosition, term: ClassTerm | undefined, chosen: string): { state: StayShown; days?: number } {
  if (isUncovered(stay, term)) return { state: "no_rule" };
  if (term?.until_is_given) return { state: "until_to_be_given" };
  if (term?.days_max !== undefined) return { state: "to_be_granted", days: term.days_max };
  // A rule without days has none by its kind, which of a visitor the station has told.
  const told = chosen === "visitor" || !term ? stay.state : "no_days";
  return { state: told === "to_be_granted" ? "no_days" : told };
}
