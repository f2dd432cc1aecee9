// A reader that types: it sends the lines of a zone as key strokes, faster than any hand, and ends
// with Enter. Told from a person by its rate alone. Pure: times come with the strokes.
import { checkZone } from "./check_digits";

/** A key that went down; `at` in milliseconds, as the event was made. */
export interface Stroke { key: string; code: string; shift: boolean; repeat: boolean; at: number }

/** pass: perhaps a person's. begun: the strokes before it, which passed, were a reader's too.
    caught: a reader's. */
export type Stand = "pass" | "begun" | "caught";

/** Nobody types six keys in a row with less than this between them. */
export const handMilliseconds = 35;
export const strokesTold = 6;
/** A reader pauses no longer than this within a zone; then it has ended. */
export const quietMilliseconds = 250;
const strokesMax = 400;

const lineEnds = new Set(["Enter", "Tab"]);

export class Wedge {
  private strokes: Stroke[] = [];
  private caught = false;

  press(stroke: Stroke): Stand {
    if (stroke.key === "Shift" || stroke.key === "CapsLock") return this.caught ? "caught" : "pass";
    const last = this.strokes[this.strokes.length - 1];
    const pauseMax = this.caught ? quietMilliseconds : handMilliseconds;
    if (last && stroke.at - last.at > pauseMax) this.forget();
    if (this.caught) {
      if (this.strokes.length < strokesMax) this.strokes.push(stroke);
      return "caught";
    }
    // A key that is held repeats as fast as a reader types.
    if (stroke.key.length !== 1 || stroke.repeat) {
      this.forget();
      return "pass";
    }
    this.strokes.push(stroke);
    if (this.strokes.length < strokesTold) return "pass";
    this.caught = true;
    return "begun";
  }

  /** Whether the stroke to come would be the first of a burst. */
  startsAnew(at: number): boolean {
    const last = this.strokes[this.strokes.length - 1];
    return !last || (!this.caught && at - last.at > handMilliseconds);
  }

  /** After quietMilliseconds without a stroke: the lines of the zone; undefined where the burst was
      none. */
  finish(): string[] | undefined {
    const strokes = this.strokes;
    this.forget();
    return zoneOf(strokes);
  }

  isCaught(): boolean {
    return this.caught;
  }

  private forget(): void {
    this.strokes = [];
    this.caught = false;
  }
}

/** What a keyboard of the United States has on the key: many readers believe in no other. */
function inUnitedStates(stroke: Stroke): string {
  const letter = /^Key([A-Z])$/.exec(stroke.code);
  if (letter) return letter[1]!;
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(stroke.code);
  if (digit) return digit[1]!;
  return stroke.code === "Comma" && stroke.shift ? "<" : stroke.key;
}

const shapes: [count: number, width: number][] = [[2, 44], [2, 36], [3, 30]];

/** The lines, also where the reader sent them as one. */
function linesOf(text: string): string[] | undefined {
  const lines = text.toUpperCase().split("\n").map((line) => line.trim()).filter((line) => line);
  const all = lines.join("");
  if (!/^[A-Z0-9<]+$/.test(all)) return undefined;
  for (const [count, width] of shapes) {
    if (all.length !== count * width || (lines.length !== count && lines.length !== 1)) continue;
    const cut = Array.from({ length: count }, (_, index) => all.slice(index * width, (index + 1) * width));
    if (lines.length === 1 || lines.every((line, index) => line === cut[index])) return cut;
  }
  return undefined;
}

/** As the keyboard is set up here, or as the reader believes: whichever has more right digits. */
function zoneOf(strokes: Stroke[]): string[] | undefined {
  const textBy = (character: (stroke: Stroke) => string) =>
    strokes.map((stroke) => lineEnds.has(stroke.key) ? "\n" : character(stroke)).join("");
  const rightDigits = (lines: string[] | undefined) => lines === undefined ? -1
    : checkZone(lines)?.checks.filter((check) => check.verdict === "ok").length ?? 0;
  const here = linesOf(textBy((stroke) => stroke.key));
  const there = linesOf(textBy(inUnitedStates));
  return rightDigits(there) > rightDigits(here) ? there : here;
}
