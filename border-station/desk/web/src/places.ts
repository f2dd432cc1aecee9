// Where in the document's picture a wrong check stands.
import type { Check, ZoneGeometry } from "@garita/api";

export type Point = [number, number];

/** Around characters of a line: its baseline from the first to the last of them, and a capital above it. */
function outline(line: [Point, Point], capital: number, characters: number, [column, length]: Point): Point[] {
  const [begin, end] = line;
  const along: Point = [(end[0] - begin[0]) / characters, (end[1] - begin[1]) / characters];
  const pitch = Math.hypot(...along) || 1;
  // Upwards, as one reads it, wherever the picture is turned to.
  const up: Point = [along[1] / pitch, -along[0] / pitch];
  const margin = capital / 4;
  const corner = (columns: number, height: number): Point => [
    begin[0] + along[0] * columns + up[0] * height,
    begin[1] + along[1] * columns + up[1] * height,
  ];
  return [corner(column, capital + margin), corner(column + length, capital + margin),
    corner(column + length, -margin), corner(column, -margin)];
}

interface Place { digit: boolean; points: Point[] }

/** Of each wrong check its digit and, unless it is over several fields, what the digit is over. */
export function placesOf(geometry: ZoneGeometry, lines: string[], checks: Check[]): Place[] {
  const places: Place[] = [];
  for (const check of checks) {
    const positions = check.state === "fail" ? check.positions ?? [] : [];
    positions.forEach(([line, column, length], index) => {
      const digit = index === positions.length - 1;
      const baseline = geometry.baselines[line];
      const text = lines[line];
      if (!baseline || !text || !(digit || positions.length === 2)) return;
      places.push({ digit, points: outline(baseline, geometry.capital_px, text.length, [column, length]) });
    });
  }
  return places;
}
