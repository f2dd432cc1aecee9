// In which order the second line sees its matters: people wait, records do not.
import type { ListedAlert, SecondLineMatter } from "@garita/api";

/** Whether somebody stands there who was sent to the second line, as far as the station knows. */
export function waits(matter: SecondLineMatter): boolean {
  return matter.waits === true;
}

export const detains = (alert: ListedAlert | undefined) => alert?.action === "detain";

/** Whom the list wants detained before the others; each kind stays in its order. */
export function detainFirst<One>(all: readonly One[], alertOf: (one: One) => ListedAlert | undefined): One[] {
  return [...all.filter((one) => detains(alertOf(one))), ...all.filter((one) => !detains(alertOf(one)))];
}

/** Whom the list wants detained; then who waits, whoever waits longest before the others; what else there is as the
    station orders it. */
export function inOrder(matters: SecondLineMatter[]): SecondLineMatter[] {
  const waiting = matters.filter(waits).sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return detainFirst([...waiting, ...matters.filter((one) => !waits(one))], ({ alert }) => alert);
}
