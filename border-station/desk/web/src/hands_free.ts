// What happens without a key of the officer's: documents from a reader that types and from a scanner, and
// exits with which nothing is amiss, where the country's policies say so.
import { computed, effect, signal } from "@preact/signals";
import { ask } from "@garita/api";
import type { Inspection } from "@garita/api";
import { announce, dialogIsOpen, sayInDialog } from "@garita/components";
import { t, word } from "@garita/language";
import { quietMilliseconds, Wedge } from "@garita/wedge";
import { isHalfTyped } from "./by_hand";
import { inTheWay } from "./in_the_way";
import { isSameHolder } from "./same_holder";
import { busy, decide, direction, enterZone, inspection, notice, onPaper, open, putAside, readZone, typing } from "./state";
import type { DropNews } from "./state";

type Editable = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function editable(element: Element | null): Editable | undefined {
  const fits = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
    || element instanceof HTMLSelectElement;
  return fits ? element : undefined;
}

function say(text: () => string): void {
  notice.value = { tone: "bad", text };
  sayInDialog(text);
  announce(text(), true);
}

/** A traveller on the screen is not lost to the next one's document, nor is what somebody types: an empty form,
    and a picture in which nothing was found, are; and what a barcode filled in gives way to the zone of the same
    holder. */
async function takeSwiped(lines: string[] | undefined): Promise<void> {
  if (!lines) return say(() => t("swipe.no_zone"));
  const now = inspection.value;
  const obstruction = inTheWay();
  if (obstruction === "paper") return say(() => t("swipe.paper"));
  if (now?.reading?.mrz?.lines.join() === lines.join()) return;
  if (obstruction === "typing" && isHalfTyped()) return say(() => t("swipe.typing"));
  // The zone of the card whose barcode waits to be confirmed, while nobody has typed anything: nobody else's.
  if (obstruction === "traveller" && now?.to_confirm && !isHalfTyped() && isSameHolder(lines, now.document))
    return void await enterZone(lines, "scanned");
  // Of a dialog there need be nobody at the desk.
  if (obstruction === "dialog" && !now) return say(() => t("swipe.dialog"));
  if (obstruction && obstruction !== "typing") return say(() => t("swipe.wait"));
  if (now) await putAside();
  await readZone(lines);
}

/** Catches bursts of key strokes wherever the focus is, until the returned function is called: they
    reach no field and no button. The first few, which might have been a person's, are taken back. */
export function watchSwipes(): () => void {
  const wedge = new Wedge();
  let before: { element: Editable; value: string } | undefined;
  let end: ReturnType<typeof setTimeout> | undefined;
  const takeBack = () => {
    if (!before || before.element.value === before.value) return;
    before.element.value = before.value;
    before.element.dispatchEvent(new Event("input", { bubbles: true }));
    before.element.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (wedge.startsAnew(event.timeStamp)) {
      const element = editable(document.activeElement);
      before = element && { element, value: element.value };
    }
    const stand = wedge.press({ key: event.key, code: event.code, shift: event.shiftKey,
      repeat: event.repeat, at: event.timeStamp });
    if (stand === "pass") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (stand === "begun") takeBack();
    clearTimeout(end);
    end = setTimeout(() => void takeSwiped(wedge.finish()), quietMilliseconds);
  };
  document.addEventListener("keydown", pressed, true);
  return () => {
    clearTimeout(end);
    document.removeEventListener("keydown", pressed, true);
  };
}

/** Pictures of the scanner, and of the station's camera, that no desk has taken yet. */
const dropWaiting = signal(0);
/** Whether one waits for this desk to be done with what is typed. */
export const scannerWaits = computed(() => dropWaiting.value > 0 && (typing.value || !!onPaper.value));

/** The fault that was told last: the strip has it for a while. */
let faultTold: string | undefined;

export function heardOfDrop({ waiting, fault, at }: DropNews): void {
  dropWaiting.value = waiting;
  if (!fault || at === faultTold) return;
  faultTold = at;
  say(() => word("drop", fault));
}

async function takeDropped(): Promise<void> {
  // Another desk may be quicker: then there is nothing, and nothing is said.
  dropWaiting.value = 0;
  await open(() => ask<Inspection | undefined>(`/api/drops/next?direction=${direction.value}`, { method: "POST" }));
}

/** The desk that waits takes what the scanner has read, until the returned function is called. */
export function watchScanner(): () => void {
  return effect(() => {
    if (dropWaiting.value > 0 && !inTheWay()) void takeDropped();
  });
}

/** Lets whoever leaves go by the scan alone, where the station says that nothing stands against it, until
    the returned function is called. Each inspection is tried once: after that it is the officer's. */
export function watchExits(): () => void {
  let tried = "";
  return effect(() => {
    const now = inspection.value;
    if (!now?.exit_by_scan || busy.value || typing.value || tried === now.id) return;
    tried = now.id;
    // Nobody sees whom a dialog covers.
    if (dialogIsOpen()) return;
    queueMicrotask(() => void decide("admit"));
  });
}
