import type { RecentDecision, RecordState } from "@garita/api";
import { Icon } from "@garita/icons";
import type { IconName } from "@garita/icons";
import { t, timeOrDay, word } from "@garita/language";
import { strip } from "./state";

const stateIcons: Record<RecordState, IconName> = {
  recorded: "disk", sent: "queue", held: "tick", opened: "tick", quarantined: "warning",
};
const stateTones: Record<RecordState, string> = {
  recorded: "caution", sent: "caution", held: "good", opened: "good", quarantined: "bad",
};

export function decisionWord(one: RecentDecision): string {
  return word("done", one.decision === "admit" && one.direction === "exit" ? "admit_exit" : one.decision);
}

function who(one: RecentDecision): string {
  if (!one.surname && !one.document_number) return t("recent.sealed");
  return [one.surname, one.given_names].filter(Boolean).join(", ");
}

/** What was decided here, and how far each record has come: never more than a receipt proves. */
export function RecentList({ items, short }: { items: RecentDecision[]; short?: number }) {
  if (items.length === 0) return <p class="facts">{t("recent.none")}</p>;
  return (
    <ul class="recent" data-test="recent">
      {items.slice(0, short).map((one) => (
        <li key={one.record}>
          <span class="recent-time">{timeOrDay(one.at, strip.value?.at)}</span>
          <span class="recent-who">
            <span class="recent-name">{who(one)}</span>
          </span>
          <span class="recent-decision">
            <span class={`decision-${one.decision}`}>{decisionWord(one)}</span>
            {one.document_number && <span class="code">{one.document_number}</span>}
          </span>
          <span class={`tag tag-${stateTones[one.state]}`}>
            <Icon name={stateIcons[one.state]} /> {word("record", one.state)}
          </span>
        </li>
      ))}
    </ul>
  );
}
