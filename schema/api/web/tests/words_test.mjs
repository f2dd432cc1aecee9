// Every text in every language, and a text for every code that the programs may send.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { load, root } from "./load.mjs";

const { es } = await load("words/es.ts");
const others = { en: (await load("words/en.ts")).en, fr: (await load("words/fr.ts")).fr };
const placeholders = (text) => (text.match(/\{\w+\}/g) ?? []).sort();

for (const [language, words] of Object.entries(others)) {
  test(`${language} says what Spanish says, with the same gaps`, () => {
    assert.deepEqual(Object.keys(words).sort(), Object.keys(es).sort());
    for (const [key, text] of Object.entries(es)) {
      assert.ok(words[key], key);
      assert.deepEqual(placeholders(words[key]), placeholders(text), key);
    }
  });
}

const lists = {
  kPurposes: "purpose", kTransports: "transport", kAdmissionClasses: "class", kRefusalGrounds: "ground", kExitStopGrounds: "ground",
  kReferralReasons: "referral", kProtectionConcerns: "concern",
};
const vocabulary = readFileSync(join(root, "schema/vocabulary/codes.cpp"), "utf8");

const header = readFileSync(join(root, "schema/vocabulary/codes.h"), "utf8");
const named = Object.fromEntries([...header.matchAll(/string_view (k\w+) = "(\w+)"/g)].map((match) => match.slice(1)));

for (const [, array, body] of vocabulary.matchAll(/constexpr std::array (k\w+)\{([^}]*Word[^}]*)\}/g)) {
  const list = lists[array] ?? "answer";
  test(`${array} of the vocabulary have words`, () => {
    const found = [...body.matchAll(/Word\("(\w+)"\)|\b(k\w+)/g)].map(([, code, name]) => code ?? named[name] ?? name);
    assert.ok(found.length > 0);
    assert.deepEqual(found.filter((code) => !(`${list}.${code}` in es)), []);
  });
}

test("what a child is to who crossed with it has words", () => {
  const body = /kChildAnswers\{([^}]*)\}/.exec(vocabulary)[1];
  const codes = [...body.matchAll(/Word\("(with_\w+)"\)/g)].map((match) => match[1]);
  assert.equal(codes.length, 4);
  assert.deepEqual(codes.filter((code) => !(`relationship.${code}` in es)), []);
});

const rules = readFileSync(join(root, "border-station/inspection/inspect.cpp"), "utf8");

test("what the desk's rules may say has words", () => {
  const missing = (list, found) => [...found].map((match) => match[1]).filter((code) => !(`${list}.${code}` in es));
  assert.deepEqual(missing("alert", rules.matchAll(/alert(?:_of)?\("(\w+)"/g)), []);
  assert.deepEqual(missing("alert", rules.matchAll(/alert(?:_of)?\(\w+ \? "(\w+)"/g)), []);
  assert.deepEqual(missing("alert", rules.matchAll(/alert(?:_of)?\(\w+ \? "\w+" : "(\w+)"/g)), []);
  assert.deepEqual(missing("blocked", rules.matchAll(/(?:\{kind, |block\()"(\w+)"/g)), []);
  assert.deepEqual(missing("question", rules.matchAll(/\.code = "(\w+)"/g)), []);
  assert.deepEqual(missing("reason", rules.matchAll(/kNotDone, "\w*", "(\w+)"/g)), []);
});

test("what is wrong with a field of a decision or a document has words", () => {
  const forms = readFileSync(join(root, "border-station/desk/requests.cpp"), "utf8");
  const faults = readFileSync(join(root, "border-station/inspection/faults.cpp"), "utf8");
  const corrections = readFileSync(join(root, "border-station/inspection/correction.cpp"), "utf8");
  const families = readFileSync(join(root, "border-station/inspection/family.cpp"), "utf8");
  const codes = [
    ...families.matchAll(/push_back\(\{[^,]+, "(\w+)"|return "(\w+)";/g),
    ...corrections.matchAll(/push_back\(\{"[^"]+", "(\w+)"/g),
    ...forms.matchAll(/wrong\(\w+, "(\w+)"\)|wrong\("\w+", "(\w+)"\)|\? "(\w+)" : "(\w+)"\);/g),
    ...faults.matchAll(/add\([^,]+, "(\w+)",/g),
  ].flatMap((match) => match.slice(1)).filter(Boolean);
  assert.ok(codes.includes("must_be_inspected") && codes.includes("not_an_adult") && codes.includes("not_a_number") && codes.includes("out_of_range"), codes.join());
  assert.deepEqual(codes.filter((code) => !(`fielderror.${code}` in es)), []);
});

test("every reason for which there is no link has words", () => {
  const contract = readFileSync(join(root, "schema/api/openapi.yaml"), "utf8");
  const program = readFileSync(join(root, "border-station/ledger/link_status.cpp"), "utf8");
  const promised = contract.match(/enum: \[(no_address[^\]]*)\]/)[1].split(", ").sort();
  const sent = [...program.match(/kReasons\{([^}]*)\}/)[1].matchAll(/"(\w+)"/g)].map((match) => match[1])
    .filter((reason) => reason !== "none").sort();
  assert.deepEqual(sent, promised);
  assert.deepEqual(sent.filter((reason) => !(`linkreason.${reason}` in es)), []);
});

test("what the reader and the desk find has words", () => {
  const reading = join(root, "document-reader/reading");
  const files = readdirSync(reading).filter((name) => name.endsWith(".cpp") && !name.endsWith("_test.cpp"))
    .map((name) => join(reading, name));
  const texts = [...files, join(root, "border-station/desk/desk_reading.cpp")]
    .map((file) => readFileSync(file, "utf8"));
  const said = /(?:say\(|findings\.push_back\(\s*\{(?:\.code = )?|kCode = )"(\w+)"/g;
  const codes = texts.flatMap((text) => [...text.matchAll(said)].map((match) => match[1]));
  for (const code of ["glare", "lights_differ", "payload_unread", "barcode_differs", "seal_invalid", "several_documents"]) {
    assert.ok(codes.includes(code), code);
  }
  assert.deepEqual(codes.filter((code) => !(`finding.${code}` in es)), []);
});

test("every kind of barcode, and what its seal is worth, has words", () => {
  const payload = readFileSync(join(root, "document-reader/payload/payload.cpp"), "utf8");
  const names = (list) => [...payload.match(new RegExp(`${list}\\{([^}]*)\\}`))[1].matchAll(/"([\w-]+)"/g)].map((match) => match[1]);
  // What is unknown says nothing that could be shown.
  const kinds = names("kKindNames").filter((kind) => kind !== "unknown").map((kind) => `barcode.${kind}`);
  const worth = names("kVerdictNames").map((verdict) => `seal.${verdict}`);
  assert.ok(kinds.includes("barcode.aamva") && worth.includes("seal.unknown_signer"));
  assert.deepEqual([...kinds, ...worth].filter((key) => !(key in es)), []);
});

test("every flag, and every reason why one is gone, has words", () => {
  const contract = readFileSync(join(root, "schema/api/openapi.yaml"), "utf8");
  const folder = join(root, "central-sync/flags");
  const named = contract.match(/FlagName: \{ type: string, enum: \[([^\]]*)\]/)[1].split(", ");
  const program = readFileSync(join(folder, "flag.cpp"), "utf8");
  assert.deepEqual([...program.matchAll(/return "([A-Z_]+)"/g)].map((match) => match[1]), named);
  assert.deepEqual(named.filter((name) => !(`flag.${name}` in es)), []);
  const texts = ["clearing.cpp", "history.cpp"].map((file) => readFileSync(join(folder, file), "utf8")).join("");
  const reasons = [...texts.matchAll(/(?:return|reason =|\?|:) "([a-z_]+)"/g), ...texts.matchAll(/\}, "([a-z_]+)"\)/g)]
    .map((match) => match[1]);
  for (const reason of ["exit_in_time", "left_before", "expired", "probably_left", "document_replaced"]) {
    assert.ok(reasons.includes(reason), reason);
  }
  assert.deepEqual(reasons.filter((reason) => !(`cause.${reason}` in es)), []);
});

test("what a camera and a scanner's folder may do has words", () => {
  const texts = ["capture/shutter.cpp", "capture/drop_folder.cpp", "desk/desk_capture.cpp"]
    .map((name) => readFileSync(join(root, "border-station", name), "utf8"));
  const names = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]);
  const sights = names(texts[0], /return "(\w+)";/g).filter((name) => name !== "taken");
  const faults = [...names(texts[1], /return "(\w+)";/g), ...names(texts[2], /kNotTaken = "(\w+)"/g)];
  assert.ok(sights.length === 3 && faults.length === 4, [...sights, ...faults].join());
  assert.deepEqual([...sights.map((one) => `sight.${one}`), ...faults.map((one) => `drop.${one}`)]
    .filter((key) => !(key in es)), []);
});

test("what a second person approves has words", () => {
  const policies = readFileSync(join(root, "schema/stay/policy_toml.cpp"), "utf8");
  const matters = [...policies.matchAll(/case ApprovalMatter::k\w+:\s*return "(\w+)"/g)].map((match) => match[1]);
  assert.equal(matters.length, 4);
  assert.deepEqual(matters.filter((one) => !(`approvalmatter.${one}` in es)), []);
});

test("every problem of the contract and of the desk has words", () => {
  const contract = readFileSync(join(root, "schema/api/openapi.yaml"), "utf8");
  const desk = ["desk_inspections.cpp", "desk_corrections.cpp"]
    .map((name) => readFileSync(join(root, "border-station/desk", name), "utf8")).join("\n");
  const named = new Set([...contract.matchAll(/\b[45]\d\d `([a-z-]+)`/g), ...desk.matchAll(/problem\(\d+, "([a-z-]+)"/g)]
    .map((match) => match[1]));
  assert.ok(named.size > 10);
  // Seen by no officer: the page asks for no picture that is not there and names its own formats.
  for (const quiet of ["no-picture", "not-viewable"]) named.delete(quiet);
  assert.deepEqual([...named].filter((name) => !(`problem.${name}` in es)), []);
});
