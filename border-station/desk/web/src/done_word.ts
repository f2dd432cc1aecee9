// What was decided, in a word: whoever leaves is not admitted.
import { word } from "@garita/language";

export function doneWord({ decision, direction }: { decision?: string; direction?: string }): string {
  return word("done", decision === "admit" && direction === "exit" ? "admit_exit" : decision ?? "");
}
