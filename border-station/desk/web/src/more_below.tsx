// Questions that lie below the edge of their panel are not there for an officer who does not scroll: this says how many.
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "@garita/icons";
import { counted } from "@garita/language";

// What the mark itself covers.
const markPx = 36;

function openBelow(body: Element): Element[] {
  const edge = body.getBoundingClientRect().bottom - markPx;
  return [...body.querySelectorAll(".question-open")].filter((one) => one.getBoundingClientRect().bottom > edge);
}

/** At the lower edge of the panel that it is in. */
export function MoreBelow() {
  const mark = useRef<HTMLDivElement>(null);
  const [count, setCount] = useState(0);
  const body = () => mark.current?.closest(".panel-body");
  useEffect(() => {
    const panel = body();
    if (!panel) return undefined;
    const look = () => setCount(openBelow(panel).length);
    // Cards grow when an answer asks for a note, and a picture comes later.
    const sizes = new ResizeObserver(look);
    sizes.observe(panel);
    for (const part of panel.children) sizes.observe(part);
    const changes = new MutationObserver(look);
    changes.observe(panel, { subtree: true, attributes: true, attributeFilter: ["class"] });
    panel.addEventListener("scroll", look);
    return () => {
      sizes.disconnect();
      changes.disconnect();
      panel.removeEventListener("scroll", look);
    };
  }, []);
  const go = () => {
    const panel = body();
    const next = panel && openBelow(panel)[0];
    next?.parentElement?.querySelector("select")?.focus();
  };
  return (
    <div ref={mark} class="more-below-place">
      {count > 0 && (
        <button type="button" class="more-below" onClick={go}><Icon name="warning" /> {counted("question.below", count)}</button>
      )}
    </div>
  );
}
