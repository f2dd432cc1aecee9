// Whoever logs out with a traveller who is not decided is asked first, as a browser asks before a page is left.
import { Dialog, Key } from "@garita/components";
import { t } from "@garita/language";
import { logOut } from "@garita/session";
import { dialog, inspection } from "./state";

export function wantToLogOut(): void {
  if (inspection.value) dialog.value = "log_out";
  else void logOut();
}

export function LogOutDialog() {
  const now = inspection.value;
  if (dialog.value !== "log_out" || !now) return null;
  const { surname, given_names, document_number } = now.document ?? {};
  const stay = () => (dialog.value = "");
  return (
    <Dialog title={t("logout.title")} onClose={stay}>
      <p class="dialog-who">{[surname, given_names].filter(Boolean).join(", ")}
        {document_number && <span class="code"> {document_number}</span>}</p>
      <p>{t("logout.what")}</p>
      <p class="facts">{t("logout.again")}</p>
      <div class="dialog-actions">
        {/* Has the focus: the Enter of a reader that types, or a key without a look, leaves nobody. */}
        <button type="button" class="button" autoFocus onClick={stay}>{t("logout.stay")} <Key name="Esc" /></button>
        <button type="button" class="button button-ghost" id="log-out-all-the-same" onClick={() => void logOut()}>{t("log_out")}</button>
      </div>
    </Dialog>
  );
}
