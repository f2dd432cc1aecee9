import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ask, askFor, Problem } from "./api";
import type { Session, Site, Vocabulary } from "./api";
import {
  announce, describedBy, ErrorSummary, ExerciseBanner, Field, LanguageSwitch, LiveRegions, problemText,
} from "./components";
import type { FormError } from "./components";
import { t, zone } from "./language";

export const site = signal<Site | undefined>(undefined);
/** Undefined: not asked yet. Null: nobody is logged in. */
export const session = signal<Session | null | undefined>(undefined);
export const vocabulary = signal<Vocabulary>({});
const ended = signal<"" | "ended" | "locked">("");
/** Whose work is on the screen behind the log-in page. */
let before: string | undefined;

/** To the other tabs of this browser, which have the same session: somebody logged in or out. */
let otherTabs: BroadcastChannel | undefined;
const tellOtherTabs = (): void => otherTabs?.postMessage("");

/** What the log-in page needs, and who is there already. */
export async function begin(): Promise<void> {
  otherTabs = new BroadcastChannel("garita.session");
  otherTabs.addEventListener("message", () => void lookWhoIsHere());
  try {
    site.value = await ask<Site>("/api/site");
    if (site.value.zone) zone.value = site.value.zone;
    await admitted(await ask<Session>("/api/session"));
  } catch (problem) {
    if (problem instanceof Problem && problem.problem === "session-locked") ended.value = "locked";
    session.value = null;
  }
}

/** Of several that cross the last one is let in: what it shows and whom it asks for are one. */
let admissions = 0;
async function admitted(who: Session): Promise<void> {
  const mine = ++admissions;
  let words: Vocabulary;
  try {
    words = await ask<Vocabulary>("/api/vocabulary", { forAnybody: true });
  } catch (problem) {
    // What became of an earlier one is nothing to whoever came later.
    if (mine !== admissions) return;
    throw problem;
  }
  if (mine !== admissions) return;
  askFor(who.officer);
  vocabulary.value = words;
  ended.value = "";
  before = undefined;
  password.value = "";
  forgetCode();
  shown.value = false;
  session.value = who;
}

/** Whose session it is now. Of another officer's work nothing stays on the screen or in memory. */
async function goOnAs(who: Session): Promise<void> {
  const mine = session.value?.officer ?? before;
  if (mine !== undefined && mine !== who.officer) beginAnew();
  else if (!session.value) await admitted(who);
}

/** Whether the problem was that the session has ended or is locked; then the log-in page shows, and
    what was on the screen is still there for the same officer afterwards. */
export function sessionEnded(problem: unknown): boolean {
  if (!(problem instanceof Problem) || problem.status !== 401) return false;
  endSession(problem.problem === "session-locked" ? "locked" : "ended");
  return true;
}

export function endSession(how: "ended" | "locked"): void {
  ++admissions;
  if (session.value) {
    ended.value = how;
    before = session.value.officer;
    officer.value = before;
    password.value = "";
    forgetCode();
    errors.value = [];
  }
  askFor(undefined);
  session.value = null;
}

/** The stream ended because nobody may follow it any more, or another tab did something with the session. */
export async function lookWhoIsHere(): Promise<void> {
  try {
    await goOnAs(await ask<Session>("/api/session", { forAnybody: true }));
  } catch (problem) {
    if (!sessionEnded(problem) && session.value === undefined) session.value = null;
  }
}

let leaving = false;
/** Whether the page is left for a fresh one, and nobody is to be asked about that. */
export const isLeaving = (): boolean => leaving;

/** A fresh page: nothing of an officer's work stays in memory. */
function beginAnew(): void {
  leaving = true;
  location.assign("/");
}

export async function logOut(): Promise<void> {
  leaving = true;
  try {
    await ask("/api/session", { method: "DELETE" });
  } finally {
    tellOtherTabs();
    beginAnew();
  }
}

const officer = signal("");
const password = signal("");
/** Of the officer's telephone, where the account has one: asked once the password was right. */
const code = signal("");
const codeIsAsked = signal(false);
const shown = signal(false);
const errors = signal<FormError[]>([]);
const busy = signal(false);

function forgetCode(): void {
  code.value = "";
  codeIsAsked.value = false;
}

/** What the station or the centre says of a log-in, where it belongs; that a code is asked is no error. */
function refused(problem: unknown): void {
  const known = problem instanceof Problem ? problem : new Problem(0, "unknown");
  const asked = known.problem === "code-asked";
  const ofCode = asked || known.problem === "wrong-code";
  codeIsAsked.value ||= ofCode;
  if (ofCode) code.value = "";
  errors.value = asked ? [] : [{ target: ofCode ? "code" : "password", text: () => problemText(known) }];
  announce(asked ? t("login.code_hint") : problemText(known), !asked);
}

async function logIn(): Promise<void> {
  const missing: FormError[] = [];
  if (!officer.value) missing.push({ target: "officer", text: () => t("login.officer_missing") });
  if (!password.value) missing.push({ target: "password", text: () => t("login.password_missing") });
  if (codeIsAsked.value && !/^[0-9]{6}$/.test(code.value)) missing.push({ target: "code", text: () => t("login.code_missing") });
  errors.value = missing;
  if (missing.length > 0 || busy.value) return;
  busy.value = true;
  try {
    const credentials = { officer: officer.value, password: password.value, ...(codeIsAsked.value && { code: code.value }) };
    const who = await ask<Session>("/api/session", { method: "POST", json: credentials });
    tellOtherTabs();
    await goOnAs(who);
  } catch (problem) {
    refused(problem);
  } finally {
    busy.value = false;
  }
}

function Where() {
  const here = site.value;
  if (!here) return <p class="where">{t("problem.no-answer")}</p>;
  const text = here.console === "desk"
    ? t("login.desk", { post: here.post, station: here.station })
    : t("login.directorate", { country: here.country });
  return <p class="where">{text}</p>;
}

export function LogIn({ product }: { product: string }) {
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const third = useRef<HTMLInputElement>(null);
  useEffect(() => (officer.value ? second : first).current?.focus(), []);
  useEffect(() => third.current?.focus(), [codeIsAsked.value]);
  const locked = ended.value === "locked";
  const errorOf = (id: string) => errors.value.find((error) => error.target === id)?.text();
  const submitted = (event: Event) => {
    event.preventDefault();
    void logIn();
  };
  return (
    <div class="login-page">
      <LiveRegions />
      <header>
        <ExerciseBanner exercise={site.value?.exercise} />
        <div class="login-head"><span class="product">{product}</span><LanguageSwitch /></div>
      </header>
      <main class="login">
        <h1>{t(locked ? "login.locked_title" : "login.title")}</h1>
        <Where />
        {ended.value && <p class="notice">{t(locked ? "login.locked" : site.value?.console === "desk" ? "login.ended_desk" : "login.ended")}</p>}
        <ErrorSummary errors={errors.value} />
        <form onSubmit={submitted} noValidate>
          <Field id="officer" label={t("login.officer")} error={errorOf("officer")}>
            <input id="officer" ref={first} autocomplete="username" autocapitalize="none"
              spellcheck={false} value={officer.value} aria-invalid={!!errorOf("officer") || undefined}
              aria-describedby={describedBy("officer", errorOf("officer"))}
              onInput={(event) => { officer.value = event.currentTarget.value; forgetCode(); }} />
          </Field>
          <Field id="password" label={t("login.password")} error={errorOf("password")}>
            <input id="password" ref={second} type={(shown.value ? "text" : "password") as "password"} value={password.value}
              autocomplete="current-password" aria-invalid={!!errorOf("password") || undefined}
              aria-describedby={describedBy("password", errorOf("password"))}
              onInput={(event) => (password.value = event.currentTarget.value)} />
          </Field>
          {codeIsAsked.value && (
            <Field id="code" label={t("login.code")} hint={t("login.code_hint")} error={errorOf("code")}>
              <input id="code" ref={third} class="code" inputMode="numeric" autocomplete="one-time-code" maxLength={6}
                value={code.value} aria-invalid={!!errorOf("code") || undefined}
                aria-describedby={describedBy("code", errorOf("code"), t("login.code_hint"))}
                onInput={(event) => (code.value = event.currentTarget.value)} />
            </Field>
          )}
          <label class="tick">
            <input type="checkbox" checked={shown.value}
              onChange={(event) => (shown.value = event.currentTarget.checked)} />
            {t("login.show")}
          </label>
          <button type="submit" class="button" aria-disabled={busy.value}>{t("login.submit")}</button>
        </form>
      </main>
    </div>
  );
}
