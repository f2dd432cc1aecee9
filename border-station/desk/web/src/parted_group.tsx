// A child that is refused after this desk has admitted the adult with whom it may cross: whom the station asks about.
import { computed } from "@preact/signals";
import { Icon } from "@garita/icons";
import { t } from "@garita/language";
import { leader, mayJoin } from "./family";
import { questionsFor } from "./state";

/** Undefined: no child is parted from anybody whom this desk has admitted. */
const admitted = computed(() =>
  mayJoin.value && questionsFor("refuse").some((question) => question.of_company) ? leader.value : undefined);

export function AdmittedBefore() {
  const adult = admitted.value;
  return adult ? <p data-test="parted"><Icon name="warning" /> {t("refuse.admitted_before", { name: adult.name })}</p> : null;
}
