// What is known of two persons: the same, different, or neither.
import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { agreement } = await load("agreement.ts");

const cases = [
  ["1980-05-03", "1980-05-03", "agree"],
  ["1980-XX-XX", "1980-XX-XX", "agree"],
  ["1980-XX-XX", "1980-05-03", "compatible"],
  ["1980-05-03", "XXXX-05-XX", "compatible"],
  ["1980-XX-03", "1980-05-XX", "compatible"],
  ["XXXX-XX-XX", "1980-05-03", "compatible"],
  ["", "1980-05-03", "compatible"],
  ["", "F", "compatible"],
  ["1981-XX-XX", "1980-05-03", "differ"],
  ["1980-XX-03", "1980-05-04", "differ"],
  ["GTM", "SLV", "differ"],
  ["XXA", "GTM", "differ"],
  ["UTO|A1", "UTO|A2", "differ"],
];

for (const [one, other, wanted] of cases) {
  test(`${one || "nothing"} and ${other}: ${wanted}`, () => {
    assert.equal(agreement(one, other), wanted);
    assert.equal(agreement(other, one), wanted);
  });
}
