// The traveller in hand is not lost with the page: leaving it asks, and who loads it again finds them. What stays in
// the browser for that is the inspection's number, as long as the tab is open, and the hour and the officer of the sheet
// that is typed in, also between two travellers: or the next would count as of now. What is half typed does not: it is
// asked about.
import { effect } from "@preact/signals";
import { ask } from "@garita/api";
import type { Inspection } from "@garita/api";
import { announce } from "@garita/components";
import { t } from "@garita/language";
import { isLeaving, session } from "@garita/session";
import { isHalfTyped } from "./by_hand";
import { findLeaderAgain } from "./family";
import { inspection, notice, onPaper, opened, stillThere } from "./state";

const storageKey = "garita.in_hand";

interface InHand { id?: string; officer: string; paper?: typeof onPaper.value }

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
  const { id, paper } = before;
  if (!id) {
    if (paper) onPaper.value = paper;
    return;
  }
  const found = await ask<Inspection>(`/api/inspections/${id}`).catch(() => undefined);
  if (found?.state !== "open" || inspection.value) return;
  // The sheet is that traveller's: without them nobody is typed in as of its hour.
  if (paper) onPaper.value = paper;
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
  findLeaderAgain(officer);
  // Behind a log-in page the station may have been started anew.
  if (inspection.value) void stillThere();
  else void findAgain(officer);
  const stop = effect(() => {
    const id = inspection.value?.id;
    const paper = onPaper.value;
    if (id || paper) sessionStorage.setItem(storageKey, JSON.stringify({ id, officer, paper } satisfies InHand));
    else sessionStorage.removeItem(storageKey);
  });
  window.addEventListener("beforeunload", askBeforeLeaving);
  return () => {
    stop();
    window.removeEventListener("beforeunload", askBeforeLeaving);
  };
}
