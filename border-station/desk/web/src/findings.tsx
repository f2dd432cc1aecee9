import type { FieldSource, Finding, Inspection } from "@garita/api";
import { Icon } from "@garita/icons";
import { day, t, word } from "@garita/language";
import { findingGroups, sameSpeakers, speaksAgainst, whoSays, type Said } from "./finding_rules";

/** Of a contradiction: what each says; who it is where that was not said just before. */
function contradiction(finding: Finding, found: Inspection, before: Finding | undefined): string {
  const shown = (value: string) => /^\d{4}-/.test(value) ? day(value) : value;
  const said = whoSays(finding, found);
  const speaker = ({ zone, source }: Said) => finding.code === "lights_differ" ? word("light", source)
    : zone ? word("fieldsource", "mrz") : word("barcode", source);
  const words = sameSpeakers(before, finding) ? said.map(({ value }) => shown(value)).join(" / ")
    : said.map((one) => t("finding.says", { source: speaker(one), value: shown(one.value) })).join(", ");
  return `${word("field", finding.detail ?? "")}: ${words}`;
}

function contradictions(all: Finding[], found: Inspection): string {
  const findings = all.filter(({ values }) => values);
  return findings.map((finding, index) => contradiction(finding, found, findings[index - 1])).join("; ");
}

/** What kind of barcode a field was read from, and what its seal is worth. */
export function barcodeWords({ barcodes = [], seal }: FieldSource): string {
  const kinds = barcodes.map((kind) => word("barcode", kind)).join(", ");
  return seal ? `${kinds} (${word("seal", seal)})` : kinds;
}

/** What speaks against a reading, or how to take a better picture. */
export function Findings({ found }: { found: Inspection }) {
  const groups = findingGroups(found);
  if (groups.length === 0) return null;
  return (
    <ul class={`findings ${speaksAgainst(found) ? "findings-stay" : ""}`}>
      {groups.map((group) => (
        <li class={`finding finding-${group.severity}`}>
          <Icon name={group.severity === "fail" ? "stop" : "warning"} /> {word("finding", group.word)}
          {group.findings.some(({ values }) => values) && (
            <span class="finding-values"> {contradictions(group.findings, found)}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
