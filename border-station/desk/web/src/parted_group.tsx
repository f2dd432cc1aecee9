// A child that is refused while the adult whom it crosses with has been admitted: said, and acknowledged.
import { computed, signal } from "@preact/signals";
import type { FormError } from "@garita/components";
import { Icon } from "@garita/icons";
import { t } from "@garita/language";
import { isWithSomebody } from "./child_answer";
import { leader, mayJoin, together } from "./family";
import { answers, questionsFor } from "./state";

const tick = "group-seen";
const seen = signal(false);

/** The adult who goes on alone; undefined: no child is parted from anybody whom this desk has admitted. */
const goesOn = computed(() => {
  const child = questionsFor("refuse").find((question) => question.evidence);
  const answer = child && answers.value[child.id]?.answer;
  return answer && mayJoin.value && isWithSomebody(answer, together.value) ? leader.value : undefined;
});

export function forgetGroup(): void {
  seen.value = false;
}

export const groupFaults = (): FormError[] =>
  goesOn.value && !seen.value ? [{ target: tick, text: () => t("refuse.group_unseen") }] : [];

export const groupFaultOf = (errors: FormError[]) => errors.find(({ target }) => target === tick)?.text();

export function GroupGoesOn({ error }: { error: string | undefined }) {
  if (!goesOn.value) return null;
  return (
    <div class="question" data-test="parted">
      <p><Icon name="warning" /> {t("refuse.group_goes_on", { name: goesOn.value.name })}</p>
      <label class="tick">
        <input id={tick} type="checkbox" checked={seen.value} aria-invalid={!!error || undefined}
          onChange={(event) => (seen.value = event.currentTarget.checked)} />
        <span>{t("refuse.group_seen")}</span>
      </label>
      {error && <p class="field-error">{error}</p>}
    </div>
  );
}
