// A wrong check, drawn over the document's picture where it stands.
import { useState } from "preact/hooks";
import type { Inspection } from "@garita/api";
import { placesOf, type Point } from "./places";

/** Lies over a picture that is fitted into the same box. What it marks is said in words beside the zone. */
export function PicturePlaces({ found, size }: { found: Inspection; size: Point | undefined }) {
  const mrz = found.reading?.mrz;
  if (!mrz?.geometry || !size) return null;
  const places = placesOf(mrz.geometry, mrz.lines, found.checks);
  if (places.length === 0) return null;
  return (
    <svg class="places" viewBox={`0 0 ${size[0]} ${size[1]}`} aria-hidden="true" focusable="false" data-test="places">
      {places.map(({ digit, points }) => (
        <polygon class={digit ? "place-digit" : "place-field"} points={points.map((point) => point.join(",")).join(" ")} />
      ))}
    </svg>
  );
}

/** The pixels of a picture, known once it is loaded; upright, as those that the reader counts. */
export function usePictureSize() {
  const [size, setSize] = useState<Point>();
  const loaded = (event: { currentTarget: HTMLImageElement }) =>
    setSize([event.currentTarget.naturalWidth, event.currentTarget.naturalHeight]);
  return [size, loaded] as const;
}
