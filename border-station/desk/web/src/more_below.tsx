// What lies below the edge of a panel is not there for an officer who does not scroll: this says how much.
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "@garita/icons";
import { counted } from "@garita/language";

// What a mark itself covers: along the whole edge, or at its end.
const markPx = 36;
const smallMarkPx = 22;
/** Below the letters of a line there is this much of it, which may be covered. */
const leadingPx = 4;

/** Whoever has scrolled to the end has all above it. */
const isAtEnd = (panel: Element) => panel.scrollTop + panel.clientHeight >= panel.scrollHeight - 1;

function listIn(panel: Element, selector: string, edge: number, markedPx = markPx): Element[] {
  if (isAtEnd(panel)) return [];
  return [...panel.querySelectorAll(selector)].filter((one) => one.getBoundingClientRect().bottom - leadingPx > edge - markedPx);
}

interface Lies { kind: string; below: Element[] }

/** What `find` finds in the panel around the mark, as often as something in there moves or changes. */
function useBelow(find: (panel: Element) => Lies[]) {
  const mark = useRef<HTMLDivElement>(null);
  const [counts, setCounts] = useState<Record<string, number>>({});
  const found = () => {
    const panel = mark.current?.closest(".panel-body");
    return panel ? find(panel).filter(({ below }) => below.length > 0) : [];
  };
  useEffect(() => {
    const panel = mark.current?.closest(".panel-body");
    if (!panel) return undefined;
    const look = () => {
      const now = Object.fromEntries(found().map(({ kind, below }) => [kind, below.length]));
      setCounts((before) => JSON.stringify(before) === JSON.stringify(now) ? before : now);
    };
    // Cards grow when an answer asks for a note, and a picture comes later.
    const sizes = new ResizeObserver(look);
    sizes.observe(panel);
    for (const part of panel.children) sizes.observe(part);
    const changes = new MutationObserver(look);
    changes.observe(panel, { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] });
    panel.addEventListener("scroll", look);
    return () => {
      sizes.disconnect();
      changes.disconnect();
      panel.removeEventListener("scroll", look);
    };
  }, []);
  return { mark, counts, found };
}

/** Questions without an answer, and alerts that ask nothing and are no mere news. */
function openOrUnseen(panel: Element): Lies[] {
  const edge = panel.getBoundingClientRect().bottom;
  const asksNothing = (head: Element) => !head.closest(".alert")?.querySelector(".question");
  const heads = listIn(panel, ":is(.alert-stop, .alert-warning) > .alert-head", edge).filter(asksNothing);
  return [{ kind: "question.below", below: listIn(panel, ".question-open", edge) }, { kind: "alerts.below", below: heads }];
}

/** At the lower edge of the panel that it is in. */
export function MoreBelow() {
  const { mark, counts, found } = useBelow(openOrUnseen);
  const kinds = (["question.below", "alerts.below"] as const).filter((kind) => counts[kind]);
  const go = () => {
    const next = found()[0];
    const [first] = next?.below ?? [];
    const asked = next?.kind === "question.below" && first?.parentElement?.querySelector("select");
    (asked || first?.closest<HTMLElement>(".alert"))?.focus();
  };
  return (
    <div ref={mark} class="more-below-place">
      {kinds.length > 0 && (
        <button type="button" class="more-below" onClick={go}>
          <Icon name="warning" /> {kinds.map((kind) => counted(kind, counts[kind]!)).join(" · ")}
        </button>
      )}
    </div>
  );
}

function checksCovered(panel: Element): Lies[] {
  const edge = panel.querySelector(".stay-and-grant")?.getBoundingClientRect().top ?? Infinity;
  return [
    { kind: "failed", below: listIn(panel, ".verdict-fail", edge) },
    { kind: "all", below: listIn(panel, ".verdict", edge, smallMarkPx) },
  ];
}

/** Over the form that stays in sight: how many checks it covers, and loudly those that failed. */
export function ChecksBelow() {
  const { mark, counts } = useBelow(checksCovered);
  const { failed, all } = counts;
  const go = () => {
    const panel = mark.current?.closest(".panel-body");
    panel?.scrollTo(0, panel.scrollHeight);
  };
  return (
    <div ref={mark} class="checks-below-place">
      {failed ? <button type="button" class="more-below" onClick={go}><Icon name="warning" /> {counted("fields.below_failed", failed)}</button>
        : all && <button type="button" class="checks-below" onClick={go}>{counted("fields.below", all)}</button>}
    </div>
  );
}
