import { signal } from "@preact/signals";
import type { Language } from "./api";
import { countryName } from "./countries";
import { en } from "./words/en";
import { es } from "./words/es";
import { fr } from "./words/fr";

export type WordKey = keyof typeof es;
type Words = Record<WordKey, string>;

const catalogues: Record<Language, Words> = { es, en, fr };
export const languages: [Language, string][] = [
  ["es", "Español"], ["en", "English"], ["fr", "Français"],
];

const storageKey = "garita.language";

function stored(): Language {
  const value = localStorage.getItem(storageKey);
  return value === "en" || value === "fr" ? value : "es";
}

export const language = signal<Language>(stored());
/** What a paper for a traveller is written in; else the console's own. */
let other: Language | undefined;
const current = (): Language => other ?? language.value;

/** What `make` writes at once, in another language than the console's. */
export function inLanguage<T>(chosen: Language, make: () => T): T {
  other = chosen;
  try {
    return make();
  } finally {
    other = undefined;
  }
}

const locale = (): string => ({ es: "es-GT", en: "en-GB", fr: "fr-FR" })[current()];
/** The zone in which moments are shown: the post's, or the centre's. */
export const zone = signal<string>("UTC");

export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(storageKey, chosen);
  language.value = chosen;
  document.documentElement.lang = chosen;
}

type Parameters = Record<string, string | number | undefined>;

function fill(text: string, parameters: Parameters): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(parameters[name] ?? "–"));
}

/** The words of the key in the chosen language, {name} replaced. */
export function t(key: WordKey, parameters: Parameters = {}): string {
  return fill(catalogues[current()][key], parameters);
}

/** As t, but `key_one` where the count is one and such a key exists. */
export function counted(key: WordKey, count: number, parameters: Parameters = {}): string {
  const one = `${key}_one` as WordKey;
  const words = catalogues[current()];
  const singular = new Intl.PluralRules(current()).select(count) === "one";
  return fill(singular && one in words ? words[one] : words[key], { count: number(count), ...parameters });
}

/** "Alertas: 50 d": before a colon French has a space that does not break. */
export function pair(name: string, value: string): string {
  return t("pair", { name, value });
}

/** The words of a code from a list; a code without words is shown as it is. */
export function word(list: string, code: string, parameters: Parameters = {}): string {
  const words = catalogues[current()] as Record<string, string>;
  const text = words[`${list}.${code}`];
  return text === undefined ? code.replaceAll("_", " ") : fill(text, parameters);
}

export function hasWord(list: string, code: string): boolean {
  return `${list}.${code}` in catalogues.es;
}

export function number(value: number): string {
  return new Intl.NumberFormat(locale()).format(value);
}

const dayFormat = { day: "numeric", month: "short", year: "numeric" } as const;

/** "12 ago 1974": a month in letters, so that no two parts can be taken for each other. */
export function day(iso: string | undefined): string {
  if (!iso) return "–";
  const [, year = "", month = "", date = ""] = /^(\d{4})-(\d{2}|XX)-(\d{2}|XX)$/.exec(iso) ?? [];
  if (!year) return iso;
  // Of a birth date documents may leave parts open: what is known is said.
  if (month === "XX") return year;
  const whole = parts(new Date(`${year}-${month}-${date === "XX" ? "01" : date}T00:00:00Z`), { ...dayFormat, timeZone: "UTC" });
  return date === "XX" ? whole.slice(whole.indexOf(" ") + 1) : whole;
}

/** Whether it is a day as one types it: "1974-08-12", and one that the calendar has. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

/** Days and likenesses in what a comparison says, as people read them: "KELER~KEHLER 0.93" is 93 %. */
export function comparedText(value: string): string {
  return value.replace(/\d{4}-(\d{2}|XX)-(\d{2}|XX)/g, (date) => day(date)).replace(/\b[01]\.\d+\b/g, (likeness) => `${Math.round(Number(likeness) * 100)}\u00a0%`);
}

function parts(moment: Date, options: Intl.DateTimeFormatOptions): string {
  const found = new Intl.DateTimeFormat(locale(), options).formatToParts(moment);
  const part = (type: string) => found.find((p) => p.type === type)?.value.replace(".", "") ?? "";
  return `${part("day")} ${part("month")} ${part("year")}`;
}

export function clockTime(iso: string | undefined, inZone = zone.value): string {
  if (!iso) return "–";
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: inZone })
    .format(new Date(iso));
}

/** "24 nov 2026 08:15" in the zone. */
export function moment(iso: string | undefined, inZone = zone.value): string {
  if (!iso) return "–";
  return `${parts(new Date(iso), { ...dayFormat, timeZone: inZone })} ${clockTime(iso, inZone)}`;
}

/** "08:15" on the day of `now`, else "23 nov": for lists of what was done lately. */
export function timeOrDay(iso: string, now: string | undefined): string {
  const shown = (instant: string) => parts(new Date(instant), { ...dayFormat, timeZone: zone.value });
  if (!now || shown(iso) === shown(now)) return clockTime(iso);
  return shown(iso).split(" ").slice(0, 2).join(" ");
}

/** "2026-03-02 08:10" in the zone, as one types a day and a time. */
export function localMinute(iso: string, inZone = zone.value): string {
  const found = new Intl.DateTimeFormat("en-CA", {
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    timeZone: inZone,
  }).formatToParts(new Date(iso));
  const part = (type: string) => found.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")}`;
}

/** Whether it is such a minute. */
export function isMinute(text: string): boolean {
  const [date = "", time = "", ...more] = text.trim().split(/\s+/);
  return isDay(date) && /^([01]\d|2[0-3]):[0-5]\d$/.test(time) && more.length === 0;
}

/** The moment of such a minute. */
export function instantOf(local: string, inZone = zone.value): string {
  const utc = (minute: string) => Date.parse(`${minute.trim().replace(/\s+/, "T")}:00Z`);
  const wanted = utc(local);
  const off = (at: number) => utc(localMinute(new Date(at).toISOString(), inZone)) - at;
  const near = wanted - off(wanted);
  return new Date(wanted - off(near)).toISOString();
}

const minute = 60;
const hour = 60 * minute;
const oneDay = 24 * hour;

/** From how many days on hours say nothing any more. */
const wholeDaysFrom = 10;

/** "2 h 14 min", "3 d 4 h", "80 d": two units at most. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < minute) return t("span.seconds", { count: whole });
  if (whole < hour) return t("span.minutes", { count: Math.floor(whole / minute) });
  const minutes = Math.floor((whole % hour) / minute);
  const hours = Math.floor(whole / hour);
  if (whole < oneDay) return minutes ? t("span.hours", { hours, minutes }) : t("span.whole_hours", { hours });
  const days = Math.floor(whole / oneDay);
  return hours % 24 && days < wholeDaysFrom ? t("span.days", { days, hours: hours % 24 }) : t("span.whole_days", { days });
}

export function secondsBetween(earlier: string, later: string): number {
  return (Date.parse(later) - Date.parse(earlier)) / 1000;
}

export function country(code: string | undefined): string {
  if (!code) return "–";
  const name = countryName(code, current());
  return name ? `${code} · ${name}` : code;
}
