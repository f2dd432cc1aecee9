// Which findings of a reading stand on the screen, and whose words their values are.
import type { Finding, Inspection } from "@garita/api";

type Found = Pick<Inspection, "source" | "findings" | "to_confirm" | "reading">;

/** What a question is asked about; a check digit has its own. */
export function isContradiction({ severity, code }: Finding): boolean {
  return severity === "fail" && code !== "check_digit_failed";
}

/** What was typed answers a bad picture, and no contradiction. */
function stands(finding: Finding, found: Found): boolean {
  if (finding.severity === "info") return false;
  // It stands among the checks.
  if (finding.code === "check_digit_failed") return false;
  if (found.source === "typed") return finding.severity === "fail";
  // Beside the picture it says that no zone was read; and a card without one is no bad picture.
  return !(found.to_confirm && finding.code === "no_mrz");
}

/** Each once. Of two barcodes that contradict each other both values are told, and of three all. */
export function findingsShown(found: Found): Finding[] {
  const key = ({ code, detail, values }: Finding) => JSON.stringify(values ? [code, detail, values] : [code]);
  return [...new Map((found.findings ?? []).map((finding) => [key(finding), finding])).values()]
    .filter((finding) => stands(finding, found));
}

/** The finding's code, as words call it: barcodes contradict the zone, or where none was read one another. */
export function findingWord({ code }: Finding, found: Found): string {
  return code === "barcode_differs" && !found.reading?.mrz ? "barcodes_differ" : code;
}

/** As they stand on the screen: contradictions of one kind together. */
export function findingGroups(found: Found): { word: string; severity: Finding["severity"]; findings: Finding[] }[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findingsShown(found)) {
    const key = `${finding.severity} ${findingWord(finding, found)}`;
    groups.set(key, [...groups.get(key) ?? [], finding]);
  }
  return [...groups.values()].map((findings) =>
    ({ word: findingWord(findings[0]!, found), severity: findings[0]!.severity, findings }));
}

/** Whether something speaks against the document: that stays in sight, and so does whose it is. */
export function speaksAgainst(found: Found): boolean {
  return findingsShown(found).some(isContradiction);
}

/** Whether both speak of the same two. */
export function sameSpeakers(one: Finding | undefined, other: Finding): boolean {
  const speakers = ({ values = [] }: Finding) => values.map(({ source }) => source).join();
  return !!one && speakers(one) === speakers(other);
}

export interface Said { zone: boolean; source: string; value: string }

/** Who says what: the first value is the zone's where one was read, every other a barcode's, also of a zone in one. */
export function whoSays({ values = [] }: Finding, found: Found): Said[] {
  return values.map(({ source, value }, index) => ({ zone: index === 0 && !!found.reading?.mrz, source, value }));
}
