// Hours on paper: a supervisor announces them, officers type in what was decided then, and the
// supervisor says that all is entered.
import { signal } from "@preact/signals";
import { ask, Problem } from "@garita/api";
import type { OpenPaper } from "@garita/api";
import { announce, describedBy, Dialog, dropAnswered, ErrorSummary, Field, Key, problemText } from "@garita/components";
import type { FormError } from "@garita/components";
import { Icon } from "@garita/icons";
import { clockTime, counted, instantOf, isMinute, localMinute, moment, pair, t, timeOrDay, word } from "@garita/language";
import { session, sessionEnded } from "@garita/session";
import { placeOf } from "./fault_words";
import { scannerWaits } from "./hands_free";
import { proposedMoment } from "./paper_hours";
import { busy, done, inspection, notice, onPaper, strip } from "./state";

const open = signal(false);
const from = signal("");
const to = signal("");
const reason = signal("");
const at = signal("");
const officer = signal("");
const errors = signal<FormError[]>([]);
const refused = signal<Problem | undefined>(undefined);
const sending = signal(false);

const isSupervisor = () => !!session.value?.roles.includes("supervisor");

export function showPaper(): void {
  if (inspection.value || (!strip.value?.paper && !isSupervisor())) return;
  const now = strip.value?.at ?? new Date().toISOString();
  from.value = localMinute(now);
  to.value = "";
  reason.value = "";
  at.value = proposedMinute(strip.value?.paper);
  said.value = undefined;
  errors.value = [];
  refused.value = undefined;
  open.value = true;
}

/** Nothing as long as no hours are announced: what would stand there is not one of them. */
function proposedMinute(paper: OpenPaper | undefined): string {
  if (!paper) return "";
  const typed = isMinute(at.value) ? instantOf(at.value) : undefined;
  return localMinute(proposedMoment(paper, onPaper.value?.at ?? typed));
}

function close(): void {
  open.value = false;
}

export function leavePaper(): void {
  onPaper.value = undefined;
}

async function send(path: string, json: unknown, said: () => string): Promise<void> {
  await asking(async () => {
    await ask(path, { method: "POST", json });
    notice.value = { tone: "done", text: said };
    announce(said());
    close();
  });
}

/** Once at a time; what the station refuses is said in the dialog. */
async function asking(request: () => Promise<void>): Promise<void> {
  if (sending.value) return;
  sending.value = true;
  refused.value = undefined;
  try {
    await request();
  } catch (problem) {
    if (!sessionEnded(problem)) refused.value = problem instanceof Problem ? problem : new Problem(0, "unknown");
  } finally {
    sending.value = false;
  }
}

function minuteFault(id: string, minute: string): FormError[] {
  if (isMinute(minute)) return [];
  return [{ target: id, text: () => t(minute ? "paper.bad_moment" : "paper.no_moment") }];
}

function announcementFaults(): FormError[] {
  const found = [...minuteFault("paper-from", from.value), ...(to.value ? minuteFault("paper-to", to.value) : [])];
  if (!reason.value.trim()) found.push({ target: "paper-reason", text: () => t("paper.reason_missing") });
  return found;
}

const momentFaults = () => minuteFault("paper-at", at.value);

function announcePaper(event: Event): void {
  event.preventDefault();
  refused.value = undefined;
  errors.value = announcementFaults();
  if (errors.value.length > 0) return;
  const asked: Record<string, string> = { from: instantOf(from.value), reason: reason.value.trim() };
  if (to.value) asked.to = instantOf(to.value);
  void send("/api/paper", asked, () => t("paper.announced"));
}

function typeIn(event: Event): void {
  event.preventDefault();
  refused.value = undefined;
  errors.value = momentFaults();
  // A document that came while the dialog was open is of now.
  if (busy.value || inspection.value) return close();
  if (errors.value.length > 0) return;
  const sheet = { at: instantOf(at.value), officer: officer.value.trim() };
  void asking(async () => {
    // Before a document is read for hours or an officer that there are not.
    await ask(`/api/paper?${new URLSearchParams({ paper_at: sheet.at, paper_officer: sheet.officer })}`);
    const cameMeanwhile = busy.value || inspection.value;
    close();
    if (cameMeanwhile) return;
    done.value = undefined;
    onPaper.value = sheet;
  });
}

/** How hours end at this desk: by its word that all is entered, or, where an earlier life of the disk
 *  announced them, at the centre alone. */
const endings = {
  close: { path: "/api/paper/close", says: "paper.all_entered", missing: "paper.not_said", button: "paper.close", done: "paper.closed" },
  aside: {
    path: "/api/paper/set-aside", says: "paper.set_aside_say", missing: "paper.set_aside_not_said",
    button: "paper.set_aside", done: "paper.set_aside_done",
  },
} as const;
type Ending = (typeof endings)[keyof typeof endings];
/** What the supervisor has ticked. */
const said = signal<Ending | undefined>(undefined);

const endingFaults = (ending: Ending): FormError[] =>
  said.value === ending ? [] : [{ target: "paper-all", text: () => t(ending.missing) }];

// One of the two is offered, and what is ticked is it.
dropAnswered(errors, () => [...announcementFaults(), ...momentFaults(), ...endingFaults(said.value ?? endings.close)]);

function endPaper(event: Event, ending: Ending, entered: number): void {
  event.preventDefault();
  refused.value = undefined;
  errors.value = endingFaults(ending);
  if (errors.value.length === 0) void send(ending.path, { entered }, () => t(ending.done));
}

const errorOf = (id: string) => errors.value.find((error) => error.target === id)?.text();

function Minute(props: { id: string; label: string; value: string; hint?: string; onInput: (value: string) => void }) {
  const error = errorOf(props.id);
  return (
    <Field id={props.id} label={props.label} hint={props.hint} error={error}>
      <input id={props.id} value={props.value} autocomplete="off" spellcheck={false} maxLength={16}
        placeholder={t("paper.minute_hint")} aria-invalid={!!error || undefined}
        aria-describedby={describedBy(props.id, error, props.hint)}
        onInput={(event) => props.onInput(event.currentTarget.value)} />
    </Field>
  );
}

function Announcing() {
  const error = errorOf("paper-reason");
  return (
    <form onSubmit={announcePaper} noValidate>
      <p>{t("paper.what")}</p>
      <Minute id="paper-from" label={t("paper.from")} value={from.value} onInput={(value) => (from.value = value)} />
      <Minute id="paper-to" label={t("paper.to")} hint={t("paper.to_hint")} value={to.value} onInput={(value) => (to.value = value)} />
      <Field id="paper-reason" label={t("paper.reason")} error={error}>
        <input id="paper-reason" autocomplete="off" maxLength={500} value={reason.value}
          aria-invalid={!!error || undefined} aria-describedby={describedBy("paper-reason", error)}
          onInput={(event) => (reason.value = event.currentTarget.value)} />
      </Field>
      <div class="dialog-actions">
        <button type="submit" class="button">{t("paper.announce")}</button>
      </div>
    </form>
  );
}

function TypingIn() {
  return (
    <form class="paper-typing" onSubmit={typeIn} noValidate>
      <Minute id="paper-at" label={t("paper.at")} value={at.value} onInput={(value) => (at.value = value)} />
      <Field id="paper-officer" label={t("paper.officer")} hint={t("paper.officer_hint")}>
        <input id="paper-officer" autocomplete="off" spellcheck={false} value={officer.value}
          aria-describedby={describedBy("paper-officer", undefined, "yes")}
          onInput={(event) => (officer.value = event.currentTarget.value)} />
      </Field>
      <div class="dialog-actions">
        <button type="submit" class="button">{t("paper.type_in")}</button>
      </div>
    </form>
  );
}

function Closing({ entered, of_earlier_life, closed_at_centre }: OpenPaper) {
  const ending = of_earlier_life ? endings.aside : endings.close;
  const error = errorOf("paper-all");
  return (
    <form class="paper-closing" onSubmit={(event) => endPaper(event, ending, entered)} noValidate>
      {closed_at_centre && !of_earlier_life && <p class="facts">{t("paper.close_here_too")}</p>}
      <label class="tick">
        <input id="paper-all" type="checkbox" checked={said.value === ending} aria-invalid={!!error || undefined}
          onChange={(event) => (said.value = event.currentTarget.checked ? ending : undefined)} />
        <span>{counted(ending.says, entered)}</span>
      </label>
      {error && <p class="field-error">{error}</p>}
      <div class="dialog-actions">
        <button type="submit" class="button">{t(ending.button)}</button>
      </div>
    </form>
  );
}

/** What is wrong, where the station says it of fields; nobody is decided about here. */
function refusalText(problem: Problem): string {
  if (problem.errors.length === 0) return problemText(problem);
  return problem.errors.map(({ pointer, code }) =>
    pointer === "/reason" ? pair(t("paper.reason"), word("fielderror", code)) : placeOf(pointer, code)).join("; ");
}

export function PaperDialog() {
  if (!open.value) return null;
  const paper = strip.value?.paper;
  return (
    <Dialog title={t("paper.title")} onClose={close}>
      <ErrorSummary errors={errors.value} />
      {refused.value && <p class="field-error" role="alert">{refusalText(refused.value)}</p>}
      {paper && <p data-test="paper">{hours(paper)} · {counted("paper.entered", paper.entered)}</p>}
      {paper?.long_open && !paper.of_earlier_life && (
        <p class="field-error paper-warning" data-test="paper-long-open"><Icon name="warning" /> {t("paper.long_open")}</p>
      )}
      {paper?.closed_at_centre && (
        <p class="field-error paper-warning" data-test="paper-closed-at-centre">
          <Icon name="warning" /> {t("paper.closed_at_centre", { at: moment(paper.closed_at_centre) })}
        </p>
      )}
      {paper?.of_earlier_life && !paper.closed_at_centre && (
        <p class="field-error paper-warning" data-test="paper-earlier">
          <Icon name="warning" /> {t("paper.earlier_life", { post: strip.value?.post ?? "" })}
        </p>
      )}
      {paper ? <TypingIn /> : <Announcing />}
      {paper && isSupervisor() && <Closing {...paper} />}
      <div class="dialog-actions">
        <button type="button" class="button button-ghost" onClick={close}>{t("cancel")} <Key name="Esc" /></button>
      </div>
    </Dialog>
  );
}

function hours({ from, to }: OpenPaper): string {
  return to ? t("paper.hours", { from: moment(from), to: moment(to) }) : t("paper.since", { from: moment(from) });
}

function stripText({ from, closed_at_centre }: OpenPaper): string {
  return closed_at_centre ? t("paper.closed_there") : t("paper.since", { from: timeOrDay(from, strip.value?.at) });
}

/** On the strip: since when, or that the centre has closed them, and the way there. */
export function paperText(): string | undefined {
  const paper = strip.value?.paper;
  return paper ? stripText(paper) : isSupervisor() ? t("paper.title") : undefined;
}

export function PaperButton() {
  const paper = strip.value?.paper;
  return (
    <button type="button" class={`strip-item strip-button strip-${paper ? "caution" : "good"}`} id="paper"
      aria-haspopup="dialog" aria-keyshortcuts="Shift+F4" onClick={showPaper}>
      <Icon name={paper?.closed_at_centre ? "warning" : "list"} /> {paperText()} <Key name="⇧F4" />
    </button>
  );
}

/** What is typed now happened then: said as long as it is so. */
export function PaperBanner() {
  const now = onPaper.value;
  return (
    <>
      {now && (
        <p class="paper-banner" role="status">
          <Icon name="list" /> {t("paper.typing", { at: moment(now.at) })}{now.officer && ` · ${now.officer}`}
          {strip.value?.paper?.closed_at_centre && ` · ${t("paper.late")}`}{" "}
          {!inspection.value &&
            <button type="button" class="button button-ghost" onClick={leavePaper}>{t("paper.leave", { at: clockTime(now.at) })}</button>}
        </p>
      )}
      {scannerWaits.value && (
        <p class="paper-banner" role="status" data-test="scanner-waits"><Icon name="warning" /> {t("drop.waits")}</p>
      )}
    </>
  );
}
