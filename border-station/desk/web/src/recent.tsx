import type { RecentDecision, RecordState } from "@garita/api";
import { Icon } from "@garita/icons";
import type { IconName } from "@garita/icons";
import { t, timeOrDay, word } from "@garita/language";
import { site } from "@garita/session";
import { beginCorrection, mayCorrect } from "./correction";
import { doneWord } from "./done_word";
import { mayBeHandedOut } from "./holding";
import { showPaperOf } from "./slip";
import { strip } from "./state";

const stateIcons: Record<RecordState, IconName> = {
  recorded: "disk", sent: "queue", held: "tick", opened: "tick", quarantined: "warning",
};
const stateTones: Record<RecordState, string> = {
  recorded: "caution", sent: "caution", held: "good", opened: "good", quarantined: "bad",
};

const isSealed = (one: RecentDecision) => !one.surname && !one.document_number;

/** No day ends the stay of a country's own. */
const isAtHome = (one: RecentDecision) => one.decision === "admit" && one.nationality === site.value?.country;

export function who(one: RecentDecision): string {
  if (isSealed(one)) return t("recent.sealed");
  return [one.surname, one.given_names].filter(Boolean).join(", ");
}

/** What became of a record that was wrong. */
function CorrectedTag({ one }: { one: RecentDecision }) {
  if (one.corrected) return <span class="tag tag-caution"><Icon name="cross" /> {word("corrected", one.corrected)}</span>;
  return one.corrects ? <span class="tag">{t("recent.corrects")}</span> : null;
}

/** For whoever comes back for theirs. */
function Paper({ one }: { one: RecentDecision }) {
  if (one.corrected || isSealed(one) || !mayBeHandedOut(one) || isAtHome(one)) return null;
  return (
    <button type="button" class="plain recent-key" aria-label={t("recent.paper_of", { who: who(one) })}
      onClick={() => void showPaperOf(one.record)}>{t("slip.print")}</button>
  );
}

/** What was decided here, and how far each record has come: never more than a receipt proves. */
export function RecentList({ items, short, correct, none }: { items: RecentDecision[]; short?: number; correct?: boolean; none?: string }) {
  if (items.length === 0) return <p class="facts">{none ?? t("recent.none")}</p>;
  return (
    <ul class="recent" data-test="recent">
      {items.slice(0, short).map((one) => (
        <li key={one.record} class={one.corrected ? "recent-corrected" : undefined}>
          <span class="recent-time">{timeOrDay(one.at, strip.value?.at)}
            <span class="recent-direction">{word("direction", one.direction)}</span></span>
          <span class="recent-who">
            <span class="recent-name">{who(one)}</span>
          </span>
          <span class="recent-decision">
            <span class={`decision-${one.decision}`}>{doneWord(one)}</span>
            {one.document_number && <span class="code">{one.document_number}</span>}
            <CorrectedTag one={one} />
            {one.group && <span class="tag">{t("family.group")}</span>}
            {correct && (
              <span class="recent-keys">
                <Paper one={one} />
                {mayCorrect(one) && (
                  <button type="button" class="plain recent-key recent-correct" aria-label={t("recent.correct_one", { who: who(one) })}
                    onClick={() => beginCorrection(one)}>{t("recent.correct")}</button>
                )}
              </span>
            )}
          </span>
          {one.typed_by && (
            <span class="recent-typed">{t("recent.typed_by", { officer: one.officer ?? "–", typed_by: one.typed_by })}</span>
          )}
          <span class={`tag tag-${stateTones[one.state]}`}>
            <Icon name={stateIcons[one.state]} /> {word("record", one.state)}
          </span>
        </li>
      ))}
    </ul>
  );
}
