// Where one is stands in the address, so that a page can be reloaded, sent and gone back to.
import { signal } from "@preact/signals";

export const place = signal(new URL(location.href));

addEventListener("popstate", () => (place.value = new URL(location.href)));

export function go(path: string, how: "push" | "replace" = "push"): void {
  if (how === "push") history.pushState({ fromHere: true }, "", path);
  else history.replaceState(history.state, "", path);
  place.value = new URL(location.href);
  if (how === "push") scrollTo(0, 0);
}

/** Whether one step back is a page of this console. */
export function cameFromHere(): boolean {
  return history.state?.fromHere === true;
}

/** For links: follows them without loading the page anew. The keyboard goes on in the new page. */
export function followed(event: MouseEvent): void {
  const link = (event.currentTarget as HTMLElement).closest("a");
  if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  go(link.getAttribute("href") ?? "/");
  document.getElementById("main")?.focus({ preventScroll: true });
}

/** The address of the same page with one parameter set, or taken away (""). */
export function withParameter(name: string, value: string): string {
  const next = new URLSearchParams(place.value.search);
  if (value) next.set(name, value);
  else next.delete(name);
  if (name !== "cursor") next.delete("cursor");
  const text = next.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return place.value.pathname + (text ? `?${text}` : "");
}
