// Whether a zone is of whoever a barcode names. Pure.
import type { DocumentFields } from "@garita/api";

/** Where surname and birth stand (ICAO Doc 9303, parts 4 to 6), by the zone's width. */
const places: Record<number, { name: [line: number, from: number]; birth: [line: number, from: number] }> = {
  30: { name: [2, 0], birth: [1, 0] },
  36: { name: [0, 5], birth: [1, 13] },
  44: { name: [0, 5], birth: [1, 13] },
};

/** As a zone prints it, without what it leaves out of a name. */
function letters(name: string): string {
  return name.normalize("NFD").toUpperCase().replace(/[^A-Z]/g, "");
}

/** By surname and birth: a number may be another's on the same card. A surname that the zone writes in another way is
    taken for somebody else's. */
export function isSameHolder(lines: readonly string[], document: DocumentFields | undefined): boolean {
  const place = places[lines[0]?.length ?? 0];
  if (!place || !document?.surname || !document.birth_date) return false;
  const birth = lines[place.birth[0]]?.slice(place.birth[1], place.birth[1] + 6);
  const surname = letters(lines[place.name[0]]?.slice(place.name[1]).split("<<")[0] ?? "");
  return surname !== "" && surname === letters(document.surname)
    && birth === document.birth_date.slice(2).replaceAll("-", "");
}
