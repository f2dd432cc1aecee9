// What was decided, in a word: whoever leaves is not admitted, and whoever may not leave is not refused entry.
import { hasWord, word } from "@garita/language";

/** The word of a code, and the one for exits where they have their own. */
export function wordThere(list: string, code: string, direction: string | undefined): string {
  const leaving = `${code}_exit`;
  return word(list, direction === "exit" && hasWord(list, leaving) ? leaving : code);
}

export function doneWord({ decision, direction }: { decision?: string; direction?: string }): string {
  return wordThere("done", decision ?? "", direction);
}

/** With the direction, where nothing around it says that. */
export function crossingWord(one: { decision: string; direction: string }): string {
  return `${word("direction", one.direction)} · ${doneWord(one)}`;
}
