import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { checkDigit, checkZone, digitVerdict, zoneDate, zoneLines } = await load("check_digits.ts");

// ICAO Doc 9303-3, appendix A, and the specimens of 9303-4, -5 and -6.
test("the digits are those of the standard's examples", () => {
  assert.equal(checkDigit("520727"), "3");
  assert.equal(checkDigit("AB2134<<<"), "5");
  assert.equal(checkDigit("L898902C3"), "6");
  assert.equal(checkDigit("L898902C3é"), undefined);
});

test("a verdict has three values", () => {
  assert.equal(digitVerdict("L898902C3", "6"), "ok");
  assert.equal(digitVerdict("L898902C3", "5"), "fail");
  assert.equal(digitVerdict("L898902C3", ""), "not_done");
});

test("unknown parts of a date are fillers", () => {
  assert.equal(zoneDate("1974-08-12"), "740812");
  assert.equal(zoneDate("1980-XX-XX"), "80<<<<");
  assert.equal(zoneDate("12/08/74"), "");
});

const specimens = {
  TD3: ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"],
  TD2: ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"],
  TD1: ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"],
  MRVA: ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"],
};

for (const [format, lines] of Object.entries(specimens)) {
  test(`the standard's ${format} specimen passes every check`, () => {
    const zone = checkZone(lines);
    assert.equal(zone.format, format);
    assert.ok(zone.checks.every((check) => check.verdict === "ok"), JSON.stringify(zone.checks));
  });
}

test("a wrong digit fails its own check and the composite one", () => {
  const lines = [...specimens.TD3];
  lines[1] = lines[1].replace("7408122", "7408123");
  const failed = checkZone(lines).checks.filter((check) => check.verdict === "fail").map((check) => check.code);
  assert.deepEqual(failed, ["check_digit_birth_date", "check_digit_composite"]);
});

test("half a line is not done, not wrong", () => {
  const zone = checkZone(zoneLines("p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<\nL898902C36 UTO"));
  assert.deepEqual(zone.checks.map((check) => check.verdict), ["ok", "not_done", "not_done", "not_done", "not_done"]);
});
