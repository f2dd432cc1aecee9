// Putting a document aside with which an alert was shown: the station asks why, and the second line reads it.
import { computed, effect, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { describedBy, Dialog, ErrorSummary, Field, Key, problemText } from "@garita/components";
import type { FormError } from "@garita/components";
import { t } from "@garita/language";
import { enterIsNoKeyOfDecision } from "./decision_bar";
import { dialog, inspection, putAside, trouble } from "./state";

const reasonCharactersMax = 500;

const reason = signal("");
const errors = signal<FormError[]>([]);

function forget(): void {
  reason.value = "";
  errors.value = [];
}

const traveller = computed(() => inspection.value?.id);
/** What was written of one traveller is not said of the next; behind a page that locks it stays. */
effect(() => {
  void traveller.value;
  forget();
});

function close(): void {
  forget();
  dialog.value = "";
}

function missing(): void {
  errors.value = [{ target: "aside-reason", text: () => t("aside.reason_missing") }];
}

async function submit(event: Event): Promise<void> {
  event.preventDefault();
  errors.value = [];
  trouble.value = undefined;
  // What is no reason in words the station refuses once more.
  if (await putAside(reason.value.trim())) missing();
}

function Asking() {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const error = errors.value[0]?.text();
  return (
    <form onSubmit={(event) => void submit(event)} onKeyDown={enterIsNoKeyOfDecision} noValidate>
      <ErrorSummary errors={errors.value} />
      {trouble.value && <p class="field-error">{problemText(trouble.value)}</p>}
      <Field id="aside-reason" label={t("aside.reason")} hint={t("aside.reason_hint")} error={error}>
        <input id="aside-reason" ref={input} autocomplete="off" maxLength={reasonCharactersMax} value={reason.value}
          aria-invalid={!!error || undefined} aria-describedby={describedBy("aside-reason", error, "yes")}
          onInput={(event) => (reason.value = event.currentTarget.value)} />
      </Field>
      <div class="dialog-actions">
        <button type="submit" class="button">{t("document.drop_it")}</button>
        <button type="button" class="button button-ghost" onClick={close}>{t("cancel")} <Key name="Esc" /></button>
      </div>
    </form>
  );
}

export function PutAsideDialog() {
  const now = inspection.value;
  if (dialog.value !== "aside" || !now) return null;
  const { surname, given_names, document_number } = now.document ?? {};
  return (
    <Dialog title={t("aside.title")} wide onClose={close}>
      <p class="dialog-who">{[surname, given_names].filter(Boolean).join(", ")}
        {document_number && <span class="code"> {document_number}</span>}</p>
      <Asking />
    </Dialog>
  );
}
