import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { Wedge, handMilliseconds, quietMilliseconds } = await load("wedge.ts");

// ICAO Doc 9303-4 and -5, appendices.
const td3 = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
const td1 = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"];

const codeOf = (key) => /[A-Z]/i.test(key) && key.length === 1 ? `Key${key.toUpperCase()}`
  : /[0-9]/.test(key) ? `Digit${key}` : key === "<" ? "IntlBackslash" : key;

/** Types the text with `pause` between keys; gives how each key was taken and what came of it. */
function typed(text, { pause = 4, start = 1000, wedge = new Wedge(), key = (one) => one, code = codeOf, shift = false } = {}) {
  const stands = [...text].map((one, index) => {
    const name = one === "\n" ? "Enter" : one === "\t" ? "Tab" : one;
    return wedge.press({ key: name.length > 1 ? name : key(name), code: code(name), shift, repeat: false, at: start + index * pause });
  });
  return { stands, wedge, caught: wedge.isCaught(), lines: wedge.finish() };
}

for (const [what, text, lines] of [
  ["a passport, a line end after each", `${td3.join("\n")}\n`, td3],
  ["a card of three lines", `${td1.join("\n")}\n`, td1],
  ["lines that a tabulator parts", `${td3.join("\t")}\t`, td3],
  ["all in one", `${td3.join("")}\n`, td3],
  ["three lines in one", `${td1.join("")}\n`, td1],
  ["small letters", `${td3.join("\n").toLowerCase()}\n`, td3],
  ["two line ends", `${td3.join("\n\n")}\n\n`, td3],
  ["half a zone", `${td3[0]}\n`, undefined],
  ["a bar code", "0123456789012\n", undefined],
  ["a line too many", `${td3.join("\n")}\n${td3[0]}\n`, undefined],
]) test(`a burst is caught to its end: ${what}`, () => {
  const burst = typed(text);
  assert.deepEqual(burst.stands.slice(0, 6), ["pass", "pass", "pass", "pass", "pass", "begun"]);
  assert.deepEqual(new Set(burst.stands.slice(6)), new Set(["caught"]), "Enter too");
  assert.deepEqual(burst.lines, lines);
});

test("a person is never caught, however fast", () => {
  const hand = typed(`${td3.join("\n")}\n`, { pause: handMilliseconds + 1 });
  assert.deepEqual(new Set(hand.stands), new Set(["pass"]));
  assert.equal(hand.caught, false);
});

test("a few fast keys are a person's rolling fingers", () => {
  const wedge = new Wedge();
  for (const [index, start] of [0, 200, 400, 600].entries())
    assert.deepEqual(new Set(typed("ABCDE", { wedge, start, pause: 5 }).stands), new Set(["pass"]), String(index));
});

test("a key that is held is no reader", () => {
  const wedge = new Wedge();
  const held = Array.from({ length: 50 }, (_, index) =>
    wedge.press({ key: "<", code: "IntlBackslash", shift: false, repeat: index > 0, at: index * 20 }));
  assert.deepEqual(new Set(held), new Set(["pass"]));
});

test("a reader may pause between lines, and Shift belongs to it", () => {
  const wedge = new Wedge();
  const press = (key, at) => wedge.press({ key, code: codeOf(key), shift: false, repeat: false, at });
  [...`${td3[0]}\n`].forEach((one, index) => press(one === "\n" ? "Enter" : one, index * 3));
  assert.equal(press("Shift", 200), "caught");
  [...td3[1]].forEach((one, index) => press(one, 135 + quietMilliseconds - 10 + index * 3));
  assert.deepEqual(wedge.finish(), td3);
});

test("after the quiet everything begins anew", () => {
  const wedge = new Wedge();
  for (const [index, one] of [...td3[0]].entries())
    wedge.press({ key: one, code: codeOf(one), shift: false, repeat: false, at: index });
  assert.equal(wedge.press({ key: "A", code: "KeyA", shift: false, repeat: false, at: 5000 }), "pass");
});

test("a reader that believes in another keyboard is understood by its digits", () => {
  // A keyboard of France has Q where the reader means A, and ; or . on its comma.
  const french = { A: "Q", Q: "A", Z: "W", W: "Z", M: ",", "<": ".", 1: "&", 2: "é", 3: "\"" };
  const code = (key) => key === "<" ? "Comma" : codeOf(key);
  const burst = typed(`${td3.join("\n")}\n`, { key: (one) => french[one] ?? one, code, shift: true });
  assert.deepEqual(burst.lines, td3);
});
