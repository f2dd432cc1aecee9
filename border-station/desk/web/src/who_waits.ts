// In which order the second line sees its matters: people wait, records do not.
import type { SecondLineMatter } from "@garita/api";

/** Whether somebody stands there who was sent to the second line, as far as the station knows. */
export function waits(matter: SecondLineMatter): boolean {
  return matter.waits === true;
}

/** Who waits comes first, whoever waits longest before the others; what else there is as the station orders it. */
export function inOrder(matters: SecondLineMatter[]): SecondLineMatter[] {
  const waiting = matters.filter(waits).sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return [...waiting, ...matters.filter((one) => !waits(one))];
}
