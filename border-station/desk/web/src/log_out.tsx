// Whoever logs out with a traveller who is not decided, or with something half typed, is asked first, as a browser asks
// before a page is left.
import { Dialog, Key } from "@garita/components";
import { t } from "@garita/language";
import { logOut } from "@garita/session";
import { isHalfTyped } from "./by_hand";
import { dialog, inspection, onPaper } from "./state";

/** The hour of a sheet is for whoever typed it in: the next shift's first traveller is of now. */
function leave(): void {
  if (!inspection.value) onPaper.value = undefined;
  void logOut();
}

export function wantToLogOut(): void {
  if (inspection.value || isHalfTyped()) dialog.value = "log_out";
  else leave();
}

export function LogOutDialog() {
  const now = inspection.value;
  const typed = isHalfTyped();
  if (dialog.value !== "log_out" || (!now && !typed)) return null;
  const { surname, given_names, document_number } = now?.document ?? {};
  const stay = () => (dialog.value = "");
  return (
    <Dialog title={t(now ? "logout.title" : "logout.title_typed")} onClose={stay}>
      {now && (
        <p class="dialog-who">{[surname, given_names].filter(Boolean).join(", ")}
          {document_number && <span class="code"> {document_number}</span>}</p>
      )}
      {now && <p>{t("logout.what")}</p>}
      {typed && <p>{t("logout.typed")}</p>}
      {now && <p class="facts">{t("logout.again")}</p>}
      <div class="dialog-actions">
        {/* Has the focus: the Enter of a reader that types, or a key without a look, leaves nobody. */}
        <button type="button" class="button" autoFocus onClick={stay}>{t("logout.stay")} <Key name="Esc" /></button>
        <button type="button" class="button button-ghost" id="log-out-all-the-same" onClick={leave}>{t("log_out")}</button>
      </div>
    </Dialog>
  );
}
