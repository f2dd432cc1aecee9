// What the protection unit alone is told of somebody who is referred for a second interview.
import { signal } from "@preact/signals";
import { t, word } from "@garita/language";

export interface Told { concerns: string[]; note: string }

const nothing: Told = { concerns: [], note: "" };
export const told = signal<Told>(nothing);

/** It stays on no page once it is sealed, or was not said. */
export function forgetTold(): void {
  told.value = nothing;
}

/** What was learnt elsewhere, before anything is said here. */
export function tell(code: string): void {
  told.value = { concerns: [code], note: "" };
}

function toggle(code: string): void {
  const { concerns, note } = told.value;
  const without = concerns.filter((one) => one !== code);
  told.value = { concerns: without.length < concerns.length ? without : [...concerns, code], note };
}

export function Confidence({ codes }: { codes: string[] }) {
  if (codes.length === 0) return null;
  const { concerns, note } = told.value;
  return (
    <fieldset class="confidence" aria-describedby="confide-hint">
      <legend>{t("confide.title")}</legend>
      <div class="grounds">
        {codes.map((code) => (
          <label class="tick">
            <input type="checkbox" id={`concern-${code}`} checked={concerns.includes(code)} onChange={() => toggle(code)} />
            <span>{word("concern", code)}</span>
          </label>
        ))}
      </div>
      <p class="facts" id="confide-hint">{t("confide.hint")}</p>
      {concerns.length > 0 && (
        <label class="question-note">
          <span>{t("confide.note")}</span>
          <input id="confide-note" value={note} maxLength={250} autocomplete="off"
            onInput={(event) => { told.value = { concerns, note: event.currentTarget.value }; }} />
        </label>
      )}
    </fieldset>
  );
}
