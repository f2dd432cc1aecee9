import { effect, signal } from "@preact/signals";
import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import type { CheckState, Language, Problem } from "./api";
import { Icon } from "./icons";
import type { IconName } from "./icons";
import { chooseLanguage, day, hasWord, isDay, language, languages, t, word } from "./language";

/** Spoken by screen readers, and shown by nobody else: what happened just now. */
const spoken = signal<{ text: string; urgent: boolean }>({ text: "", urgent: false });

export function announce(text: string, urgent = false): void {
  // The same words a second time are news too: a trailing space makes them differ.
  const repeated = spoken.value.text === text;
  spoken.value = { text: repeated ? `${text}\u00a0` : text, urgent };
}

/** Where it is read from: what else a page has is inert behind a dialog, so each dialog has its own. */
export function LiveRegions({ since }: { since?: typeof spoken.value }) {
  const { text, urgent } = spoken.value === since ? { text: "", urgent: false } : spoken.value;
  return (
    <div class="unseen">
      <div role="status" aria-live="polite">{urgent ? "" : text}</div>
      <div role="alert" aria-live="assertive">{urgent ? text : ""}</div>
    </div>
  );
}

/** What a problem says to a person, in their language. */
export function problemText(problem: Problem): string {
  const seconds = problem.retryAfterSeconds ?? 1;
  if (!hasWord("problem", problem.problem)) return t("problem.unknown");
  return word("problem", problem.problem, { seconds });
}

export function LanguageSwitch() {
  return (
    <label class="language">
      <span class="unseen">{t("language")}</span>
      <select value={language.value}
        onChange={(event) => chooseLanguage(event.currentTarget.value as Language)}>
        {languages.map(([code, name]) => <option value={code} lang={code}>{name}</option>)}
      </select>
    </label>
  );
}

const verdictIcons: Record<CheckState, IconName> = { ok: "tick", fail: "cross", not_done: "dash" };

/** A check's verdict: shape, word and colour. `text` says more than the plain word. */
export function Verdict({ state, text }: { state: CheckState; text?: string }) {
  return (
    <span class={`verdict verdict-${state}`}>
      <Icon name={verdictIcons[state]} />{" "}
      <span>{text ?? word("verdict", state)}</span>
    </span>
  );
}

export function Panel(props: {
  title: string; class?: string; aside?: ComponentChildren; children: ComponentChildren;
  /** Longer than its panel, and without anything that keys reach: they scroll it. */
  scrolls?: boolean;
}) {
  const id = useId();
  return (
    <section class={`panel ${props.class ?? ""}`} aria-labelledby={id}>
      <div class="panel-head">
        <h2 id={id}>{props.title}</h2>
        {props.aside}
      </div>
      <div class="panel-body" tabIndex={props.scrolls ? 0 : undefined}>{props.children}</div>
    </section>
  );
}

/** `text` is asked for at each drawing: the language may change meanwhile. */
export interface FormError { target: string; text: () => string }

/** Takes what was put right since out of the errors of a form, at each change. What `faults` finds besides is not said
    before the form is sent again. */
export function dropAnswered(errors: Signal<FormError[]>, faults: () => FormError[]): void {
  effect(() => {
    const wrong = new Set(faults().map((fault) => fault.target));
    const still = errors.peek().filter((error) => wrong.has(error.target));
    if (still.length < errors.peek().length) errors.value = still;
  });
}

/** The errors of a form, each a link to its field; takes the focus when it appears, and when there are others. */
export function ErrorSummary({ errors }: { errors: FormError[] }) {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef<string[]>([]);
  const shown = errors.map((error) => error.target);
  // With the drawing: later it would take the focus from a field that is being put right already.
  useLayoutEffect(() => {
    if (shown.some((target) => !before.current.includes(target))) box.current?.focus();
    before.current = shown;
  }, [shown.join()]);
  if (errors.length === 0) return null;
  return (
    <div class="error-summary" role="alert" tabIndex={-1} ref={box}>
      <p class="error-title">{t("error.summary")}</p>
      <ul>
        {errors.map(({ target, text }) => (
          <li><a href={`#${target}`} onClick={(event) => focusOn(event, target)}>{text()}</a></li>
        ))}
      </ul>
    </div>
  );
}

function focusOn(event: Event, id: string): void {
  event.preventDefault();
  document.getElementById(id)?.focus();
}

export function Field(props: {
  id: string; label: string; error?: string; hint?: string; children: ComponentChildren;
  class?: string;
}) {
  return (
    <div class={`field ${props.error ? "field-wrong" : ""} ${props.class ?? ""}`}>
      <label for={props.id}>{props.label}</label>
      {props.hint && <div class="hint" id={`${props.id}-hint`}>{props.hint}</div>}
      {props.error && (
        <div class="field-error" id={`${props.id}-error`}>
          <span class="unseen">{t("error.prefix")} </span>{props.error}
        </div>
      )}
      {props.children}
    </div>
  );
}

/** aria-describedby of an input inside a Field with the same id. */
export function describedBy(id: string, error?: string, hint?: string): string | undefined {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean);
  return ids.length ? ids.join(" ") : undefined;
}

/** A day as it is typed everywhere here; a browser's own field would write it as the browser's language does. It is
    read back with its month in letters. */
export function DayInput(props: {
  id: string; value: string; error?: string; onInput: (value: string) => void;
}) {
  const { id, value, error } = props;
  return (
    <span class="day-input">
      <input id={id} value={value} autocomplete="off" spellcheck={false} maxLength={10} size={11}
        placeholder={t("hand.date_hint")} aria-invalid={!!error || undefined}
        aria-describedby={describedBy(id, error) ?? `${id}-read`}
        onInput={(event) => props.onInput(event.currentTarget.value.trim())} />
      <span class="day-read" id={`${id}-read`}>{isDay(value) && day(value)}</span>
    </span>
  );
}

export function Select(props: {
  id: string; value: string; list: string; codes: string[]; empty?: string;
  describedBy?: string; invalid?: boolean; onChange: (value: string) => void;
}) {
  return (
    <select id={props.id} value={props.value} aria-describedby={props.describedBy}
      aria-invalid={props.invalid || undefined}
      onChange={(event) => props.onChange(event.currentTarget.value)}>
      {props.empty !== undefined && <option value="">{props.empty}</option>}
      {props.codes.map((code) => <option value={code}>{word(props.list, code)}</option>)}
    </select>
  );
}

const dialogsOpen = signal<readonly HTMLDialogElement[]>([]);
/** Whether a dialog is open: function keys are dead meanwhile. */
export function dialogIsOpen(): boolean {
  return dialogsOpen.value.length > 0;
}

export function isUppermost(dialog: HTMLDialogElement): boolean {
  return dialogsOpen.peek().at(-1) === dialog;
}

/** What happened meanwhile on the page that a dialog covers. */
const meanwhile = signal<(() => string) | undefined>(undefined);

/** Says it in the dialogs that are open, until the last of them closes: nobody sees what they cover. */
export function sayInDialog(text: () => string): void {
  meanwhile.value = dialogsOpen.peek().length > 0 ? text : undefined;
}

/** A modal dialog: focus stays inside, Escape closes, focus returns to where it was. */
export function Dialog(props: {
  title: string; tone?: string; wide?: boolean; onClose: () => void; children: ComponentChildren;
}) {
  const box = useRef<HTMLDialogElement>(null);
  const mounted = useRef(true);
  // What was said before it opened is not said again.
  const said = useRef(spoken.peek());
  const id = useId();
  // Of the layout, so that it ends with the dialog itself: other effects end after the next frame, and a key
  // that comes before it would be lost.
  useLayoutEffect(() => {
    const dialog = box.current!;
    const before = document.activeElement;
    dialog.showModal();
    dialogsOpen.value = [...dialogsOpen.peek(), dialog];
    return () => {
      mounted.current = false;
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      dialogsOpen.value = dialogsOpen.peek().filter((one) => one !== dialog);
      if (dialogsOpen.peek().length === 0) meanwhile.value = undefined;
    };
  }, []);
  const cancelled = (event: Event) => {
    event.preventDefault();
    props.onClose();
  };
  // A browser may close a dialog without asking (a second Escape).
  const closed = () => {
    if (mounted.current) props.onClose();
  };
  return (
    // A press beside its fields leaves the focus in it, not on the page behind.
    <dialog ref={box} class={`dialog ${props.tone ?? ""} ${props.wide ? "dialog-wide" : ""}`} tabIndex={-1}
      aria-labelledby={id} onCancel={cancelled} onClose={closed}>
      <h2 id={id}>{props.title}</h2>
      {meanwhile.value && <p class="dialog-meanwhile"><Icon name="warning" /> {meanwhile.value()}</p>}
      {props.children}
      <LiveRegions since={said.current} />
    </dialog>
  );
}

export function Key({ name }: { name: string }) {
  return <kbd class="key">{name}</kbd>;
}

export function ExerciseBanner({ exercise }: { exercise: boolean | undefined }) {
  if (!exercise) return null;
  return <p class="exercise"><Icon name="warning" /> {t("exercise")}</p>;
}
