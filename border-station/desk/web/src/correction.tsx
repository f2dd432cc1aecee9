// Taking one of the last decisions back, or saying what it should have said: with a reason, once.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ask, Problem } from "@garita/api";
import type { Corrected, Correction, Direction, RecentDecision, Restatement } from "@garita/api";
import { announce, DayInput, describedBy, Dialog, dropAnswered, ErrorSummary, Field, Key, Select } from "@garita/components";
import type { FormError } from "@garita/components";
import { isDay, moment, pair, t, word } from "@garita/language";
import { session, sessionEnded, vocabulary } from "@garita/session";
import { withApproval } from "./approval";
import { mayBeCorrected } from "./correctable";
import { ChildrenLeft, tellChildren } from "./children_left";
import { enterIsNoKeyOfDecision } from "./decision_bar";
import { problemWithPlaces } from "./fault_words";
import { mayBeHandedOut } from "./holding";
import { StateSelect, stateLabel } from "./other_state";
import { crossingWord } from "./done_word";
import { who } from "./recent";
import { slip } from "./slip";
import { directions, done, inspection, notice, remember, shiftSince, strip, trouble } from "./state";

const target = signal<RecentDecision | undefined>(undefined);
const way = signal<"void" | "restate">("void");
const reason = signal("");
const errors = signal<FormError[]>([]);
const refused = signal<Problem | undefined>(undefined);
const sending = signal(false);
const restated = signal({ direction: "entry" as Direction, purpose: "", transport: "", admission_class: "", days: "", until: "", other_state: "" });

const reasonCharactersMax = 500;

/** Whether the one who is logged in may correct it; the station judges again. */
export function mayCorrect(one: RecentDecision): boolean {
  const here = session.value;
  const now = strip.value?.at;
  if (!here || !now) return false;
  const supervisor = here.roles.includes("supervisor");
  return mayBeCorrected(one, { officer: here.officer, supervisor, shiftSince: shiftSince.value }, now);
}

export function beginCorrection(one: RecentDecision): void {
  target.value = one;
  trouble.value = undefined;
  way.value = "void";
  reason.value = "";
  errors.value = [];
  refused.value = undefined;
  restated.value = {
    direction: one.direction, purpose: one.purpose ?? "", transport: one.transport ?? "",
    admission_class: one.admission_class || "visitor", until: one.granted_until ?? "",
    days: one.granted_days === undefined ? "" : String(one.granted_days), other_state: one.other_state ?? "",
  };
}

function close(): void {
  target.value = undefined;
}

function fill(part: Partial<typeof restated.value>): void {
  refused.value = undefined;
  restated.value = { ...restated.value, ...part };
}

const errorOf = (id: string) => errors.value.find((found) => found.target === id)?.text();

function faults(): FormError[] {
  const found: FormError[] = [];
  if (!reason.value.trim()) found.push({ target: "correct-reason", text: () => t("correct.reason_missing") });
  if (way.value === "void" || restated.value.direction === "exit") return found;
  const { purpose, transport, days, until } = restated.value;
  // Who came home was asked neither; of whoever did not, the station says that they are missing.
  const cameHome = target.value?.direction === "entry" && !target.value.purpose;
  if (!cameHome && !purpose) found.push({ target: "correct-purpose", text: () => pair(t("grant.purpose"), word("fielderror", "missing")) });
  if (!cameHome && !transport) found.push({ target: "correct-transport", text: () => pair(t("grant.transport"), word("fielderror", "missing")) });
  if (days && !/^[1-9][0-9]{0,3}$/.test(days))
    found.push({ target: "correct-days", text: () => pair(t("grant.days"), word("fielderror", "not_a_number")) });
  if (until && !isDay(until)) found.push({ target: "correct-until", text: () => t("hand.bad_date") });
  return found;
}

dropAnswered(errors, faults);

function restatement(): Restatement {
  const { direction, purpose, transport, admission_class, days, until, other_state } = restated.value;
  if (direction === "exit") return other_state ? { direction, other_state } : { direction };
  const made: Restatement = { direction, purpose, transport, admission_class };
  if (other_state) made.other_state = other_state;
  if (days) made.granted_days = Number(days);
  if (until) made.granted_until = until;
  return made;
}

async function send(one: RecentDecision): Promise<void> {
  errors.value = faults();
  if (errors.value.length > 0 || sending.value) return;
  // What comes late is not said in the dialog of another record.
  const isOpen = () => target.value?.record === one.record;
  const asked: Correction = { reason: reason.value.trim() };
  if (way.value === "restate") asked.instead = restatement();
  sending.value = true;
  refused.value = undefined;
  try {
    const made = await withApproval((approval) => ask<Corrected>(`/api/decisions/${one.record}/correction`,
      { method: "POST", json: { ...asked, approval } }));
    remember(made.of);
    if (made.instead) remember(made.instead);
    notice.value = { tone: "done", text: () => t(made.instead ? "correct.done_replaced" : "correct.done_voided", { record: one.record }) };
    announce(notice.value.text());
    tellChildren(made);
    // What the bar says is of this record, and so is the paper beside it.
    done.value = undefined;
    slip.value = inspection.value || !made.instead ? undefined : { made: made.instead };
    if (isOpen()) close();
  } catch (problem) {
    if (sessionEnded(problem)) return;
    const refusal = problem instanceof Problem ? problem : new Problem(0, "unknown");
    if (isOpen()) refused.value = refusal;
    else trouble.value = refusal;
  } finally {
    sending.value = false;
  }
}

/** Where somebody went is not where they came from: of another direction it is asked anew. */
function DirectionField() {
  return (
    <Field id="correct-direction" label={t("direction")}>
      <Select id="correct-direction" list="direction" codes={directions.value} value={restated.value.direction}
        onChange={(chosen) => fill({ direction: chosen as Direction, other_state: "" })} />
    </Field>
  );
}

function StateField() {
  const { direction, other_state } = restated.value;
  return (
    <Field id="correct-state" label={stateLabel(direction)}>
      <StateSelect id="correct-state" value={other_state} likely={[]} onChange={(state) => fill({ other_state: state })} />
    </Field>
  );
}

function Restating() {
  const { purposes = [], transports = [], admission_classes = [] } = vocabulary.value;
  const { direction, purpose, transport, admission_class, days, until } = restated.value;
  const wrong = (id: string) => !!errorOf(id);
  return (
    <div class="correct-fields">
      <DirectionField />
      {direction === "entry" && (
        <>
          <Field id="correct-purpose" label={t("grant.purpose")}>
            <Select id="correct-purpose" list="purpose" codes={purposes} value={purpose} empty={t("choose")}
              invalid={wrong("correct-purpose")} onChange={(chosen) => fill({ purpose: chosen })} />
          </Field>
          <Field id="correct-transport" label={t("grant.transport")}>
            <Select id="correct-transport" list="transport" codes={transports} value={transport} empty={t("choose")}
              invalid={wrong("correct-transport")} onChange={(chosen) => fill({ transport: chosen })} />
          </Field>
          <Field id="correct-class" label={t("grant.class")}>
            <Select id="correct-class" list="class" codes={admission_classes} value={admission_class}
              onChange={(chosen) => fill({ admission_class: chosen })} />
          </Field>
          <Field id="correct-days" label={t("grant.days")}>
            <input id="correct-days" inputMode="numeric" autocomplete="off" value={days}
              aria-invalid={wrong("correct-days") || undefined}
              onInput={(event) => fill({ days: event.currentTarget.value.trim() })} />
          </Field>
          <Field id="correct-until" label={t("grant.until_day")} error={errorOf("correct-until")}>
            <DayInput id="correct-until" value={until} error={errorOf("correct-until")} onInput={(chosen) => fill({ until: chosen })} />
          </Field>
        </>
      )}
      <StateField />
    </div>
  );
}

function Ways({ one }: { one: RecentDecision }) {
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const choose = (chosen: "void" | "restate") => {
    way.value = chosen;
    errors.value = [];
  };
  return (
    <fieldset class="correct-ways">
      <legend>{t("correct.how")}</legend>
      <label class="tick">
        <input ref={first} type="radio" name="correct-way" checked={way.value === "void"} onChange={() => choose("void")} />
        <span>{t("correct.void")}</span>
      </label>
      {one.decision === "admit"
        ? (
          <label class="tick">
            <input type="radio" name="correct-way" checked={way.value === "restate"} onChange={() => choose("restate")} />
            <span>{t("correct.restate")}</span>
          </label>
        )
        : <p class="facts">{t("correct.only_void")}</p>}
    </fieldset>
  );
}

export function CorrectionDialog() {
  const one = target.value;
  if (!one) return <ChildrenLeft />;
  const submitted = (event: Event) => {
    event.preventDefault();
    void send(one);
  };
  const error = errorOf("correct-reason");
  return (
    <Dialog title={t("correct.title")} wide onClose={close}>
      <p class="dialog-who">{who(one)} <span class="code">{one.document_number}</span>{" · "}
        {crossingWord(one)}, {moment(one.at)}</p>
      <form onSubmit={submitted} onKeyDown={enterIsNoKeyOfDecision} noValidate>
        <ErrorSummary errors={errors.value} />
        {refused.value && <p class="field-error" role="alert">{problemWithPlaces(refused.value)}</p>}
        {mayBeHandedOut(one) && <p class="facts">{t("correct.paper_out")}</p>}
        <Ways one={one} />
        {way.value === "restate" && <Restating />}
        <Field id="correct-reason" label={t("correct.reason")} hint={t("correct.reason_hint")} error={error}>
          <input id="correct-reason" autocomplete="off" maxLength={reasonCharactersMax} value={reason.value}
            aria-invalid={!!error || undefined} aria-describedby={describedBy("correct-reason", error, "yes")}
            onInput={(event) => (reason.value = event.currentTarget.value)} />
        </Field>
        <div class="dialog-actions">
          <button type="submit" class="button" aria-disabled={sending.value}>
            {t(way.value === "void" ? "correct.submit_void" : "correct.submit_restate")}
          </button>
          <button type="button" class="button button-ghost" onClick={close}>{t("close")} <Key name="Esc" /></button>
        </div>
      </form>
    </Dialog>
  );
}
