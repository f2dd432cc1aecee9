// Who works here since when, and what they did: shown at any moment, closed and printed at the end.
import { signal } from "@preact/signals";
import { ask, Problem } from "@garita/api";
import type { Shift } from "@garita/api";
import { announce, Dialog, Key, problemText } from "@garita/components";
import { lock } from "@garita/idle";
import { moment, number, t } from "@garita/language";
import type { WordKey } from "@garita/language";
import { sessionEnded, site } from "@garita/session";
import { wantToLogOut } from "./log_out";
import { signature } from "./signer";
import { shiftSince } from "./state";

const shift = signal<Shift | undefined>(undefined);
const trouble = signal<Problem | undefined>(undefined);

async function load(path: string, request: { method?: string } = {}): Promise<void> {
  try {
    shift.value = await ask<Shift>(path, request);
    trouble.value = undefined;
  } catch (problem) {
    if (sessionEnded(problem)) return;
    trouble.value = problem instanceof Problem ? problem : new Problem(0, "unknown");
    announce(problemText(trouble.value), true);
  }
}

export function showShift(): void {
  void load("/api/shift");
}

async function closeShift(): Promise<void> {
  await load("/api/shift/close", { method: "POST" });
  if (!shift.value?.closed_at) return;
  shiftSince.value = shift.value.closed_at;
  announce(t("shift.closed"));
}

const counts = ["entries", "exits", "referrals", "refusals", "exit_stops", "corrected", "hits", "unsent"] as const;

function Paper({ now }: { now: Shift }) {
  return (
    <article class="slip shift" data-test="shift">
      {site.value?.exercise && <p class="slip-exercise">{t("exercise")}</p>}
      <h3>{site.value?.post} · {site.value?.station}</h3>
      <h4>{t("shift.of", { who: now.name ?? now.officer })}</h4>
      <dl class="slip-lines">
        <div><dt>{t("shift.opened_at")}</dt><dd>{moment(now.opened_at)}</dd></div>
        <div><dt>{t("shift.closed_at")}</dt><dd>{now.closed_at ? moment(now.closed_at) : t("shift.open")}</dd></div>
        {counts.map((one) => (
          <div><dt>{t(`shift.${one}` as WordKey)}</dt><dd data-count={one}>{number(now[one])}</dd></div>
        ))}
      </dl>
      {now.closed_at && <p class="slip-signatures"><span>{t("slip.signature_officer")} {signature(now)}</span></p>}
    </article>
  );
}

export function ShiftDialog() {
  const now = shift.value;
  if (!now) return null;
  const close = () => {
    shift.value = undefined;
    trouble.value = undefined;
  };
  const lockNow = () => {
    close();
    void lock();
  };
  return (
    <Dialog title={t("shift.title")} wide onClose={close}>
      <Paper now={now} />
      {trouble.value && <p class="trouble">{problemText(trouble.value)}</p>}
      <div class="dialog-actions">
        {!now.closed_at && (
          <button type="button" class="button" id="close-shift" onClick={() => void closeShift()}>
            {t("shift.close")}
          </button>
        )}
        <button type="button" class="button button-ghost" id="print-shift" onClick={() => window.print()}>{t("slip.print")}</button>
        {now.closed_at
          ? <button type="button" class="button" id="leave" onClick={wantToLogOut}>{t("log_out")}</button>
          : <button type="button" class="button button-ghost" id="lock-now" onClick={lockNow}>{t("lock.now")}</button>}
        {/* Has the focus: a key pressed without looking closes the dialog and no shift. */}
        <button type="button" class="button button-ghost" id="leave-shift-open" autoFocus onClick={close}>{t("close")} <Key name="Esc" /></button>
      </div>
    </Dialog>
  );
}
