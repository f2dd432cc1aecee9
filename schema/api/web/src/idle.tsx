// A page that nobody touches locks: the station or the centre sees to it, and the page says so before.
import { signal } from "@preact/signals";
import { ask } from "./api";
import { announce } from "./components";
import { t } from "./language";
import { endSession, session, sessionEnded } from "./session";

const warnSeconds = 60;
/** While keys are pressed, the session is told this often that somebody is there. */
const tellSeconds = 60;
/** After the last key it is told once more, so that the page never locks after the session. */
const lastKeySeconds = 5;
const soon = signal(false);

async function tell(): Promise<void> {
  try {
    await ask("/api/session/activity", { method: "POST" });
  } catch (problem) {
    sessionEnded(problem);
  }
}

/** Locks the page and its session: the same officer's password opens it as it was. */
export async function lock(): Promise<void> {
  try {
    await ask("/api/session/lock", { method: "POST" });
  } catch {
    // Without an answer the page locks all the same, and the session by its own time.
  }
  endSession("locked");
}

/** Watches for keys and touches until the returned function is called. */
export function watchIdle(): () => void {
  let touched = Date.now();
  let told = touched;
  let shared = 0;
  /** Pages of one browser have one session, and who works on one of them is there for all. */
  const others = new BroadcastChannel("garita.touched");
  others.onmessage = () => {
    touched = told = Date.now();
    soon.value = false;
  };
  const since = (moment: number) => (Date.now() - moment) / 1000;
  const tellNow = () => {
    told = Date.now();
    void tell();
  };
  const touch = () => {
    touched = Date.now();
    soon.value = false;
    if (since(shared) >= 1) {
      shared = touched;
      others.postMessage("");
    }
    if (since(told) >= tellSeconds) tellNow();
  };
  const look = () => {
    if (!session.value) return;
    const left = session.value.lock_after_seconds - since(touched);
    if (touched > told && since(touched) >= lastKeySeconds) tellNow();
    if (left <= 0) void lock();
    else if (left <= warnSeconds && !soon.value) {
      soon.value = true;
      announce(t("lock.soon"), true);
    }
  };
  const timer = setInterval(look, 1000);
  document.addEventListener("keydown", touch, true);
  document.addEventListener("pointerdown", touch, true);
  return () => {
    clearInterval(timer);
    others.close();
    soon.value = false;
    document.removeEventListener("keydown", touch, true);
    document.removeEventListener("pointerdown", touch, true);
  };
}

export function IdleWarning() {
  return soon.value ? <p class="idle-warning">{t("lock.soon")}</p> : null;
}
