// For examiners: what the first line recorded that concerns them, also what it was not shown, and a
// search in what the post holds, with its reason.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ask, Problem } from "@garita/api";
import type { ListedAlert, SecondLine, SecondLineFound, SecondLineMatter } from "@garita/api";
import { announce, describedBy, Dialog, dropAnswered, ErrorSummary, Field, Key, problemText } from "@garita/components";
import type { FormError } from "@garita/components";
import { Icon } from "@garita/icons";
import { counted, secondsBetween, span, t, timeOrDay, word } from "@garita/language";
import { session, sessionEnded } from "@garita/session";
import { wordThere } from "./done_word";
import { listedText, ListedPicture } from "./listed";
import { RecentList } from "./recent";
import { strip } from "./state";
import { detainFirst, detains, inOrder, waits } from "./who_waits";

const askEveryMilliseconds = 20_000;
type Asked = "document_number" | "issuing_state" | "surname" | "given_names" | "birth_date" | "nationality" | "reason";
const order: Asked[] = ["issuing_state", "document_number", "surname", "given_names", "birth_date", "nationality", "reason"];
const nothing: Record<Asked, string> =
  { document_number: "", issuing_state: "", surname: "", given_names: "", birth_date: "", nationality: "", reason: "" };

const open = signal(false);
const matters = signal<SecondLineMatter[]>([]);
const leftOut = signal(0);
/** Of these it was said that they are there. */
const seen = signal<ReadonlySet<string>>(new Set());
const asked = signal(nothing);
const errors = signal<FormError[]>([]);
const found = signal<SecondLineFound | undefined>(undefined);
const trouble = signal<Problem | undefined>(undefined);

const maySee = () => !!session.value?.roles.includes("examiner");
const unseen = () => matters.value.filter((one) => !seen.value.has(one.record)).length;

function failed(problem: unknown): void {
  if (sessionEnded(problem)) return;
  trouble.value = problem instanceof Problem ? problem : new Problem(0, "unknown");
}

let lastAsked = 0;

async function load(): Promise<void> {
  if (!maySee()) return;
  lastAsked += 1;
  const mine = lastAsked;
  try {
    const before = unseen();
    const { items, more } = await ask<SecondLine>("/api/second-line");
    if (mine !== lastAsked) return;  // what is asked every so often may be answered after a key's
    matters.value = inOrder(items);
    leftOut.value = more;
    trouble.value = undefined;
    if (open.value) seen.value = new Set(matters.value.map((one) => one.record));
    else if (unseen() > before) announce(counted("second.news", unseen()), true);
  } catch (problem) {
    if (mine === lastAsked) failed(problem);
  }
}

export function showSecondLine(): void {
  if (!maySee()) return;
  open.value = true;
  void load();
}

function close(): void {
  open.value = false;
  seen.value = new Set(matters.value.map((one) => one.record));
  asked.value = nothing;
  errors.value = [];
  found.value = undefined;
}

function faults(): FormError[] {
  const { document_number, issuing_state, surname, birth_date, nationality, reason } = asked.value;
  const wrong: FormError[] = [];
  const missing = (key: Asked) => wrong.push({ target: `second-${key}`, text: () => t("hand.missing", { field: label(key) }) });
  if (!document_number.trim() && !surname.trim()) missing("document_number");
  if (document_number.trim() && !issuing_state.trim()) missing("issuing_state");
  if (surname.trim() && !birth_date.trim()) missing("birth_date");
  // By what a name is found among the records here, with the given names.
  if (surname.trim() && !nationality.trim()) missing("nationality");
  if (!reason.trim()) missing("reason");
  return wrong;
}

dropAnswered(errors, faults);

function countsOf({ decisions, alerts }: SecondLineFound): string {
  return `${counted("second.found_here", decisions.length)}, ${counted("second.found_listed", alerts.length)}`;
}

async function search(event: Event): Promise<void> {
  event.preventDefault();
  errors.value = faults();
  found.value = undefined;
  if (errors.value.length > 0) return;
  const json: Record<string, string> = {};
  for (const key of order) if (asked.value[key].trim()) json[key] = asked.value[key].trim();
  try {
    found.value = await ask<SecondLineFound>("/api/second-line/search", { method: "POST", json });
    trouble.value = undefined;
    announce(countsOf(found.value));
  } catch (problem) {
    if (problem instanceof Problem && problem.problem === "incomplete") {
      errors.value = (problem.errors ?? []).map((one) => (
        { target: `second-${one.pointer.slice(1)}`, text: () => t("second.wrong", { field: label(one.pointer.slice(1) as Asked) }) }));
      return;
    }
    failed(problem);
  }
}

function label(key: Asked): string {
  return key === "reason" ? t("second.reason") : word("field", key);
}

function Row({ of }: { of: Asked }) {
  const id = `second-${of}`;
  const error = errors.value.find((one) => one.target === id)?.text();
  const short = of === "issuing_state" || of === "nationality";
  return (
    <Field id={id} label={label(of)} error={error} hint={of === "birth_date" ? t("hand.date_hint") : undefined}>
      <input id={id} class={short ? "upper short code" : ""} value={asked.value[of]} autocomplete="off" spellcheck={false}
        maxLength={short ? 3 : of === "reason" ? 250 : 60} aria-invalid={!!error || undefined}
        aria-describedby={describedBy(id, error, of === "birth_date" ? "yes" : undefined)}
        onInput={(event) => (asked.value = { ...asked.value, [of]: event.currentTarget.value })} />
    </Field>
  );
}

function ListedFacts({ alert }: { alert: ListedAlert }) {
  const who = alert.listed && listedText(alert.listed);
  return (
    <div class={`listed ${detains(alert) ? "listed-detain" : ""}`}>
      {alert.picture && <ListedPicture key={alert.picture} address={`/api/second-line/pictures/${alert.picture}`} listed={alert.listed} />}
      <p>
        {alert.action && <span class={`tag tag-${detains(alert) ? "bad" : "caution"}`}>
          {detains(alert) && <Icon name="stop" />} {word("action", alert.action)}</span>}
        {alert.silent && <span class="tag tag-caution">{t("second.silent")}</span>} <b>{alert.instruction ?? t("second.gone")}</b>
        <span class="facts"> {[word("matched", alert.matched_by), alert.reference, who].filter(Boolean).join(" · ")}</span>
      </p>
    </div>
  );
}

/** Since when somebody waits who was sent here. */
function Waits({ one }: { one: SecondLineMatter }) {
  const now = strip.value?.at;
  if (!now || !waits(one)) return null;
  return <span class="tag tag-caution">{t("second.waits", { span: span(secondsBetween(one.at, now)) })}</span>;
}

function Matter({ one }: { one: SecondLineMatter }) {
  const list = one.kind === "refusal" ? "ground" : "referral";
  return (
    <li>
      <p>
        <b>{timeOrDay(one.at, strip.value?.at)} · {wordThere("second.kind", one.kind, one.direction)}</b>
        {one.direction && ` · ${word("direction", one.direction)}`} · {[one.surname, one.given_names].filter(Boolean).join(", ") || t("recent.sealed")}
        {one.document_number && <> <span class="code">{one.document_number}</span></>} <Waits one={one} />
      </p>
      {one.alert && <ListedFacts alert={one.alert} />}
      <p class="facts">
        {[...(one.reasons ?? []).map((reason) => word(list, reason)), one.left && word("second.left", one.left), one.answer && one.answer !== "not_shown" && word("answer", one.answer), one.note, one.officer]
          .filter(Boolean).join(" · ")}
      </p>
    </li>
  );
}

/** Below the form that asked for it, and out of sight on a small screen: whoever asked is taken there. */
function Found({ what }: { what: SecondLineFound }) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    head.current?.scrollIntoView({ block: "start" });
    head.current?.focus({ preventScroll: true });
  }, [what]);
  return (
    <div data-test="found">
      <h3 ref={head} tabIndex={-1} aria-describedby="second-counts">{t("second.on_list")}</h3>
      <p id="second-counts" class="facts">{countsOf(what)}</p>
      {what.alerts.length === 0 ? <p class="facts">{t("second.not_on_list")}</p> : detainFirst(what.alerts, (one) => one).map((one) => <ListedFacts alert={one} />)}
      {what.names_not_searched && <p class="facts"><Icon name="warning" /> {t("second.names_not_searched")}</p>}
      <h3>{t("second.here")}</h3>
      <RecentList items={what.decisions} none={t("second.not_here")} />
    </div>
  );
}

/** In the head, for whoever may see it, with how much is new. */
export function SecondLineButton() {
  useEffect(() => {
    void load();
    const timer = setInterval(() => void load(), askEveryMilliseconds);
    return () => clearInterval(timer);
  }, [session.value?.officer]);
  if (!maySee()) return null;
  const news = unseen();
  return (
    <button type="button" class={`plain ${news > 0 ? "strip-caution" : ""}`} id="second-line" aria-keyshortcuts="F5" aria-haspopup="dialog" onClick={showSecondLine}>
      {t("second.title")}{news > 0 && ` (${news})`} <Key name="F5" />
    </button>
  );
}

export function SecondLineDialog() {
  if (!open.value) return null;
  return (
    <Dialog title={t("second.title")} wide onClose={close}>
      {trouble.value && <p class="trouble">{problemText(trouble.value)}</p>}
      {matters.value.length === 0
        ? <p class="facts">{t("second.none")}</p>
        : <ul class="second-line" data-test="matters" tabIndex={0} aria-label={t("second.title")}>{matters.value.map((one) => <Matter one={one} />)}</ul>}
      {leftOut.value > 0 && <p class="facts" data-test="more">{counted("second.more", leftOut.value)}</p>}
      <form class="second-search" onSubmit={(event) => void search(event)} noValidate>
        <h3>{t("second.search")}</h3>
        <p class="hint">{t("second.search_hint")}</p>
        <ErrorSummary errors={errors.value} />
        <div class="second-fields">{order.map((key) => <Row of={key} />)}</div>
        <div class="dialog-actions">
          <button type="submit" class="button" id="second-submit">{t("second.search")} <Key name="Enter" /></button>
          <button type="button" class="button button-ghost" onClick={close}>{t("close")} <Key name="Esc" /></button>
        </div>
      </form>
      {found.value && <Found what={found.value} />}
    </Dialog>
  );
}
