import type { Finding, Inspection } from "@garita/api";
import { Icon } from "@garita/icons";
import { day, t, word } from "@garita/language";

/** Of a contradiction between zone and barcode: what each says. */
function contradiction({ detail = "", values = [] }: Finding): string {
  const said = values.map(({ source, value }) =>
    t("finding.says", { source: source === "mrz" ? word("fieldsource", "mrz") : word("barcode", source),
      value: /^\d{4}-/.test(value) ? day(value) : value }));
  return `${word("field", detail)}: ${said.join(", ")}`;
}

/** What speaks against a reading, or how to take a better picture. */
export function Findings({ found }: { found: Inspection }) {
  // What was typed instead is no longer what was found; a wrong digit stands among the checks.
  if (found.source === "typed") return null;
  const all = [...(found.findings ?? []), ...(found.reading?.findings ?? [])];
  const once = [...new Map(all.map((finding) => [finding.code + (finding.values ? finding.detail : ""), finding])).values()]
    .filter((finding) => finding.severity !== "info" && finding.code !== "check_digit_failed")
    // A card without a zone is no bad picture.
    .filter((finding) => !(found.to_confirm && finding.code === "no_mrz"));
  if (once.length === 0) return null;
  return (
    <ul class="findings">
      {once.map((finding) => (
        <li class={`finding finding-${finding.severity}`}>
          <Icon name={finding.severity === "fail" ? "stop" : "warning"} /> {word("finding", finding.code)}
          {finding.values && <span class="finding-values"> {contradiction(finding)}</span>}
        </li>
      ))}
    </ul>
  );
}
