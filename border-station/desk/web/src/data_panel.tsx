import type { Check, DocumentFields, FieldSource, Inspection, StayPosition } from "@garita/api";
import { DayInput, describedBy, Field, Key, Panel, Select, Verdict } from "@garita/components";
import { Icon } from "@garita/icons";
import { country, counted, day, hasWord, language, moment, number, t, word } from "@garita/language";
import { vocabulary } from "@garita/session";
import { leader, mayJoin, switchTogether, together } from "./family";
import {
  daysWrong, fillIn, goesOnUntil, grant, grantedUntil,
  inspection, nameOf, offeredClasses, recent, term, transportIsRepeated, typing, untilWrong,
} from "./state";
import { ByHandForm } from "./by_hand";
import { wordThere } from "./done_word";
import { barcodeWords, Findings } from "./findings";
import { speaksAgainst } from "./finding_rules";
import { ChecksBelow } from "./more_below";
import { OtherState } from "./other_state";
import { RecentList } from "./recent";
import { stayShown } from "./stay_shown";
import type { StayShown } from "./stay_shown";

type Row = { field: keyof DocumentFields; value: string; aside?: string; code?: boolean };

function rowsOf(found: Inspection): Row[] {
  const fields = found.document ?? {};
  const age = found.age_years === undefined ? undefined : counted("age", found.age_years);
  const sex = fields.sex ? `${fields.sex} · ${word("sex", fields.sex)}` : "–";
  const type = [fields.document_code, fields.issuing_state && country(fields.issuing_state)];
  const rows: Row[] = [
    { field: "document_number", value: fields.document_number ?? "–", code: true },
    { field: "document_code", value: type.filter(Boolean).join(" · ") || "–" },
    { field: "surname", value: fields.surname ?? "–" },
    { field: "given_names", value: fields.given_names ?? "–" },
    { field: "nationality", value: country(fields.nationality) },
    { field: "birth_date", value: day(fields.birth_date), aside: age },
    { field: "sex", value: sex },
    { field: "expiry_date", value: day(fields.expiry_date) },
  ];
  if (fields.optional_data) rows.push({ field: "optional_data", value: fields.optional_data, code: true });
  return rows;
}

/** Under what the words of a check that holds stand: no more than it found out, so that nothing beside it gainsays them. */
function foundOut(check: Check, found: Inspection): string {
  if (check.code.startsWith("check_digit_")) return "digit";
  if (check.code === "stay_history") return `stay_history_${found.direction}`;
  const cleared = check.code === "alert_list" && found.alerts.some((alert) => alert.kind === "alert_cleared_before");
  return cleared ? "alert_list_cleared" : check.code;
}

function verdictText(check: Check, found: Inspection): string {
  if (check.reason && check.state !== "ok") return wordThere("reason", check.reason, found.direction);
  if (check.state !== "ok") return word("verdict", check.state);
  const key = foundOut(check, found);
  return hasWord("checkok", key) ? word("checkok", key) : word("verdict", "ok");
}

/** Beside the name of the check, which says what it was about. */
function shortVerdict(check: Check, found: Inspection): string {
  const digit = check.code.startsWith("check_digit_");
  return digit && check.state !== "not_done" ? word("verdict", check.state) : verdictText(check, found);
}

/** Of several checks on one field each is shown, none is left out. */
function Verdicts({ checks, found }: { checks: Check[]; found: Inspection }) {
  return <>{checks.map((check) => <Verdict state={check.state} text={verdictText(check, found)} />)}</>;
}

/** What a field was read from, and how surely; what is left open is said louder. */
function Source({ source }: { source: FieldSource | undefined }) {
  if (!source) return null;
  const sure = source.confidence === undefined ? "" : ` ${number(Math.round(source.confidence * 100))} %`;
  const alone = source.source === "barcode";
  const words = [alone ? barcodeWords(source) : word("fieldsource", source.source) + sure];
  for (const kind of alone ? [] : source.barcodes ?? []) words.push(t("fields.same_in", { code: word("barcode", kind) }));
  if (source.uncertain) words.push(t(alone ? "fields.doubtful" : "fields.uncertain"));
  return <span class={`field-source ${source.uncertain ? "field-uncertain" : ""}`}>{words.join(" · ")}</span>;
}

const worst: Check["state"][] = ["fail", "not_done", "ok"];
/** What did not hold is not the last to be read. */
const worstFirst = (a: Check, b: Check) => worst.indexOf(a.state) - worst.indexOf(b.state);

function FieldRows({ found }: { found: Inspection }) {
  const of = (field: string) => found.checks.filter((check) => check.field === field);
  const rows = rowsOf(found);
  const shown = new Set<string>(rows.map((row) => row.field));
  const others = found.checks.filter((check) => !check.field || !shown.has(check.field)).sort(worstFirst);
  return (
    <>
      <table class="fields">
        <caption class="unseen">{t("fields.title")}</caption>
        <thead class="unseen">
          <tr>
            <th scope="col">{t("fields.name")}</th>
            <th scope="col">{t("fields.value")}, {t("fields.verdict")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              <th scope="row">{word("field", row.field)}</th>
              <td>
                <div class="value-and-verdicts">
                  <span>
                    <span class={row.code ? "value code" : "value"}>{row.value}</span>
                    {row.aside && <span class="aside"> {row.aside}</span>}
                  </span>
                  <span class="verdicts">
                    <Source source={found.sources?.[row.field]} /><Verdicts checks={of(row.field)} found={found} />
                  </span>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul class="other-checks" aria-label={t("fields.verdict")}>
        {others.map((check) => (
          <li>
            <span class="check-name">{word("check", check.code)}</span>
            <Verdict state={check.state} text={shortVerdict(check, found)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function stayWords(stay: StayPosition, { state, days }: { state: StayShown; days?: number }): { text: string; tone: string; icon: "tick" | "warning" | "dash" } {
  switch (state) {
    case "to_be_granted":
      return { text: counted("stay.to_be_granted", days ?? 0), tone: "plain", icon: "tick" };
    case "until_to_be_given":
    case "no_days":
      return { text: t(`stay.${state}`), tone: "plain", icon: "tick" };
    case "no_rule":
      return { text: t("stay.no_rule"), tone: "caution", icon: "warning" };
    case "within":
      return { text: t("stay.within"), tone: "good", icon: "tick" };
    case "over":
      return { text: counted("stay.over", stay.days_over ?? 0), tone: "caution", icon: "warning" };
    case "unlimited":
      return { text: t("stay.unlimited"), tone: "plain", icon: "tick" };
    default:
      return { text: t("stay.unknown"), tone: "plain", icon: "dash" };
  }
}

function StayNumbers({ stay }: { stay: StayPosition }) {
  const numbers: [string, string | undefined][] = [
    [t("stay.entered"), stay.entered && day(stay.entered)],
    [t("stay.days_used"), stay.days_used === undefined || stay.state === "to_be_granted" ? undefined : number(stay.days_used)],
    [t("stay.days_remaining"), stay.days_remaining === undefined || stay.state === "to_be_granted" ? undefined : number(stay.days_remaining)],
    // Of what is being granted the last day stands beside it: there is one, and it follows what is typed.
    [t("stay.last_legal_day"), stay.state !== "to_be_granted" && stay.last_legal_day ? day(stay.last_legal_day) : undefined],
  ];
  const known = numbers.filter(([, value]) => value !== undefined);
  if (known.length === 0) return null;
  return <dl class="stay-numbers">{known.map(([name, value]) => <div><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

function Derivation({ stay }: { stay: StayPosition }) {
  if (!stay.derivation?.length) return null;
  return (
    <details class="derivation">
      <summary>{t("stay.derivation")}</summary>
      <div class="derivation-box">
        <ol>{stay.derivation.map((line) => <li>{line.text[language.value]}</li>)}</ol>
        {stay.basis && (
          <p class="facts">
            {word("stay.basis", stay.basis, { moment: moment(stay.basis_at), rule: stay.rule })}
            {stay.basis === "open_stays" && `. ${t("stay.later_unknown")}.`}
          </p>
        )}
      </div>
    </details>
  );
}

/** Of somebody who leaves and of whom no entry is known there is no stay, whatever policies say. */
function noStay({ direction, lists }: Inspection): string {
  const policies = lists.some((list) => list.channel === "policies" && list.version);
  return direction === "exit" && policies ? t("stay.no_entry") : t("stay.absent");
}

function Stay({ found }: { found: Inspection }) {
  const { stay } = found;
  if (!stay) return <div class="stay"><h3>{t("stay.title")}</h3><p class="facts">{noStay(found)}</p></div>;
  const chosen = grant.value.admission_class;
  const entering = found.direction === "entry";
  const { text, tone, icon } = stayWords(stay, entering ? stayShown(stay, term.value, chosen) : stay);
  return (
    <div class="stay">
      <h3>{t("stay.title")}</h3>
      <p class={`stay-word stay-${tone}`}><Icon name={icon} /> {text}</p>
      <StayNumbers stay={stay} />
      {/* What may be granted is worked out for a visitor alone. */}
      {(!entering || chosen === "visitor") && <Derivation stay={stay} />}
    </div>
  );
}

function Days() {
  const most = term.value?.days_max;
  const error = daysWrong.value ? t("grant.days_range", { max: most ?? "…" }) : undefined;
  const until = grantedUntil.value;
  const earlier = goesOnUntil.value;
  const words = earlier ? [t("grant.goes_on", { day: day(earlier) })]
    : [term.value?.days_are_fixed && t("grant.days_fixed"), until && t("grant.until", { day: day(until) })];
  return (
    <div class={`field field-days ${error ? "field-wrong" : ""}`}>
      <label for="days">{t("grant.days")}</label>
      <div class="days">
        <input id="days" inputMode="numeric" autocomplete="off" value={grant.value.days} size={4}
          readOnly={term.value?.days_are_fixed}
          aria-invalid={!!error || undefined} aria-describedby={describedBy("days", error) ?? "days-until"}
          onInput={(event) => fillIn({ days: event.currentTarget.value.trim() })} />
        {error ? <span class="field-error" id="days-error">{error}</span>
          : <span class="until" id="days-until">{words.filter(Boolean).join(", ")}</span>}
      </div>
    </div>
  );
}

function Until() {
  const error = untilWrong.value ? t("grant.until_wrong", { day: day(inspection.value?.local_day) }) : undefined;
  return (
    <Field id="until_day" label={t("grant.until_day")} error={error}>
      <DayInput id="until_day" value={grant.value.until} error={error} onInput={(until) => fillIn({ until })} />
    </Field>
  );
}

function Grant({ found }: { found: Inspection }) {
  const { purposes = [], transports = [] } = vocabulary.value;
  return (
    <div class="grant">
      <div class="field field-purpose">
        <label for="purpose">{t("grant.purpose")}</label>
        <Select id="purpose" list="purpose" codes={purposes} value={grant.value.purpose}
          empty={t("choose")} onChange={(purpose) => fillIn({ purpose })} />
      </div>
      <div class="field">
        <label for="transport">{t("grant.transport")}</label>
        <Select id="transport" list="transport" codes={transports} value={grant.value.transport}
          empty={t("choose")} onChange={(transport) => fillIn({ transport })} />
      </div>
      <div class="field">
        <label for="class">{t("grant.class")}</label>
        <Select id="class" list="class" codes={offeredClasses.value} value={grant.value.admission_class}
          onChange={(admission_class) => fillIn({ admission_class })} />
      </div>
      {term.value?.until_is_given ? <Until /> : <Days />}
      <OtherState />
      {found.prefill?.source === "last_trip"
        ? <p class="facts">{t("grant.prefill.last_trip")}</p>
        : transportIsRepeated.value && <p class="facts">{t("grant.prefill.last_traveller")}</p>}
    </div>
  );
}

/** One key joins the traveller to the adult who was admitted before. */
function Together() {
  if (!mayJoin.value) return null;
  return (
    <label class="tick together">
      <input id="together" type="checkbox" checked={together.value} onChange={switchTogether} />
      <span>{t("family.with", { name: leader.value?.name })} <Key name="F6" /></span>
    </label>
  );
}

function Inspected({ found }: { found: Inspection }) {
  return (
    <div class="inspected" key={found.id}>
      <Findings found={found} />
      {found.document && <FieldRows found={found} />}
      {found.document && (
        <div class="stay-and-grant">
          <ChecksBelow />
          <Together />
          <Stay found={found} />
          {found.comes_home && <p class="facts" data-test="comes-home">{t("grant.comes_home")}</p>}
          {found.direction === "entry" && !found.comes_home ? <Grant found={found} />
            : found.other_state && <div class="grant"><OtherState /></div>}
        </div>
      )}
    </div>
  );
}

// As many as fit a screen of 768 pixels.
const recentOnScreen = 9;

export function DataPanel() {
  const found = inspection.value;
  if (typing.value) {
    return <Panel title={t(found?.to_confirm ? "hand.confirm_title" : "hand.title")} class="panel-data"><ByHandForm /></Panel>;
  }
  if (!found) {
    return (
      <Panel title={t("recent.title")} class="panel-data" scrolls>
        <RecentList items={recent.value} short={recentOnScreen} correct />
      </Panel>
    );
  }
  // What stays in sight leaves little room below it: the fields scroll, and whose they are does not.
  const name = speaksAgainst(found) && nameOf(found);
  return (
    <Panel title={t("fields.title")} class="panel-data" aside={name && <span class="whose" title={name}>{name}</span>}>
      <Inspected found={found} />
    </Panel>
  );
}
