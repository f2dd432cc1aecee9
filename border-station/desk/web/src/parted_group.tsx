// A child that is refused after the adult was admitted with whom it may cross: of whom the station knows.
import { computed } from "@preact/signals";
import { Icon } from "@garita/icons";
import { t } from "@garita/language";
import { leader, together } from "./family";
import { questionsFor } from "./state";

/** By name; undefined: no child is parted from anybody who was admitted here. */
const admitted = computed(() => questionsFor("refuse").find((question) => question.of_company)?.adults?.join("; "));

export function AdmittedBefore() {
  return admitted.value
    ? <p data-test="parted"><Icon name="warning" /> {t("refuse.admitted_before", { name: admitted.value })}</p> : null;
}

/** Why the answer that the adult turns round waits. */
export function adultInsideText(): string {
  return together.value
    ? t("refuse.adult_admitted", { name: leader.value?.name })
    : t("refuse.adult_may_be_admitted", { name: admitted.value });
}
