import { effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask, Problem } from "@garita/api";
import type { Flag, FlagState, HowKnown, Post, Reopening, StandingClosing, Watermark } from "@garita/api";
import { announce, problemText } from "@garita/components";
import { Icon } from "@garita/icons";
import { hasWord, moment, number, span, t, word, zone } from "@garita/language";
import { sessionEnded, site } from "@garita/session";
import { followed } from "./router";

export const flagStates: FlagState[] = ["open", "due", "pending_data", "probable", "confirmed", "cleared"];
/** States that say nothing against anybody: the person may have left in time. */
export const heldStates: ReadonlySet<FlagState> = new Set<FlagState>(["open", "due", "pending_data"]);
const raisedStates: ReadonlySet<FlagState> = new Set<FlagState>(["probable", "confirmed"]);

/** Shape, word and colour; held states wear the colour of waiting, never that of a finding. */
export function StateTag({ state }: { state: FlagState }) {
  return <span class={`state state-${state}`}><Icon name={state} /> {word("state", state)}</span>;
}

/** Days over, but only where they are established: while data are missing nothing is counted. */
export function DaysOver({ flag }: { flag: Flag }) {
  if (!flag.flag.startsWith("OVERSTAY")) return <span>–</span>;
  if (raisedStates.has(flag.state)) return <strong>{number(flag.days_over)}</strong>;
  if (heldStates.has(flag.state)) return <span class="undetermined">{t("days.undetermined")}</span>;
  return <span>–</span>;
}

export function causeText(cause: string | undefined): string {
  if (!cause) return "";
  // A record, or what moved the data, or both: "NORTE-01:1:movement:7 exit_in_time".
  return cause.split(" ").map((part) => {
    if (hasWord("cause", part)) return word("cause", part);
    return part.includes(":") ? t("cause.record", { record: part }) : part;
  }).join(" · ");
}

/** Why flags that were raised wait again: what somebody closed reports again. */
export function Reopened({ one }: { one: Reopening | undefined }) {
  if (!one) return null;
  const { station, closed, officer = "", why } = one;
  const told = { station, closed, officer, why, since: moment(one.since), closed_at: moment(one.closed_at) };
  return <span class="kind">{t(officer ? "reopened.closed_by" : "reopened.closed", told)}</span>;
}

/** The closings by persons without which a flag would not have been raised. */
export function RestsOn({ closings }: { closings: StandingClosing[] | undefined }) {
  return (
    <>
      {closings?.map(({ closing, closed, closed_at, officer = "", why }) => (
        <span key={closing} class="kind">
          {t(officer ? "rests_on.closed_by" : "rests_on.closed", { closed, officer, why, closed_at: moment(closed_at) })}
        </span>
      ))}
    </>
  );
}

/** What a crossing is known by, unless an officer scanned the document. */
export function evidenceText({ evidence, fallback, taken_over }: HowKnown): string {
  const codes = [evidence ?? "", fallback ? "fallback" : ""];
  const words = codes.filter((code) => hasWord("evidence", code)).map((code) => word("evidence", code));
  return [...words, taken_over].filter(Boolean).join(" · ");
}

// A heartbeat comes every minute: a post that is ten behind is being waited for.
const behindSecondsMin = 600;

function isBehind(watermark: Watermark): boolean {
  return !watermark.complete_until || secondsSince(watermark.complete_until) > behindSecondsMin;
}

/** Up to when the posts' data are complete, and who holds them back: the age of every figure. */
export function WatermarkLine({ watermark }: { watermark: Watermark }) {
  const key = watermark.sees === "exits" ? "overstays.complete.exits" : "overstays.complete.entries";
  return (
    <span class="watermark">
      {t(key)}{" "}
      <strong>{watermark.complete_until ? moment(watermark.complete_until) : t("overstays.complete.never")}</strong>
      {watermark.behind && isBehind(watermark) && ` · ${t("overstays.behind", { post: watermark.behind })}`}
    </span>
  );
}

/** The centre's time as of the last answer, ticking on: ages are never counted by this machine's clock. */
let heardAt = 0;
let toldAt = 0;
export function heardTime(instant: string): void {
  toldAt = Date.parse(instant);
  heardAt = performance.now();
}
effect(() => {
  if (site.value) heardTime(site.value.at);
});

function secondsSince(instant: string): number {
  return (toldAt + (performance.now() - heardAt) - Date.parse(instant)) / 1000;
}

/** The posts' zones, asked for once: what happened at a post is told by the clock on its wall. */
const zones = signal<Record<string, string>>({});
let zonesAsked = false;

export function learnZones(): void {
  if (zonesAsked) return;
  zonesAsked = true;
  ask<{ items: Post[] }>("/api/posts").then(({ items }) => {
    zones.value = Object.fromEntries(items.map((post) => [post.post, post.zone ?? zone.value]));
  }, () => (zonesAsked = false));
}

/** "24 nov 2026 08:15" by the post's clock; where that is not this console's, the zone stands beside. */
export function momentAt(post: string | undefined, at: string | undefined): string {
  const there = (post && zones.value[post]) || zone.value;
  return at && there !== zone.value ? `${moment(at, there)} (${there})` : moment(at);
}

/** What a clock of this console's zone shows at the moment, as if it were UTC. */
function shownHere(at: number): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone.value, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit",
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
}

/** "2026-11-24 08:15" or a day alone, by this console's clock, as an instant. What cannot be a moment goes
    to the centre as it is, which names it. */
export function instantOf(typed: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/.exec(typed);
  const wanted = match ? Date.parse(`${match[1]}T${match[2] ?? "00:00"}:00Z`) : NaN;
  if (Number.isNaN(wanted)) return typed;
  // Twice: the first guess may lie on the other side of a change of clocks.
  let at = wanted;
  for (let guess = 0; guess < 2; guess++) at += wanted - shownHere(at);
  return new Date(at).toISOString().replace(".000Z", "Z");
}

/** The other way round, for the field. */
export function typedOf(instant: string): string {
  const at = Date.parse(instant);
  if (Number.isNaN(at) || !instant.endsWith("Z")) return instant;
  return new Date(shownHere(at)).toISOString().slice(0, 16).replace("T", " ");
}

/** In which zone this console's moments are told; legal days are always the post's. */
export function ZoneNote() {
  return <span>{t("zone.note", { zone: zone.value })}</span>;
}

export function ago(instant: string | undefined): string {
  if (!instant) return t("posts.never");
  return t("ago", { span: span(secondsSince(instant)) });
}

export interface Loaded<T> { value?: T; problem?: Problem; busy: boolean }

/** One question to the centre; the answer before stays on the screen while the next is on its way. */
export function makeLoader<T>() {
  const state = signal<Loaded<T>>({ busy: false });
  let latest = "";
  const load = async (path: string, headers?: Record<string, string>): Promise<void> => {
    latest = path;
    state.value = { ...state.value, busy: true };
    try {
      const value = await ask<T>(path, headers ? { headers } : {});
      if (latest === path) state.value = { value, busy: false };
    } catch (problem) {
      if (latest !== path || sessionEnded(problem)) return;
      const known = problem instanceof Problem ? problem : new Problem(0, "unknown");
      state.value = { value: state.value.value, problem: known, busy: false };
      announce(troubleText(known), true);
    }
  };
  const forget = () => (state.value = { busy: false });
  return { state, load, forget };
}

function troubleText(problem: Problem): string {
  return problem.problem === "no-answer" ? t("problem.no-answer-centre") : problemText(problem);
}

export function Trouble({ problem }: { problem: Problem | undefined }) {
  if (!problem) return null;
  return <p class="trouble"><Icon name="warning" /> {troubleText(problem)}</p>;
}

/** Calls `action` now and every `seconds` while the page can be seen. */
export function useRepeated(action: () => void, seconds: number, about: string): void {
  useEffect(() => {
    action();
    const timer = setInterval(() => { if (!document.hidden) action(); }, seconds * 1000);
    return () => clearInterval(timer);
  }, [about]);
}

/** Their page asks for a reason of its own. */
export function PersonLink({ pseudonym }: { pseudonym: string }) {
  return <a class="code" href={`/persons/${pseudonym}`} onClick={followed}>{pseudonym}</a>;
}
