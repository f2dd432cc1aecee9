// What a traveller takes along: until when they may stay, or why they were refused, in their language.
import { computed, signal } from "@preact/signals";
import type { Decided, DocumentFields, Language, LanguageText, RecentDecision } from "@garita/api";
import { Dialog, Key } from "@garita/components";
import { country, day, inLanguage, language, languages, moment, t, word } from "@garita/language";
import { site, vocabulary } from "@garita/session";
import { holding, paperNow, settled } from "./holding";
import { signature } from "./signer";
import type { Signer } from "./signer";
import { recent } from "./state";

export interface Slip {
  made: Decided; person: DocumentFields; grounds: string[]; admissionClass?: string; purpose?: string;
  /** What the last day does not take into account. */
  caveat?: LanguageText;
  /** No rule covers the class: nothing here sets a last day. */
  noRule?: boolean;
  /** How a refusal is contested, where the country's policies say it. */
  appeal?: LanguageText;
  /** Who decided. */
  by: Signer;
}

/** Of the last decision of this desk, until the next traveller is on the screen. */
export const slip = signal<Slip | undefined>(undefined);
/** Of what was decided on this page, for whoever comes back for theirs: what the station tells of its latest
    decisions is not all that stands on one. */
const made = signal<readonly Slip[]>([]);
const madeMax = 20;
const shown = signal<Slip | undefined>(undefined);
const tongue = signal<Language>("es");

const last = computed(() => paperNow(slip.value, recent.value));

export function offer(paper: Slip): void {
  slip.value = paper;
  made.value = [paper, ...made.value].slice(0, madeMax);
}

/** What was taken back is not printed, and what was restated not as it was, however long ago it was. */
export function settlePapers(latest: readonly RecentDecision[]): void {
  const kept = made.peek().map((one) => settled(one, latest));
  if (kept.some((one, index) => one !== made.peek()[index])) made.value = kept.filter((one) => one !== undefined);
  for (const one of [slip, shown]) {
    const now = one.peek();
    if (now) one.value = settled(now, latest);
  }
}

/** Of one of the latest decisions, as it holds now. */
export function paperOf({ record, corrected }: RecentDecision): Slip | undefined {
  if (corrected) return undefined;
  return paperNow(made.value.find((one) => holding(one.made.record, recent.value) === record), recent.value);
}

export function showPaperOf(paper: Slip | undefined): void {
  if (!paper) return;
  tongue.value = language.value;
  shown.value = paper;
}

export const showSlip = () => showPaperOf(last.value);

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
function paper({ made, person, grounds, admissionClass, purpose, caveat, noRule, appeal, by }: Slip) {
  const refused = made.decision === "refuse";
  const post = site.value?.post;
  const who: [string, string | undefined][] = [
    [t("slip.name"), [person.surname, person.given_names].filter(Boolean).join(", ")],
    [t("field.birth_date"), refused && person.birth_date ? day(person.birth_date) : undefined],
    [t("field.document_number"), [person.issuing_state, person.document_number].filter(Boolean).join(" ")],
    [t("field.nationality"), country(person.nationality)],
    [t(refused ? "slip.refused_at" : "slip.entered_at"), `${moment(made.at)} · ${post}`],
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
          <p class="slip-signatures"><span>{t("slip.signature_person")}</span><span>{t("slip.signature_officer")} {signature(by)}</span></p>
        </>
      ) : (
        <>
          {Lines({ lines: [
            [t("grant.class"), admissionClass && word("class", admissionClass)],
            [t("grant.purpose"), purpose && word("purpose", purpose)],
            [t("slip.days"), made.granted_days === undefined ? undefined : String(made.granted_days)],
          ] })}
          {noRule ? <p class="slip-until">{t("slip.no_rule")}</p>
            : <p class="slip-until">{t("slip.until")} <strong>{day(made.last_legal_day)}</strong></p>}
          {caveat && <p class="slip-caveat">{caveat[tongue.value]}</p>}
          <p>{t("slip.contest")}</p>
        </>
      )}
      <p class="slip-record">{t("slip.record")} <span class="code">{made.record}</span></p>
    </article>
  );
}

export function SlipDialog() {
  const now = paperNow(shown.value, recent.value);
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
