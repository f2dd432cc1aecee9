// The traveller in hand is not lost with the page: leaving it asks, and who loads it again finds them. What stays in
// the browser for that is the inspection's number, as long as the tab is open. What is half typed does not: it is
// asked about too.
import { effect } from "@preact/signals";
import { ask } from "@garita/api";
import type { Inspection } from "@garita/api";
import { announce } from "@garita/components";
import { t } from "@garita/language";
import { isLeaving, session } from "@garita/session";
import { isHalfTyped } from "./by_hand";
import { inspection, notice, onPaper, opened, stillThere } from "./state";

const storageKey = "garita.in_hand";

interface InHand { id: string; officer: string; paper?: typeof onPaper.value }

function stored(): InHand | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? "") as InHand;
  } catch {
    return undefined;
  }
}

/** Shows whom the page had when it was loaded again, as long as nothing is decided. */
async function findAgain(officer: string): Promise<void> {
  const before = stored();
  sessionStorage.removeItem(storageKey);
  if (before?.officer !== officer) return;
  const found = await ask<Inspection>(`/api/inspections/${before.id}`).catch(() => undefined);
  if (found?.state !== "open" || inspection.value) return;
  onPaper.value = before.paper;
  opened(found);
  notice.value = { tone: "bad", text: () => t("document.found_again") };
  announce(t("document.found_again"), true);
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  if ((inspection.value || isHalfTyped()) && !isLeaving()) event.preventDefault();
}

/** Until the returned function is called. */
export function watchInHand(): () => void {
  const officer = session.value?.officer ?? "";
  // Behind a log-in page the station may have been started anew.
  if (inspection.value) void stillThere();
  else void findAgain(officer);
  const stop = effect(() => {
    const id = inspection.value?.id;
    if (id) sessionStorage.setItem(storageKey, JSON.stringify({ id, officer, paper: onPaper.value } satisfies InHand));
    else sessionStorage.removeItem(storageKey);
  });
  window.addEventListener("beforeunload", askBeforeLeaving);
  return () => {
    stop();
    window.removeEventListener("beforeunload", askBeforeLeaving);
  };
}
