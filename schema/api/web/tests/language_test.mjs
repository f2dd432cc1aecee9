// Days, minutes and likenesses, as they are typed and as they are read.
import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

globalThis.localStorage = { getItem: () => null, setItem: () => undefined };
globalThis.document = { documentElement: {} };
const { chooseLanguage, comparedText, instantOf, isDay, isMinute, localMinute, pair } = await load("language.ts");

const days = [
  ["2026-02-28", true], ["2028-02-29", true], ["2026-02-29", false], ["2026-04-31", false], ["28/02/2026", false],
  ["2026-2-28", false], ["", false], ["2026-02-28 ", false],
];
for (const [text, expected] of days)
  test(`"${text}" is ${expected ? "a" : "no"} day`, () => assert.equal(isDay(text), expected));

const minutes = [
  ["2026-04-20 09:30", true], [" 2026-04-20  23:59 ", true], ["2026-04-20 24:00", false], ["2026-04-31 09:30", false],
  ["2026-04-20", false], ["09:30", false], ["2026-04-20 09:30 x", false], ["04/20/2026 09:30", false],
];
for (const [text, expected] of minutes)
  test(`"${text}" is ${expected ? "a" : "no"} minute`, () => assert.equal(isMinute(text), expected));

const zone = "America/Guatemala";
test("a minute that was typed is its moment in the post's zone, and back", () => {
  assert.equal(instantOf("2026-04-20 09:30", zone), "2026-04-20T15:30:00.000Z");
  assert.equal(instantOf(" 2026-04-20  09:30 ", zone), "2026-04-20T15:30:00.000Z");
  assert.equal(localMinute("2026-04-20T15:30:00Z", zone), "2026-04-20 09:30");
});

const compared = [
  ["es", "THAMES~TAMES 0.98", "THAMES~TAMES 98\u00a0%"],
  ["es", "1987-04-12~1987-04-21", "12 abr 1987~21 abr 1987"],
  ["fr", "1987-04-12", "12 avr 1987"],
  ["en", "1980-XX-XX", "1980"],
  ["es", "1980-02-XX~1980-XX-XX", "feb 1980~1980"],
  ["fr", "XXXX-02-11", "XXXX-02-11"],
];
for (const [language, value, expected] of compared)
  test(`"${value}" is read as "${expected}" in ${language}`, () => {
    chooseLanguage(language);
    assert.equal(comparedText(value), expected);
  });

test("French has a space before the colon that does not break", () => {
  chooseLanguage("fr");
  assert.equal(pair("Alertes", "50 j"), "Alertes\u00a0: 50 j");
});
