// How what is known of two persons agrees, where some of it may be known in part.

export type Agreement = "agree" | "compatible" | "differ";

const date = /^(\d{4}|XXXX)-(\d{2}|XX)-(\d{2}|XX)$/;

/** Of a date's parts those that are unknown (XX) agree with any. */
function datesCanBeOne(one: string, other: string): boolean {
  const parts = [one, other].map((text) => date.exec(text)?.slice(1));
  if (!parts[0] || !parts[1]) return false;
  return parts[0].every((part, i) => part === parts[1]![i] || part.startsWith("XX") || parts[1]![i]!.startsWith("XX"));
}

/** What is not known of one of them ("") contradicts nothing. */
export function agreement(one: string, other: string): Agreement {
  if (one === other) return "agree";
  return one === "" || other === "" || datesCanBeOne(one, other) ? "compatible" : "differ";
}
