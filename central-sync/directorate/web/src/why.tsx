// Looking somebody up, and taking a list away, is for a stated reason, which goes into the audit.
import { useEffect, useRef, useState } from "preact/hooks";
import { describedBy, ErrorSummary, Field, Select } from "@garita/components";
import type { FormError } from "@garita/components";
import { t } from "@garita/language";
import { vocabulary } from "@garita/session";

export interface Reason { code: string; note: string }

export function reasonHeaders({ code, note }: Reason): Record<string, string> {
  const headers: Record<string, string> = { "Garita-Reason": code };
  if (note) headers["Garita-Reason-Note"] = encodeURIComponent(note);
  return headers;
}

/** The same for a link, which carries no headers. */
export function reasonQuery({ code, note }: Reason): string {
  return new URLSearchParams(note ? { reason: code, reason_note: note } : { reason: code }).toString();
}

export function WhyForm({ title, about, submit, stated }: {
  title?: string; about?: string; submit: string; stated: (reason: Reason) => void;
}) {
  const first = useRef<HTMLHeadingElement>(null);
  const [code, setCode] = useState("");
  const [note, setNote] = useState("");
  const [errors, setErrors] = useState<FormError[]>([]);
  useEffect(() => first.current?.focus(), []);
  const error = errors[0]?.text();
  const submitted = (event: Event) => {
    event.preventDefault();
    setErrors(code ? [] : [{ target: "reason", text: () => t("person.why_missing") }]);
    if (code) stated({ code, note: note.trim() });
  };
  return (
    <div class="why">
      {title && <h1 tabIndex={-1} ref={first}>{title}</h1>}
      {about && <p class="code">{about}</p>}
      <p class="notice">{t("person.why_hint")}</p>
      <ErrorSummary errors={errors} />
      <form onSubmit={submitted} noValidate>
        <Field id="reason" label={t("person.reason")} error={error}>
          <Select id="reason" list="access" codes={vocabulary.value.access_reasons ?? []} value={code}
            empty={t("choose")} invalid={!!error} describedBy={describedBy("reason", error)} onChange={setCode} />
        </Field>
        <Field id="note" label={`${t("person.why_note")} (${t("optional")})`}>
          <input id="note" maxLength={200} autocomplete="off" value={note}
            onInput={(event) => setNote(event.currentTarget.value)} />
        </Field>
        <button type="submit" class="button">{submit}</button>
      </form>
    </div>
  );
}
