// What policies want a second person to approve: a supervisor gives name and password at this desk, for
// one request, and nothing of it stays.
import { computed, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Problem } from "@garita/api";
import type { Credentials } from "@garita/api";
import { announce, describedBy, Dialog, dropAnswered, ErrorSummary, Field, Key, problemText } from "@garita/components";
import type { FormError } from "@garita/components";
import { t, word } from "@garita/language";

interface Wanted { matters: string[]; send: (approval: Credentials) => Promise<void>; giveUp: () => void }

const wanted = signal<Wanted | undefined>(undefined);
/** Whether what was asked waits for a second person. */
export const awaitsApproval = computed(() => wanted.value !== undefined);
const officer = signal("");
const password = signal("");
const code = signal("");
const codeIsAsked = signal(false);
const errors = signal<FormError[]>([]);
const sending = signal(false);

function forget(): void {
  password.value = "";
  code.value = "";
  codeIsAsked.value = false;
  errors.value = [];
}

function close(): void {
  wanted.value = undefined;
  officer.value = "";
  forget();
}

/** Where the supervisor can put it right in the dialog. */
const ofTheApproval: Record<string, string> = {
  "approval-refused": "approval-password", "too-many-attempts": "approval-password", "no-second-factor": "approval-password",
  "officers-expired": "approval-password",
  "code-asked": "approval-code", "wrong-code": "approval-code",
};

/** Says it in the dialog; false where it is not about the approval. */
function refused(problem: unknown): boolean {
  const target = problem instanceof Problem ? ofTheApproval[problem.problem] : undefined;
  if (!(problem instanceof Problem) || !target) return false;
  const asked = problem.problem === "code-asked";
  codeIsAsked.value ||= target === "approval-code";
  code.value = "";
  errors.value = asked ? [] : [{ target, text: () => problemText(problem) }];
  announce(asked ? t("login.code_hint") : problemText(problem), !asked);
  return true;
}

/** Sends it, and where that needs an approval, again with one: each time the same. Whoever gives up fails with
    `approval-needed`. */
export async function withApproval<T>(request: (approval?: Credentials) => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.problem !== "approval-needed") throw problem;
    const matters = problem.errors.map((one) => one.pointer.split("/").pop() ?? "");
    return await new Promise<T>((done, failed) => {
      const send = async (approval: Credentials) => {
        try {
          done(await request(approval));
          close();
        } catch (other) {
          if (wanted.value && refused(other)) return;
          close();
          failed(other);
        }
      };
      const giveUp = () => {
        close();
        // What is on its way is answered, and that answer holds.
        if (!sending.value) failed(new Problem(problem.status, problem.problem));
      };
      wanted.value = { matters, send, giveUp };
    });
  }
}

function missing(): FormError[] {
  const found: FormError[] = [];
  if (!officer.value.trim()) found.push({ target: "approval-officer", text: () => t("login.officer_missing") });
  if (!password.value) found.push({ target: "approval-password", text: () => t("login.password_missing") });
  if (codeIsAsked.value && !/^[0-9]{6}$/.test(code.value))
    found.push({ target: "approval-code", text: () => t("login.code_missing") });
  return found;
}

dropAnswered(errors, missing);

async function submit(event: Event, now: Wanted): Promise<void> {
  event.preventDefault();
  errors.value = missing();
  if (errors.value.length > 0 || sending.value) return;
  sending.value = true;
  try {
    await now.send({ officer: officer.value.trim(), password: password.value, ...(codeIsAsked.value && { code: code.value }) });
  } finally {
    sending.value = false;
  }
}

function CodeField({ error }: { error?: string }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <Field id="approval-code" label={t("login.code")} hint={t("login.code_hint")} error={error}>
      <input id="approval-code" ref={input} class="code" inputMode="numeric" autocomplete="one-time-code" maxLength={6}
        value={code.value} aria-invalid={!!error || undefined} aria-describedby={describedBy("approval-code", error, "yes")}
        onInput={(event) => (code.value = event.currentTarget.value)} />
    </Field>
  );
}

function Asking({ now }: { now: Wanted }) {
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    first.current?.focus();
    // Nothing that was typed waits behind a page that locks.
    return forget;
  }, []);
  const errorOf = (id: string) => errors.value.find((error) => error.target === id)?.text();
  return (
    <form class="approval" onSubmit={(event) => void submit(event, now)} noValidate>
      <p>{t("approval.what")}</p>
      <ul>{now.matters.map((matter) => <li>{word("approvalmatter", matter)}</li>)}</ul>
      <ErrorSummary errors={errors.value} />
      <Field id="approval-officer" label={t("approval.officer")} error={errorOf("approval-officer")}>
        <input id="approval-officer" ref={first} autocomplete="off" autocapitalize="none" spellcheck={false} maxLength={64}
          value={officer.value} aria-invalid={!!errorOf("approval-officer") || undefined}
          aria-describedby={describedBy("approval-officer", errorOf("approval-officer"))}
          onInput={(event) => { officer.value = event.currentTarget.value; codeIsAsked.value = false; }} />
      </Field>
      <Field id="approval-password" label={t("login.password")} error={errorOf("approval-password")}>
        <input id="approval-password" type="password" autocomplete="off" maxLength={256} value={password.value}
          aria-invalid={!!errorOf("approval-password") || undefined}
          aria-describedby={describedBy("approval-password", errorOf("approval-password"))}
          onInput={(event) => (password.value = event.currentTarget.value)} />
      </Field>
      {codeIsAsked.value && <CodeField error={errorOf("approval-code")} />}
      <div class="dialog-actions">
        <button type="submit" class="button" aria-disabled={sending.value}>{t("approval.submit")} <Key name="Enter" /></button>
        <button type="button" class="button button-ghost" onClick={now.giveUp}>{t("cancel")} <Key name="Esc" /></button>
      </div>
    </form>
  );
}

export function ApprovalDialog() {
  const now = wanted.value;
  if (!now) return null;
  return (
    <Dialog title={t("approval.title")} onClose={now.giveUp}>
      <Asking now={now} />
    </Dialog>
  );
}
