import type { Inspection } from "@garita/api";
import { Icon } from "@garita/icons";
import { word } from "@garita/language";

/** What speaks against a reading, or how to take a better picture. */
export function Findings({ found }: { found: Inspection }) {
  // What was typed instead is no longer what was found; a wrong digit stands among the checks.
  if (found.source === "typed") return null;
  const all = [...(found.findings ?? []), ...(found.reading?.findings ?? [])];
  const once = [...new Map(all.map((finding) => [finding.code, finding])).values()]
    .filter((finding) => finding.severity !== "info" && finding.code !== "check_digit_failed");
  if (once.length === 0) return null;
  return (
    <ul class="findings">
      {once.map((finding) => (
        <li class={`finding finding-${finding.severity}`}>
          <Icon name={finding.severity === "fail" ? "stop" : "warning"} /> {word("finding", finding.code)}
        </li>
      ))}
    </ul>
  );
}
