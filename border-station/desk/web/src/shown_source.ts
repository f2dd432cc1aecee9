// What the document's data on the screen come from, in a word.
import type { Inspection } from "@garita/api";

/** A barcode fills in the form, and what is confirmed there counts as typed: what it says all the same is the barcode's,
    as long as it is that document. */
export function shownSource({ source, sources = {} }: Pick<Inspection, "source" | "sources">): string {
  const fields = Object.values(sources).map((one) => one.source);
  if (sources.document_number?.source !== "barcode") return source;
  return fields.includes("typed") ? "barcode_completed" : "barcode";
}
