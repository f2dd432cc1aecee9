// Where the traveller comes from, or goes to: asked where a rule of stay looks at it. No decision waits for it.
import type { Direction } from "@garita/api";
import { countryCodes } from "@garita/countries";
import { country, t } from "@garita/language";
import { site } from "@garita/session";
import { inspection, otherState } from "./state";

export function stateLabel(direction: Direction | undefined): string {
  return t(direction === "exit" ? "state.to" : "state.from");
}

/** The likely ones first, in their order; then all others by code, which typing finds. */
export function StateSelect({ id, value, likely, onChange }: {
  id: string; value: string; likely: string[]; onChange: (state: string) => void;
}) {
  const first = value && !likely.includes(value) ? [value, ...likely] : likely;
  const others = countryCodes.filter((code) => code !== site.value?.country && !first.includes(code));
  const options = (codes: string[]) => codes.map((code) => <option value={code}>{country(code)}</option>);
  return (
    <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{t("state.unasked")}</option>
      {first.length > 0 && <optgroup label={t("state.likely")}>{options(first)}</optgroup>}
      <optgroup label={t("state.all")}>{options(others)}</optgroup>
    </select>
  );
}

export function OtherState() {
  const found = inspection.value;
  if (!found?.other_state) return null;
  return (
    <div class="field">
      <label for="other_state">{stateLabel(found.direction)}</label>
      <StateSelect id="other_state" value={otherState.value} likely={found.other_state.likely}
        onChange={(state) => (otherState.value = state)} />
    </div>
  );
}
