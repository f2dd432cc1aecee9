// Whom an entry of the alert list means: to be compared with the document and with the person.
import { useState } from "preact/hooks";
import type { Listed } from "@garita/api";
import { day, t } from "@garita/language";

const nameOf = (listed: Listed) => [listed.surname, listed.given_names].filter(Boolean).join(", ");

export function listedText(listed: Listed): string {
  const document = [listed.issuer, listed.number].filter(Boolean).join(" ");
  return [nameOf(listed), listed.birth_date && day(listed.birth_date), listed.nationality, document].filter(Boolean).join(" · ");
}

/** The picture comes when it is shown; where it is not here, that is said. */
export function ListedPicture({ address, listed }: { address: string; listed?: Listed }) {
  const [missing, setMissing] = useState(false);
  if (missing) return <p class="facts listed-picture-missing">{t("listed.picture_not_here")}</p>;
  const name = (listed && listedText(listed)) || "?";
  return <img class="listed-picture" src={address} alt={t("listed.picture", { name })} onError={() => setMissing(true)} />;
}
