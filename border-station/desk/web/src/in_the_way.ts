// Whether a document that comes may be taken: one answer for the browser's camera, the scanner and the reader that types.
import { dialogIsOpen } from "@garita/components";
import { busy, inspection, onPaper, typing } from "./state";

export type Obstruction = "paper" | "dialog" | "work" | "traveller" | "typing";

/** What the desk has in hand; undefined: nothing, and the next document is taken by itself. */
export function inTheWay(): Obstruction | undefined {
  // Whose document comes stands here now, and is nobody's of the sheet.
  if (onPaper.value) return "paper";
  if (dialogIsOpen()) return "dialog";
  if (busy.value) return "work";
  if (inspection.value?.document) return "traveller";
  return typing.value || inspection.value ? "typing" : undefined;
}
