// What the desk calls a decision by its direction, of which there is a paper, and the hour it proposes for a sheet of one.
import assert from "node:assert/strict";
import test from "node:test";
import { load } from "../../../../schema/api/web/tests/load.mjs";

globalThis.localStorage = { getItem: () => null, setItem: () => undefined };
globalThis.document = { documentElement: {} };
const desk = "../../../../border-station/desk/web/src";
const { crossingWord, doneWord, wordThere } = await load(`${desk}/done_word.ts`);
const { mayBeHandedOut } = await load(`${desk}/holding.ts`);
const { proposedMoment } = await load(`${desk}/paper_hours.ts`);

for (const [decision, direction, done, crossing, paper] of [
  ["admit", "entry", "Admitido", "Entrada · Admitido", true],
  ["admit", "exit", "Salida autorizada", "Salida · Salida autorizada", false],
  ["refer", "entry", "Derivado a segunda línea", "Entrada · Derivado a segunda línea", false],
  ["refer", "exit", "Derivado a segunda línea", "Salida · Derivado a segunda línea", false],
  ["refuse", "entry", "Rechazado", "Entrada · Rechazado", true],
  ["refuse", "exit", "Salida impedida", "Salida · Salida impedida", false],
])
  test(`${decision} at ${direction}: its words, and whether there is a paper of it`, () => {
    assert.equal(doneWord({ decision, direction }), done);
    assert.equal(crossingWord({ decision, direction }), crossing);
    assert.equal(mayBeHandedOut({ decision, direction }), paper);
  });

for (const [list, code, direction, expected] of [
  ["alert", "refused_here", "entry", "Rechazado en este puesto"],
  ["alert", "refused_here", "exit", "Salida impedida en este puesto"],
  ["alert", "referred_here", "exit", "Segunda entrevista pendiente"],
  ["decision", "refuse", "exit", "Impedir salida"],
  ["decision", "refuse", undefined, "Rechazar"],
])
  test(`${list} ${code} at ${direction}`, () => assert.equal(wordThere(list, code, direction), expected));

const nine = "2026-04-20T15:00:00.000Z";
const hours = { from: nine, to: "2026-04-20T18:00:00.000Z" };
for (const [what, paper, before, expected] of [
  ["the first", hours, undefined, nine],
  ["one after another", hours, "2026-04-20T16:20:00.000Z", "2026-04-20T16:20:00.000Z"],
  ["of the last minute", hours, hours.to, hours.to],
  ["after hours of another day", hours, "2026-04-19T16:20:00.000Z", nine],
  ["after what was said when they were announced", hours, "2026-04-20T18:05:00.000Z", nine],
  ["while they last", { from: nine }, "2026-04-20T18:05:00.000Z", "2026-04-20T18:05:00.000Z"],
])
  test(`the hour proposed for a sheet: ${what}`, () => assert.equal(proposedMoment(paper, before), expected));
