import type { Alert, Inspection, Likeness, Listed, Question } from "@garita/api";
import { Panel } from "@garita/components";
import { Icon } from "@garita/icons";
import type { IconName } from "@garita/icons";
import { comparedText, counted, day, hasWord, moment, pair, t, word } from "@garita/language";
import type { WordKey } from "@garita/language";
import { ageText } from "./age_text";
import { together } from "./family";
import { answer, answers, inspection, isAnswered, openQuestions, questionsOnScreen, recent, stationAnswers, strip } from "./state";
import type { GivenAnswer } from "./state";
import { MoreBelow } from "./more_below";
import { isOffered, needsEvidence, needsWords } from "./child_answer";
import { doneWord, wordThere } from "./done_word";
import { listedText, ListedPicture } from "./listed";
import { RecentList } from "./recent";

const severityIcons: Record<Alert["severity"], IconName> = { stop: "stop", warning: "warning", info: "info" };
const recentBesideAlerts = 3;

function detailOf(alert: Alert): string {
  if (!hasWord("alertdetail", alert.kind)) return "";
  const parameters = { ...alert.parameters };
  if (parameters.date) parameters.date = day(parameters.date);
  if (parameters.field) parameters.field = word("field", parameters.field);
  if (parameters.at) parameters.at = moment(parameters.at);
  if (parameters.decision) parameters.decision = doneWord(parameters);
  const count = parameters.days ?? parameters.years;
  const key = `alertdetail.${alert.kind}` as WordKey;
  return count === undefined ? t(key, parameters) : counted(key, Number(count), parameters);
}

/** A question with its answers; ids of elements come from the question's. */
export function QuestionForm({ question, error }: { question: Question; error?: string }) {
  const given: GivenAnswer = answers.value[question.id] ?? { answer: "", note: "" };
  const set = (part: Partial<GivenAnswer>) => answer(question.id, part);
  const answered = isAnswered(question);
  const id = `question-${question.id}`;
  const inGroup = together.value;
  const words = needsWords(question, given.answer, inGroup);
  return (
    <div class="question">
      <label for={id} class={answered ? "question-done" : "question-open"}>
        <Icon name={answered ? "tick" : "warning"} /> {word("question", question.code)}
        <span class="unseen"> {t(answered ? "question.answered" : "question.open")}</span>
      </label>
      {question.children && <p class="facts">{t("question.children", { names: question.children.join("; ") })}</p>}
      <select id={id} value={given.answer} aria-invalid={!!error || undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => set({ answer: event.currentTarget.value })}>
        <option value="">{t("choose")}</option>
        {question.answers.filter((one) => isOffered(one, inGroup)).map((one) => <option value={one}>{word("answer", one)}</option>)}
      </select>
      {needsEvidence(question, given.answer, inGroup) && (
        <label class="question-note">
          {t("family.evidence")}
          <select id={`${id}-evidence`} value={given.evidence ?? ""} onChange={(event) => set({ evidence: event.currentTarget.value })}>
            <option value="">{t("choose")}</option>
            {question.evidence?.map((one) => <option value={one}>{word("answer", one)}</option>)}
          </select>
        </label>
      )}
      {question.note !== "none" && given.answer && (
        <label class="question-note">
          <span>{t("question.note")} ({t(words ? "required" : "optional")})</span>
          <input value={given.note} maxLength={500} autocomplete="off" id={`${id}-note`}
            onInput={(event) => set({ note: event.currentTarget.value })} />
        </label>
      )}
      {error && <p class="field-error" id={`${id}-error`}>{error}</p>}
    </div>
  );
}

function AlertFacts({ alert }: { alert: Alert }) {
  const facts = [
    alert.source && word("source", alert.source),
    alert.matched_by && word("matched", alert.matched_by),
    alert.list_issued_at && moment(alert.list_issued_at),
    alert.reference,
    alert.earlier_reading && t("alerts.earlier_reading"),
  ].filter(Boolean);
  return <span class="facts">{facts.join(" · ")}</span>;
}

/** Whom the list means, to be compared with the document, and why it was found. */
function Compared({ listed, likeness }: { listed: Listed; likeness?: Likeness }) {
  return (
    <p class="listed">
      <b>{pair(t("listed.title"), "")}</b>{listedText(listed)}
      {likeness && (
        <span class="facts"> {t("listed.likeness", { percent: String(likeness.percent) })} (
          {likeness.reasons.map((one) => word("reason", one.reason, { value: comparedText(one.value) })).join("; ")})</span>
      )}
    </p>
  );
}

function AlertCard({ alert, questions }: { alert: Alert; questions: Question[] }) {
  const open = questions.some((question) => !isAnswered(question));
  const field = alert.parameters?.field;
  const kind = wordThere("alert", alert.kind, inspection.value?.direction);
  const cleared = alert.kind === "alert_cleared_before";
  return (
    <li tabIndex={-1} class={`alert alert-${alert.severity} ${cleared ? "alert-cleared" : ""} ${questions.length && !open ? "alert-answered" : ""}`}>
      <div class="alert-head">
        <Icon name={severityIcons[alert.severity]} />
        <h3><span class="unseen">{word("severity", alert.severity)}: </span>
          {field ? pair(kind, word("field", field)) : kind}</h3>
      </div>
      {alert.action && (cleared
        ? <p class="facts">{t("action.if_same", { action: word("action", alert.action) })}</p>
        : <p class="alert-action">{word("action", alert.action)}</p>)}
      {alert.instruction && <p class="instruction">{alert.instruction}</p>}
      {alert.has_picture && inspection.value && (
        <ListedPicture key={alert.reference} listed={alert.listed}
          address={`/api/inspections/${inspection.value.id}/alerts/${alert.id}/picture`} />
      )}
      {alert.listed && <Compared listed={alert.listed} likeness={alert.likeness} />}
      <p>{detailOf(alert)} <AlertFacts alert={alert} /></p>
      {(alert.kind === "child" || alert.kind === "age_unknown") && inspection.value?.concerns && <p>{t("confide.child")}</p>}

      {questions.map((question) => <QuestionForm question={question} />)}
    </li>
  );
}

/** What it was checked against, in words: "no alerts" means little without the list's age. */
function CheckedAgainst({ found }: { found: Inspection }) {
  const list = found.lists.find((one) => one.channel === "alerts");
  if (!found.document) return <p class="facts">{t("alerts.no_document")}</p>;
  const text = list?.issued_at
    ? t("alerts.none_checked", { moment: moment(list.issued_at) }) : t("alerts.not_checked");
  return <p class="facts">{text}</p>;
}

function Alerts({ found }: { found: Inspection }) {
  const loose = questionsOnScreen.value.filter((question) =>
    !found.alerts.some((alert) => alert.id === question.alert));
  const agrees = (code: string) => found.checks.some((check) => check.code === code && check.state === "ok");
  const listAgrees = agrees("alert_list") && agrees("alert_names");
  const order: Alert["severity"][] = ["stop", "warning", "info"];
  const sorted = [...found.alerts].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return (
    <>
      {found.alerts.length === 0 && listAgrees && <p class="no-alerts"><Icon name="tick" /> {t("alerts.none")}</p>}
      <ul class="alerts">
        {sorted.map((alert) => (
          <AlertCard key={alert.id} alert={alert}
            questions={questionsOnScreen.value.filter((question) => question.alert === alert.id)} />
        ))}
        {loose.map((question) => <li class="alert alert-info"><QuestionForm question={question} /></li>)}
      </ul>
      <CheckedAgainst found={found} />
      <MoreBelow key={found.id} />
    </>
  );
}

function HeldLists() {
  const now = strip.value;
  return (
    <>
      <p class="facts">{t("alerts.wait")}</p>
      {now && stationAnswers.value && (
        <table class="plain-table held-lists">
          <caption>{t("strip.lists_detail")}</caption>
          <thead><tr><th scope="col">{t("strip.list")}</th><th scope="col">{t("strip.age")}</th></tr></thead>
          <tbody>
            {now.bulletins.map((list) => (
              <tr>
                <th scope="row">{word("channel", list.channel)}</th>
                <td>
                  {ageText(list, now, t("none"))}{" "}
                  {list.stale && <span class="tag tag-caution"><Icon name="warning" /> {t("strip.stale")}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

export function AlertsPanel() {
  const found = inspection.value;
  const count = found?.alerts.length ?? 0;
  const open = openQuestions.value.length > 0;
  const aside = count > 0 && (
    <span class={`count ${open ? "count-bad" : ""}`} aria-hidden="true">{count}</span>
  );
  return (
    <div class="column">
      <Panel title={t("alerts.title")} class="panel-alerts" aside={aside}>
        {found ? <Alerts found={found} /> : <HeldLists />}
      </Panel>
      {found && count < 2 && (found.crossings
        ? (
          <Panel title={t("recent.of_document")} class="panel-crossings">
            <RecentList items={found.crossings} short={recentBesideAlerts} />
          </Panel>
        )
        : (
          <Panel title={t("recent.title")} class="panel-recent" scrolls>
            <RecentList items={recent.value} short={recentBesideAlerts} />
          </Panel>
        ))}
    </div>
  );
}
