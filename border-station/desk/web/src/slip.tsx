// What a traveller takes along: until when they may stay, or why they were refused, in their language. The station tells
// what stands on it, of this traveller and of whoever comes back for theirs.
import { computed, signal } from "@preact/signals";
import { ask, Problem } from "@garita/api";
import type { HandedOut, Language, RecentDecision } from "@garita/api";
import { announce, Dialog, dialogIsOpen, Key, sayInDialog } from "@garita/components";
import { country, day, inLanguage, language, languages, moment, t, word } from "@garita/language";
import { session, sessionEnded, site, vocabulary } from "@garita/session";
import { problemWithPlaces } from "./fault_words";
import { holding, paperNow, settled } from "./holding";
import type { Offered } from "./holding";
import { signature, signer } from "./signer";
import { inspection, notice, recent, trouble } from "./state";

/** Of the last decision of this desk, until the next traveller is on the screen. */
export const slip = signal<Offered | undefined>(undefined);
const shown = signal<HandedOut | undefined>(undefined);
const tongue = signal<Language>("es");

const last = computed(() => paperNow(slip.value, recent.value));

/** What was taken back is not offered, and what was restated not as it was, however long ago it was. */
export function settlePapers(latest: readonly RecentDecision[]): void {
  const now = slip.peek();
  if (now) slip.value = settled(now, latest);
  void settleShown(latest);
}

/** Whoever has it open is told: of what was taken back it closes. */
async function settleShown(latest: readonly RecentDecision[]): Promise<void> {
  const before = shown.peek()?.decision.record;
  const record = before && holding(before, latest);
  if (!before || record === before) return;
  const now = record && await paperOf(record);
  if (shown.peek()?.decision.record !== before) return;
  shown.value = now || undefined;
  if (now) sayInDialog(() => t("slip.corrected_meanwhile"));
  if (record) return;
  const text = () => t("slip.voided_meanwhile", { record: before });
  notice.value = { tone: "bad", text };
  announce(text(), true);
}

/** As the station tells it; undefined: there is none, and why is said. */
async function paperOf(record: string): Promise<HandedOut | undefined> {
  try {
    return await ask<HandedOut>(`/api/decisions/${record}/paper`);
  } catch (problem) {
    if (sessionEnded(problem)) return undefined;
    trouble.value = problem instanceof Problem ? problem : new Problem(0, "unknown");
    announce(problemWithPlaces(trouble.value), true);
    return undefined;
  }
}

export async function showPaperOf(record: string): Promise<void> {
  const before = inspection.peek();
  trouble.value = undefined;
  const paper = await paperOf(record);
  // Nobody who has begun something else is interrupted.
  if (!paper || dialogIsOpen() || inspection.peek() !== before) return;
  tongue.value = language.value;
  shown.value = paper;
}

export function showSlip(): void {
  if (last.value) void showPaperOf(last.value.made.record);
}

/** A to J as the standard form has them (Regulation (EU) 2016/399, Annex V, Part B); the others have no
    letter. */
function letter(ground: string): string {
  const place = vocabulary.value.refusal_grounds?.indexOf(ground) ?? -1;
  return place >= 0 && place < 10 ? `${String.fromCharCode(65 + place)}. ` : "";
}

function Lines({ lines }: { lines: [string, string | undefined][] }) {
  return (
    <dl class="slip-lines">
      {lines.filter(([, value]) => value).map(([name, value]) => <div><dt>{name}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}

/** Everything in the chosen language, so nothing in it may be drawn later. */
function paper({ decision, issuing_state, birth_date, grounds, no_rule, caveat, appeal }: HandedOut) {
  const refused = decision.decision === "refuse";
  const post = site.value?.post;
  const who: [string, string | undefined][] = [
    [t("slip.name"), [decision.surname, decision.given_names].filter(Boolean).join(", ")],
    [t("field.birth_date"), birth_date && day(birth_date)],
    [t("field.document_number"), [issuing_state, decision.document_number].filter(Boolean).join(" ")],
    [t("field.nationality"), country(decision.nationality)],
    [t(refused ? "slip.refused_at" : "slip.entered_at"), `${moment(decision.at)} · ${post}`],
  ];
  return (
    <article class="slip" lang={tongue.value}>
      {site.value?.exercise && <p class="slip-exercise">{t("exercise")}</p>}
      <h3>{country(site.value?.country)}</h3>
      <h4>{t(refused ? "slip.refusal_title" : "slip.admission_title")}</h4>
      {Lines({ lines: who })}
      {refused ? (
        <>
          <p>{t("slip.grounds")}</p>
          <ul class="slip-grounds">{grounds.map((one) => <li>{letter(one)}{word("ground", one)}</li>)}</ul>
          <p class="slip-appeal">{appeal?.[tongue.value] ?? t("slip.appeal")}</p>
          <p class="slip-signatures"><span>{t("slip.signature_person")}</span><span>{t("slip.signature_officer")} {decision.officer && signature(signer(decision.officer, session.value))}</span></p>
        </>
      ) : (
        <>
          {Lines({ lines: [
            [t("grant.class"), decision.admission_class && word("class", decision.admission_class)],
            [t("grant.purpose"), decision.purpose && word("purpose", decision.purpose)],
            [t("slip.days"), decision.granted_days === undefined ? undefined : String(decision.granted_days)],
          ] })}
          {no_rule ? <p class="slip-until">{t("slip.no_rule")}</p>
            : <p class="slip-until">{t("slip.until")} <strong>{day(decision.last_legal_day)}</strong></p>}
          {caveat && <p class="slip-caveat">{caveat[tongue.value]}</p>}
          <p>{t("slip.contest")}</p>
        </>
      )}
      <p class="slip-record">{t("slip.record")} <span class="code">{decision.record}</span></p>
    </article>
  );
}

export function SlipDialog() {
  const now = shown.value;
  if (!now) return null;
  const close = () => (shown.value = undefined);
  return (
    <Dialog title={t("slip.title")} wide onClose={close}>
      <label class="field slip-language">{t("slip.language")}
        <select id="slip-language" value={tongue.value}
          onChange={(event) => (tongue.value = event.currentTarget.value as Language)}>
          {languages.map(([code, name]) => <option value={code} lang={code}>{name}</option>)}
        </select>
      </label>
      {inLanguage(tongue.value, () => paper(now))}
      <div class="dialog-actions">
        <button type="button" class="button" id="print-slip" autoFocus onClick={() => window.print()}>{t("slip.print")}</button>
        <button type="button" class="button button-ghost" onClick={close}>{t("close")} <Key name="Esc" /></button>
      </div>
    </Dialog>
  );
}

/** Offered beside what was decided. */
export function SlipButton() {
  if (!last.value) return null;
  return (
    <button type="button" class="button button-ghost slip-button" aria-keyshortcuts="F7" onClick={showSlip}>
      {t("slip.print")} <Key name="F7" />
    </button>
  );
}
