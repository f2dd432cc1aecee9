// What of the strip is always in sight: all of it, or, where much is wrong at once, what an officer counts on and what
// stops the work.

export type Tone = "bad" | "caution" | "unknown" | "good";
type Name = "link" | "unsent" | "clock" | "disk" | "lists" | "news" | "officers" | "camera" | "put_aside" | "paper";
/** `passes`: nobody need look, though it is not well for a moment. */
export interface Said { name: Name; tone: Tone; passes?: boolean }

/** Well or not, they never fold: work without a link stands on what they say. */
const always: ReadonlySet<Name> = new Set<Name>(["link", "unsent", "clock", "disk", "lists"]);
/** So many fit below the head with all that is well, in whatever language. */
const wrongInSight = 4;
/** From so many on they have a line of their own there. */
const wrongBeside = 1;

const isWrong = ({ tone, passes }: Said) => (tone === "bad" || tone === "caution") && !passes;

/** `more` is what is wrong besides, for whoever asks. What stops the work is never among it. */
export function inSight<Fact extends Said>(facts: Fact[]): { shown: Fact[]; more: Fact[]; below: boolean } {
  const wrong = facts.filter(isWrong);
  const below = wrong.length > wrongBeside;
  const stays = ({ name, tone }: Said) => always.has(name) || tone === "bad";
  const more = wrong.filter((one) => !stays(one));
  if (wrong.length <= wrongInSight || more.length === 0) return { shown: facts, more: [], below };
  return { shown: facts.filter(stays), more, below };
}
