import { computed, effect, signal } from "@preact/signals";
import type { DecisionKind, Inspection, Question } from "@garita/api";
import { announce, Dialog, dropAnswered, ErrorSummary, isUppermost, Key } from "@garita/components";
import type { FormError } from "@garita/components";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "@garita/icons";
import { counted, t, word } from "@garita/language";
import { vocabulary } from "@garita/session";
import { QuestionForm } from "./alerts_panel";
import { awaitsApproval } from "./approval";
import { isHalfTyped } from "./by_hand";
import { isOffered, lackingPart, leavesAdultInside } from "./child_answer";
import { Confidence, forgetTold, tell, told } from "./confidence";
import { together } from "./family";
import { problemWithPlaces } from "./fault_words";
import { justCame, notCounted } from "./first_look";
import { madeNow } from "./holding";
import { wordThere } from "./done_word";
import { AdmittedBefore, adultInsideText } from "./parted_group";
import { SlipButton } from "./slip";
import {
  answers, busy, decide, dialog, direction, done, doneText, inspection, isAnswered, missingForAdmission, notice,
  obstacle, openQuestionsFor, questionsFor, questionsOnScreen, recent, trouble, uncovered,
} from "./state";

/** Why the decision has to wait, in words: what is typed and was not entered is what the officer sees, and the
    station would record what it read. */
function obstacleText(kind: DecisionKind): string {
  if (inspection.value && isHalfTyped()) return t("decision.half_typed");
  const reason = obstacle(kind);
  if (reason === "questions") return counted("decision.questions", openQuestionsFor(kind).length);
  if (reason !== "grant") return reason;
  const fields = missingForAdmission.value.map((key) => t(key as "grant.days").toLowerCase());
  return t("decision.incomplete", { fields: [...new Set(fields)].join(", ") });
}

/** The first question or field that the decision waits for. */
export function focusObstacle(kind: DecisionKind = "admit"): void {
  const question = openQuestionsFor(kind)[0];
  const missing = missingForAdmission.value[0]?.split(".")[1];
  const given = question && answers.value[question.id];
  const id = question ? `question-${question.id}${lackingPart(question, given, together.value)}` : missing ?? "";
  document.getElementById(id)?.focus();
}

function saysNo(text: () => string): void {
  notice.value = { tone: "bad", text };
  announce(text(), true);
}

/** One decision, one key: admits at once, asks for grounds otherwise. */
export function want(kind: DecisionKind): void {
  if (busy.value || !inspection.value) return;
  const came = justCame.value;
  if (came) return saysNo(() => notCounted(came));
  notice.value = undefined;
  trouble.value = undefined;
  const reason = obstacleText(kind);
  if (reason) {
    announce(reason, true);
    if (!isHalfTyped()) focusObstacle(kind);
    return;
  }
  if (kind === "admit") void decide("admit");
  else dialog.value = kind;
}

function Button({ kind, name }: { kind: DecisionKind; name: string }) {
  const reason = obstacleText(kind);
  return (
    <button type="button" class={`decide decide-${kind}`} aria-disabled={!!reason || busy.value !== "" || justCame.value !== ""}
      aria-describedby="decision-state" aria-keyshortcuts={name} onClick={() => want(kind)}>
      <span>{wordThere("decision", kind, inspection.value?.direction ?? direction.value)}</span> <Key name={name} />
    </button>
  );
}

function State() {
  if (trouble.value) return <p class="bar-state bar-bad"><Icon name="stop" /> {problemWithPlaces(trouble.value)}</p>;
  if (busy.value === "deciding") return <p class="bar-state">{t(awaitsApproval.value ? "decision.awaits_approval" : "decision.saving")}</p>;
  if (busy.value === "reading") return <p class="bar-state">{t("document.reading")}</p>;
  if (notice.value && (notice.value.tone === "bad" || !inspection.value)) {
    const said = (
      <p class={`bar-state bar-${notice.value.tone}`}>
        <Icon name={notice.value.tone === "done" ? "tick" : "warning"} /> {notice.value.text()}
      </p>
    );
    return inspection.value ? said : <div class="bar-with-slip">{said}<SlipButton /></div>;
  }
  const made = done.value && madeNow(done.value, recent.value);
  if (made && !inspection.value) {
    return (
      <div class="bar-with-slip">
        <p class={`bar-state bar-done done-${made.decision}`}>
          <Icon name="tick" /> <strong>{doneText(made)}</strong>{" "}
          <span class="bar-record">{t("done.saved", { record: made.record })}</span>
        </p>
        <SlipButton />
      </div>
    );
  }
  const reason = obstacleText("admit");
  if (reason) return <p class="bar-state">{reason}</p>;
  // Nothing is ready as long as no key counts.
  if (justCame.value) return <p class="bar-state">{t("decision.look")}</p>;
  if (uncovered.value) return <p class="bar-state"><Icon name="warning" /> {t("decision.no_rule")}</p>;
  return <p class="bar-state"><Icon name="tick" /> {t("decision.ready")}</p>;
}

export function DecisionBar() {
  return (
    <footer class="bar" data-test={justCame.value ? "just-came" : undefined} aria-label={t("decision.bar")}
      onKeyDown={enterIsNoKeyOfDecision}>
      <div id="decision-state" class="bar-text"><State /></div>
      <Button kind="admit" name="F8" />
      <Button kind="refer" name="F9" />
      <Button kind="refuse" name="F10" />
    </footer>
  );
}

const chosen = signal<string[]>([]);
const errors = signal<FormError[]>([]);

function toggle(code: string): void {
  const has = chosen.value.includes(code);
  chosen.value = has ? chosen.value.filter((one) => one !== code) : [...chosen.value, code];
}

function forget(): void {
  chosen.value = [];
  forgetTold();
  errors.value = [];
}

const traveller = computed(() => inspection.value?.id);
/** However the one before went, also without this page: nothing said of one traveller is said of the next. */
effect(() => {
  void traveller.value;
  forget();
});

function close(): void {
  forget();
  dialog.value = "";
}

const secondInterview = "second_interview";

/** The reasons that anybody sees: of what is said in confidence none but a second interview. */
function reasons(): string[] {
  return told.value.concerns.length > 0 ? [secondInterview] : chosen.value;
}

/** Questions for this decision that do not stand on the screen already. */
function questionsInDialog(kind: DecisionKind) {
  const onScreen = new Set(questionsOnScreen.value.map((question) => question.id));
  return questionsFor(kind).filter((question) => !onScreen.has(question.id));
}

const asylum = "asylum";

/** Who asks for asylum is referred, not refused. */
function claimsAsylum(kind: DecisionKind): boolean {
  return kind === "refuse" && answers.value[asylum]?.answer === "claim_made";
}

/** The referral begins with what the officer has just heard. In the refusal it stays answered: whoever
    refuses after all has to take it back. */
function referInstead(): void {
  errors.value = [];
  const concern = "asks_for_protection";
  const confided = inspection.value?.concerns?.includes(concern) ?? false;
  if (confided) tell(concern);
  chosen.value = confided ? [] : [secondInterview];
  dialog.value = "refer";
  announce(t("decision.answer_claim"), true);
  // The dialog stays, so that no key reaches the page between two; what had the focus has gone.
  const first = confided ? `concern-${concern}` : `ground-${secondInterview}`;
  requestAnimationFrame(() => document.getElementById(first)?.focus());
}

function faults(kind: "refer" | "refuse"): FormError[] {
  const found: FormError[] = [];
  const [first] = codesOf(kind);
  if (reasons().length === 0)
    found.push({ target: `ground-${first}`, text: () => groundMissing(kind) });
  for (const question of questionsFor(kind)) {
    if (isAnswered(question)) continue;
    found.push({ target: `question-${question.id}${lacksNote(question) ? "-note" : ""}`, text: () => lackText(question) });
  }
  return found;
}

const givenTo = ({ id }: Question) => answers.value[id]?.answer ?? "";

function lacksNote(question: Question): boolean {
  const given = givenTo(question);
  return given !== "" && isOffered(given, together.value) && !leavesAdultInside(question, given, together.value);
}

/** As it stands when it is read: another answer may lack another thing. */
function lackText(question: Question): string {
  if (leavesAdultInside(question, givenTo(question), together.value))
    return adultInsideText();
  return `${word("question", question.code)} ${t(lacksNote(question) ? "question.note_missing" : "question.missing")}`;
}

dropAnswered(errors, () => dialog.value === "refer" || dialog.value === "refuse" ? faults(dialog.value) : []);

const atExit = () => inspection.value?.direction === "exit";

function groundMissing(kind: "refer" | "refuse"): string {
  if (kind === "refer") return t("refer.missing");
  return t(atExit() ? "refuse.missing_exit" : "refuse.missing");
}

function codesOf(kind: DecisionKind): string[] {
  const { referral_reasons, refusal_grounds, exit_stop_grounds } = vocabulary.value;
  if (kind === "refer") return referral_reasons ?? [];
  return (atExit() ? exit_stop_grounds : refusal_grounds) ?? [];
}

async function confirm(kind: "refer" | "refuse"): Promise<void> {
  errors.value = faults(kind);
  if (errors.value.length > 0) return;
  if (await decide(kind, reasons(), told.value)) close();
}

/** Enter submits a form from any of its fields and presses the button that has the focus, and a reader that types ends
    with it: what decides does not take it. */
export function enterIsNoKeyOfDecision(event: KeyboardEvent): void {
  if (event.key !== "Enter" || !(event.target instanceof Element)) return;
  const button = event.target.closest("button, a");
  const decides = button?.matches(".decide, [type=submit]");
  if (!button || decides) event.preventDefault();
  if (decides) announce(t("decision.not_enter"), true);
}

function Grounds({ kind, codes }: { kind: "refer" | "refuse"; codes: string[] }) {
  const settled = told.value.concerns.length > 0 || claimsAsylum(kind);
  return (
    <fieldset class="grounds" disabled={settled}>
      <legend>{kind === "refer" ? t("refer.grounds") : t(atExit() ? "refuse.grounds_exit" : "refuse.grounds")}</legend>
      {codes.map((code) => (
        <label class="tick">
          <input type="checkbox" id={`ground-${code}`} checked={reasons().includes(code)}
            onChange={() => toggle(code)} />
          <span>{word(kind === "refer" ? "referral" : "ground", code)}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function DecisionDialog() {
  const kind = dialog.value;
  if ((kind !== "refer" && kind !== "refuse") || !inspection.value) return null;
  return <Deciding kind={kind} found={inspection.value} />;
}

/** Hears a key also where what had the focus has gone, and with it the focus. */
function useKey(name: string, pressed: (event: Event) => void) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (event.key !== name || event.repeat || event.shiftKey || event.ctrlKey) return;
      const dialog = form.current?.closest("dialog");
      // Of another dialog above it the key is that one's.
      if (!dialog || !isUppermost(dialog)) return;
      if (event.target === document.body || dialog.contains(event.target as Node)) pressed(event);
    };
    document.addEventListener("keydown", heard);
    return () => document.removeEventListener("keydown", heard);
  });
  return form;
}

function Deciding({ kind, found }: { kind: "refer" | "refuse"; found: Inspection }) {
  const title = kind === "refer" ? t("refer.title") : t(atExit() ? "refuse.title_exit" : "refuse.title_entry");
  const errorOf = (id: string) => errors.value.find((error) => error.target.startsWith(`question-${id}`))?.text();
  const { surname, given_names, document_number } = found.document ?? {};
  const claims = claimsAsylum(kind);
  const submitted = (event: Event) => {
    event.preventDefault();
    if (claims) referInstead();
    else void confirm(kind);
  };
  // The key that opened the dialog confirms what was ticked in it: the hand need not look for the button.
  const name = kind === "refer" ? "F9" : "F10";
  const form = useKey(name, submitted);
  return (
    <Dialog title={title} tone={`dialog-${kind}`} wide onClose={close}>
      <p class="dialog-who">{[surname, given_names].filter(Boolean).join(", ")}
        {document_number && <span class="code"> {document_number}</span>}</p>
      <form ref={form} onSubmit={submitted} onKeyDown={enterIsNoKeyOfDecision} noValidate>
        <ErrorSummary errors={errors.value} />
        {trouble.value && <p class="field-error">{problemWithPlaces(trouble.value)}</p>}
        {kind === "refuse" && <AdmittedBefore />}
        {questionsInDialog(kind).map((question) => (
          <QuestionForm question={question} error={errorOf(question.id)} />
        ))}
        <Grounds kind={kind} codes={codesOf(kind)} />
        {kind === "refer" && <Confidence codes={found.concerns ?? []} />}
        {kind === "refuse" && (
          <p class="facts" role="status">{t(claims ? "decision.answer_claim" : atExit() ? "refuse.final_exit" : "refuse.final")}</p>
        )}
        <div class="dialog-actions">
          <button type="submit" class={`button button-${claims ? "refer" : kind}`} aria-disabled={busy.value !== ""}>
            {claims ? t("refuse.to_referral") : wordThere("dialog", `confirm_${kind}`, found.direction)} <Key name={name} />
          </button>
          <button type="button" class="button button-ghost" onClick={close}>{t("cancel")} <Key name="Esc" /></button>
        </div>
      </form>
    </Dialog>
  );
}
