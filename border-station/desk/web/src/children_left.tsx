// Children who were let pass with an adult of whose admission nothing holds any more: said until the officer has seen it.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Corrected } from "@garita/api";
import { announce, Dialog, Key } from "@garita/components";
import { t } from "@garita/language";
import { who } from "./recent";

interface Left { adult: string; children: string[] }
const left = signal<Left | undefined>(undefined);

/** Of whom the station names, where it names any. */
export function tellChildren({ of, children = [] }: Corrected): void {
  if (children.length > 0) left.value = { adult: who(of), children };
}

function Told({ adult, children }: Left) {
  const text = t("children_left.text", { adult, names: children.join("; ") });
  useEffect(() => announce(text, true), []);
  const close = () => (left.value = undefined);
  // A reader that types ends with it: nothing is put away by that before it was seen.
  const noEnter = (event: KeyboardEvent) => { if (event.key === "Enter") event.preventDefault(); };
  return (
    <Dialog title={t("children_left.title")} onClose={close}>
      <p data-test="children-left">{text}</p>
      <p class="facts">{t("children_left.hint")}</p>
      <div class="dialog-actions" onKeyDown={noEnter}>
        <button type="button" class="button" onClick={close}>{t("close")} <Key name="Esc" /></button>
      </div>
    </Dialog>
  );
}

export function ChildrenLeft() {
  return left.value ? <Told {...left.value} /> : null;
}
