// Whatever an inspection can say has words: the vocabulary is read out of the code that says it, and every place
// there that makes a check has to be understood here.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { load, root } from "../../../../schema/api/web/tests/load.mjs";

const languages = { es: (await load("words/es.ts")).es, en: (await load("words/en.ts")).en, fr: (await load("words/fr.ts")).fr };
const source = (path) => readFileSync(join(root, path), "utf8");
const texts = (code) => [...code.matchAll(/"(\w+)"/g)].map((match) => match[1]);
const hasWords = (list, codes) => {
  for (const [language, words] of Object.entries(languages))
    assert.deepEqual(codes.filter((code) => !words[`${list}.${code}`]), [], `${list} in ${language}`);
};

const rules = source("border-station/inspection/inspect.cpp");
/** [code, state, field, reason] of everything that makes a check, each as it stands there. */
const checks = [...rules.matchAll(/(?:checks\.push_back\(\s*\{|\bCheck(?: \w+)?\{)([^}]*)\}/g)]
  .map((match) => match[1].split(",").map((part) => part.trim()));

/** Findings that speak against a document, each of which is a check that fails (contradictions_in). */
function contradictions() {
  const folder = "document-reader/reading";
  const codes = [];
  let failing = 0;
  for (const name of readdirSync(join(root, folder)).filter((one) => /(?<!_test)\.cpp$/.test(one))) {
    const code = source(`${folder}/${name}`);
    const own = /kCode = "(\w+)"/.exec(code)?.[1];
    const says = /(?:say\(|\{)(?:\.code = )?("\w+"|kCode),\s*(?:\.severity = )?(?:FindingSeverity::kFail|severity_of\()/g;
    for (const [, said] of code.matchAll(says)) codes.push(said === "kCode" ? own : said.slice(1, -1));
    failing += [...code.matchAll(/[,=]\s+FindingSeverity::kFail|severity_of\(\w+\.kind\)/g)].length;
  }
  assert.equal(codes.length, failing, "every finding that fails is understood");
  return codes.filter((code) => code !== "check_digit_failed");
}

test("every check that an inspection can make has words", () => {
  const made = [...rules.matchAll(/checks\.push_back\(/g)].length;
  const passedOn = [...rules.matchAll(/checks\.push_back\(check\)/g)].length;
  const chosen = [...rules.matchAll(/\? Check\{[^}]*\}\s*: Check\{/g)].length;
  // push_back of a choice holds two, of a variable the one that was made above it.
  assert.equal(checks.length, made + chosen + [...rules.matchAll(/^\s*Check check\{/gm)].length - passedOn, "each is understood");
  const digits = [...source("document-reader/mrz/layout.cpp").matchAll(/\{"(\w+)", \{[l{]/g)].map((match) => match[1])
    .filter((name) => name !== "optional_data_2");
  const against = contradictions();
  assert.ok(digits.includes("composite") && against.includes("lights_differ"), [...digits, ...against].join());
  hasWords("check", checks.flatMap(([code]) => texts(code)));
  hasWords("check", digits.map((name) => `check_digit_${name}`));
  hasWords("field", digits);
  hasWords("check", against);
  hasWords("finding", against);
  for (const [code] of checks) assert.ok(/^"/.test(code) || code === "code", `a check by another name: ${code}`);
});

test("every reason of a check has words", () => {
  const own = checks.flatMap((parts) => texts(parts.at(-1)));
  const names = texts(/why_names_were_not_searched\(\) const \{([\s\S]*?)\n {2}\}/.exec(rules)[1]);
  const put = /put\(json, "reason", (.*)\);/.exec(source("border-station/desk/inspection_view.cpp"))[1];
  const reasons = [...own, ...names, ...texts(put)];
  for (const one of ["wrong_digit", "hit", "names_not_here", "not_typed", "entry_not_known_here"])
    assert.ok(reasons.includes(one), `${one} among ${reasons.join()}`);
  hasWords("reason", reasons);
  hasWords("verdict", texts(/check_state_name([\s\S]*?)\n\}/.exec(source("border-station/inspection/words.cpp"))[1]));
});

test("every reason for which a name is alike has words", () => {
  const score = source("schema/matching/score.cpp");
  const reasons = [...score.matchAll(/k(?:Pairing|Birth)Words = \{([^}]*)\}|reasons\.push_back\(\s*\{([^,]*),/g)]
    .flatMap((match) => texts(match[1] ?? match[2]));
  for (const one of ["word_short_form", "only_in_second", "birth_near", "nationality_other"])
    assert.ok(reasons.includes(one), `${one} among ${reasons.join()}`);
  hasWords("reason", reasons);
});

test("every alert, question and hindrance has words", () => {
  const said = (pattern) => [...rules.matchAll(pattern)].flatMap((match) => texts(match[1]));
  const alerts = said(/(?:\balert\(|hit\.kind = )([^,;]*)[,;]/g);
  const questions = said(/\.code = ([^,]*),/g);
  const blocked = said(/(?:\bblock\(|blocked\.push_back\(\{DecisionKind::\w+, )([^)}]*)[)}]/g);
  for (const [one, among] of [["alert_cleared_before", alerts], ["names_long_behind", alerts], ["age_unknown", questions],
    ["not_confirmed", blocked], ["birth_date_in_the_future", blocked]])
    assert.ok(among.includes(one), `${one} among ${among.join()}`);
  hasWords("alert", alerts);
  hasWords("question", questions);
  hasWords("blocked", blocked);
});
