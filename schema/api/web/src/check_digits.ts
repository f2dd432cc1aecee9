/** ICAO Doc 9303-3, 4.9: weights 7 3 1; A-Z count 10-35, the filler 0. Anything else: undefined. */
export function checkDigit(text: string): string | undefined {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const value = valueOf(text.charAt(i));
    if (value === undefined) return undefined;
    sum += value * [7, 3, 1][i % 3]!;
  }
  return String(sum % 10);
}

function valueOf(character: string): number | undefined {
  if (character === "<") return 0;
  if (/^[0-9]$/.test(character)) return Number(character);
  if (/^[A-Z]$/.test(character)) return character.charCodeAt(0) - 55;
  return undefined;
}

export type DigitVerdict = "ok" | "fail" | "not_done";

/** Whether `digit`, as printed, is the one of `text`; not done while one of them is missing. */
export function digitVerdict(text: string, digit: string): DigitVerdict {
  if (!text || !digit) return "not_done";
  return checkDigit(text) === digit ? "ok" : "fail";
}

/** A date as the zone prints it: 1974-08-12 is 740812; unknown parts (XX) are fillers. */
export function zoneDate(iso: string): string {
  const match = /^(\d{4}|XXXX)-(\d{2}|XX)-(\d{2}|XX)$/.exec(iso);
  if (!match) return "";
  return `${match[1]!.slice(2)}${match[2]}${match[3]}`.replaceAll("X", "<");
}

export interface LineCheck {
  /** Code of the check, as the desk's API names it. */
  code: string;
  /** [line, first column, length] of the text and of its digit. */
  positions: [number, number, number][];
  verdict: DigitVerdict;
}

type Layout = { lines: number; width: number; checks: [string, [number, number, number][]][] };

// Doc 9303-4, -5, -6, -7: where the digits of each format stand. The last position of each is the
// digit. The composite check runs over several fields.
const layouts: Record<string, Layout> = {
  TD3: {
    lines: 2, width: 44,
    checks: [
      ["check_digit_document_number", [[1, 0, 9], [1, 9, 1]]],
      ["check_digit_birth_date", [[1, 13, 6], [1, 19, 1]]],
      ["check_digit_expiry_date", [[1, 21, 6], [1, 27, 1]]],
      ["check_digit_optional_data", [[1, 28, 14], [1, 42, 1]]],
      ["check_digit_composite", [[1, 0, 10], [1, 13, 7], [1, 21, 22], [1, 43, 1]]],
    ],
  },
  TD2: {
    lines: 2, width: 36,
    checks: [
      ["check_digit_document_number", [[1, 0, 9], [1, 9, 1]]],
      ["check_digit_birth_date", [[1, 13, 6], [1, 19, 1]]],
      ["check_digit_expiry_date", [[1, 21, 6], [1, 27, 1]]],
      ["check_digit_composite", [[1, 0, 10], [1, 13, 7], [1, 21, 14], [1, 35, 1]]],
    ],
  },
  TD1: {
    lines: 3, width: 30,
    checks: [
      ["check_digit_document_number", [[0, 5, 9], [0, 14, 1]]],
      ["check_digit_birth_date", [[1, 0, 6], [1, 6, 1]]],
      ["check_digit_expiry_date", [[1, 8, 6], [1, 14, 1]]],
      ["check_digit_composite", [[0, 5, 25], [1, 0, 7], [1, 8, 7], [1, 18, 11], [1, 29, 1]]],
    ],
  },
};

function visa(width: number): Layout {
  return {
    lines: 2, width,
    checks: [
      ["check_digit_document_number", [[1, 0, 9], [1, 9, 1]]],
      ["check_digit_birth_date", [[1, 13, 6], [1, 19, 1]]],
      ["check_digit_expiry_date", [[1, 21, 6], [1, 27, 1]]],
    ],
  };
}

function layoutOf(lines: string[]): [string, Layout] | undefined {
  const first = lines[0] ?? "";
  if (lines.length === 3) return ["TD1", layouts.TD1!];
  if (first.startsWith("V")) return first.length > 36 ? ["MRVA", visa(44)] : ["MRVB", visa(36)];
  if (lines.length > 2 || first.length < 30) return undefined;
  return first.length > 36 ? ["TD3", layouts.TD3!] : ["TD2", layouts.TD2!];
}

/** Lines as typed, in upper case and without spaces. */
export function zoneLines(text: string): string[] {
  return text.toUpperCase().split("\n").map((line) => line.replace(/\s/g, "")).filter((line) => line);
}

export interface ZoneCheck { format: string; width: number; lines: number; checks: LineCheck[] }

/** The check digits of a zone while it is typed; nothing until its format shows. */
export function checkZone(lines: string[]): ZoneCheck | undefined {
  const found = layoutOf(lines);
  if (!found) return undefined;
  const [format, layout] = found;
  const checks = layout.checks.map(([code, positions]) => {
    const text = positions.slice(0, -1).map(([line, column, length]) =>
      (lines[line] ?? "").slice(column, column + length)).join("");
    const wanted = positions.slice(0, -1).reduce((sum, [, , length]) => sum + length, 0);
    const [line, column] = positions[positions.length - 1]!;
    const digit = (lines[line] ?? "").charAt(column);
    const complete = text.length === wanted && digit !== "";
    // An optional field that is empty may have a filler for its digit (Doc 9303-4, 4.2.2.2).
    // A number of more than nine characters goes on elsewhere (9303-5, 4.2.2.1): left to the station.
    const filler: DigitVerdict = /^<*$/.test(text) ? "ok" : "not_done";
    const judged = digit === "<" ? filler : digitVerdict(text, digit);
    return { code, positions, verdict: complete ? judged : "not_done" };
  });
  return { format, width: layout.width, lines: layout.lines, checks };
}
