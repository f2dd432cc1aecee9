// What the document's data on the screen come from, in a word.
import type { DocumentFields, Inspection } from "@garita/api";

/** What is put right or confirmed in the form counts as typed: what was read says all the same where it is from, as long
    as it is that document. Of a zone's number a digit may be what was misread: then it is told by name and birth. */
export function shownSource({ source, sources = {} }: Pick<Inspection, "source" | "sources">): string {
  const from = (field: keyof DocumentFields) => sources[field]?.source;
  const typed = Object.values(sources).some((one) => one.source === "typed");
  if (from("document_number") === "barcode") return typed ? "barcode_completed" : "barcode";
  const ofZone = from("document_number") === "mrz" || (from("surname") === "mrz" && from("birth_date") === "mrz");
  // Nothing but a picture's zone is put right field by field.
  if (source === "typed" && ofZone) return typed ? "picture_corrected" : "picture";
  return source;
}
