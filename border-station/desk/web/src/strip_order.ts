// What of the strip is always in sight: all of it, or, where much is wrong at once, the worst.

export type Tone = "bad" | "caution" | "unknown" | "good";
/** The worst first, of one tone. */
const order = ["disk", "clock", "lists", "link", "officers", "paper", "news", "camera", "put_aside", "unsent"] as const;
/** `passes`: nobody need look, though it is not well for a moment. */
export interface Said { name: typeof order[number]; tone: Tone; passes?: boolean }

/** So many fit below the head, in whatever language. */
const wrongInSight = 4;
/** From so many on they have a line of their own there. */
const wrongBeside = 1;

const isWrong = ({ tone, passes }: Said) => (tone === "bad" || tone === "caution") && !passes;

/** `more` is for whoever asks. What stops the work is never among it. */
export function inSight<Fact extends Said>(facts: Fact[]): { shown: Fact[]; more: Fact[]; below: boolean } {
  const worst = facts.filter(isWrong).sort((one, other) =>
    Number(one.tone !== "bad") - Number(other.tone !== "bad") || order.indexOf(one.name) - order.indexOf(other.name));
  const below = worst.length > wrongBeside;
  if (worst.length <= wrongInSight) return { shown: facts, more: [], below };
  const shown = worst.slice(0, Math.max(wrongInSight, worst.filter(({ tone }) => tone === "bad").length));
  return { shown, more: facts.filter((one) => !shown.includes(one)), below };
}
