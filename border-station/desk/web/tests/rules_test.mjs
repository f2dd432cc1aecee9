// What the desk's page decides by itself: which answers stand, and which decisions may be corrected.
import assert from "node:assert/strict";
import test from "node:test";
import { load } from "../../../../schema/api/web/tests/load.mjs";

const desk = "../../../../border-station/desk/web/src";
const { keptAnswers } = await load(`${desk}/kept_answers.ts`);
const { mayBeCorrected } = await load(`${desk}/correctable.ts`);
const { placesOf } = await load(`${desk}/places.ts`);
const { isSameHolder } = await load(`${desk}/same_holder.ts`);
const { withDecision } = await load(`${desk}/recently.ts`);
const { listAge } = await load(`${desk}/ages.ts`);
const { inOrder } = await load(`${desk}/who_waits.ts`);
const { madeNow, paperNow, settled } = await load(`${desk}/holding.ts`);
const { isUncovered, stayShown } = await load(`${desk}/stay_shown.ts`);
const { shownSource } = await load(`${desk}/shown_source.ts`);
const { inSight } = await load(`${desk}/strip_order.ts`);
const { isLost } = await load(`${desk}/news.ts`);
const { standing } = await load(`${desk}/group_leader.ts`);
const { isComplete, isOffered, lackingPart, questionsBefore } = await load(`${desk}/child_answer.ts`);

const anna = { surname: "ERIKSSON", document_number: "L898902C3" };
const hit = (id, reference, more = {}) =>
  ({ id, kind: "alert_list", severity: "stop", reference, matched_by: "name_birth_date", instruction: "Call", ...more });
const aboutHit = (alert) => ({ id: alert, code: "alert", alert, for: ["admit"], answers: ["not_the_same_person", "known_and_cleared"], note: "required" });
const wrongDigit = (of) =>
  ({ id: `override-${of}`, code: "check_override", check: of, for: ["admit"], answers: ["misread"], note: "optional" });
const contradicted = { id: "alert-1", kind: "reading_contradicted", severity: "warning" };
const aboutReading = { id: "override-reading", code: "reading_contradicted", alert: "alert-1", check: "barcode_differs", for: ["admit"], answers: ["read_by_eye"], note: "optional" };
const asks = (alerts, questions, document = anna) => ({ document, alerts, questions });
const said = (answer) => ({ answer, note: "seen" });

const one = hit("alert-1", "A-1");
const before = asks([one], [aboutHit("alert-1"), wrongDigit("check_digit_birth_date")]);
const given = { "alert-1": said("not_the_same_person"), "override-check_digit_birth_date": said("misread") };

const cases = [
  ["the same again", before, given],
  ["a list that says the same", asks([hit("alert-1", "A-1", { list_issued_at: "2026-03-02T14:00:00Z" })], before.questions), given],
  ["another hit before it",
    asks([hit("alert-1", "B-7"), hit("alert-2", "A-1")], [aboutHit("alert-1"), aboutHit("alert-2")]),
    { "alert-2": given["alert-1"] }],
  ["another entry in its place", asks([hit("alert-1", "B-7")], [aboutHit("alert-1")]), {}],
  ["another instruction", asks([hit("alert-1", "A-1", { instruction: "Detain" })], [aboutHit("alert-1")]), {}],
  ["a question that is asked no more", asks([], []), {}],
  ["an answer that is offered no more", asks([one], [{ ...aboutHit("alert-1"), answers: ["known_and_cleared"] }]), {}],
  ["another document", asks([one], before.questions, { ...anna, document_number: "L898902C4" }),
    { "override-check_digit_birth_date": given["override-check_digit_birth_date"] }],
  ["another digit", asks([one], [aboutHit("alert-1"), wrongDigit("check_digit_expiry_date")]), { "alert-1": given["alert-1"] }],
];
for (const [what, found, expected] of cases)
  test(`answers after ${what}`, () => assert.deepEqual(keptAnswers(before, found, given), expected));

for (const [what, document, expected] of [
  ["the same document", anna, said("read_by_eye")],
  ["another number", { ...anna, document_number: "L898902C4" }, undefined],
])
  test(`what was compared with its barcode: ${what}`, () => assert.deepEqual(
    keptAnswers(asks([contradicted], [aboutReading]), asks([contradicted], [aboutReading], document), { "override-reading": said("read_by_eye") }),
    expected ? { "override-reading": expected } : {}));

const differs = (...values) => ({ code: "barcode_differs", severity: "fail", detail: "surname", values: values.map((value) => ({ source: "mrz", value })) });
const muster = differs("ERIKSSON", "MUSTER");
for (const [what, findings, stands] of [
  ["the same", [muster], true],
  ["the same, and a picture that is no worse for it", [{ code: "glare", severity: "warning" }, muster], true],
  ["the same, and a check digit of which it is asked by its name", [muster, { code: "check_digit_failed", severity: "fail", detail: "birth_date" }], true],
  ["another name in the barcode", [differs("ERIKSSON", "LUNA")], false],
  ["one more", [muster, { code: "seal_invalid", severity: "fail", detail: "signature" }], false],
  ["none that it was asked about", [{ code: "seal_invalid", severity: "fail", detail: "signature" }], false],
])
  test(`what was answered of a contradiction after ${what}`, () => {
    const answered = { "override-reading": said("read_by_eye") };
    const before = { ...asks([contradicted], [aboutReading]), findings: [muster] };
    assert.deepEqual(keptAnswers(before, { ...asks([contradicted], [aboutReading]), findings }, answered), stands ? answered : {});
  });

const ahead = (...children) => asks([], [{ id: "child_ahead", code: "child_ahead", for: ["refer", "refuse"], answers: ["child_stays"], note: "optional", children }]);
for (const [what, found, stands] of [["the same child", ahead("TEO ARRIAGA"), true], ["one child more", ahead("TEO ARRIAGA", "INES ARRIAGA"), false]])
  test(`what becomes of a child who was admitted: ${what}`, () => {
    const answered = { child_ahead: said("child_stays") };
    assert.deepEqual(keptAnswers(ahead("TEO ARRIAGA"), found, answered), stands ? answered : {});
  });

// What a barcode said of a card, completed by the officer.
const card = { document_number: "900000017", surname: "QUETZAL" };
const unconfirmed = { ...asks([one], [aboutHit("alert-1")], card), to_confirm: true };
for (const [what, document, expected] of [
  ["confirmed and completed", { ...card, nationality: "GTM" }, given["alert-1"]],
  ["another one in the end", { ...card, document_number: "900000018" }, undefined],
  ["less than it was", { surname: "QUETZAL" }, undefined],
])
  test(`answers about a barcode's document that is ${what}`, () => assert.deepEqual(
    keptAnswers(unconfirmed, asks([one], [aboutHit("alert-1")], document), given)["alert-1"], expected));

const now = "2026-03-02T14:00:00Z";
const mine = { officer: "agarcia", recorded_at: "2026-03-02T13:00:00Z", correctable_until: "2026-03-03T01:00:00Z" };
const me = { officer: "agarcia", supervisor: false, shiftSince: "2026-03-02T12:00:00Z" };
const chief = { officer: "jefa", supervisor: true, shiftSince: undefined };

const corrections = [
  ["an own one of the shift", mine, me, true],
  ["one of the moment at which the shift began", mine, { ...me, shiftSince: mine.recorded_at }, true],
  ["one of before the shift", mine, { ...me, shiftSince: "2026-03-02T13:00:01Z" }, false],
  ["one where no shift is open", mine, { ...me, shiftSince: undefined }, false],
  ["another's", { ...mine, officer: "blopez" }, me, false],
  ["what another decided on paper and they typed in", { ...mine, officer: "blopez", typed_by: "agarcia" }, me, true],
  ["what another typed in", { ...mine, officer: "blopez", typed_by: "clara" }, me, false],
  ["what a correction said", { ...mine, corrects: "PASO-01-01:1:movement:4" }, me, false],
  ["one of another shift, by a supervisor", mine, chief, true],
  ["one that was corrected", { ...mine, corrected: "voided" }, chief, false],
  ["one that is too old", { ...mine, correctable_until: "2026-03-02T13:59:59Z" }, chief, false],
  ["one that nobody can read any more", { ...mine, correctable_until: undefined }, chief, false],
];
for (const [what, decision, by, expected] of corrections)
  test(`${expected ? "corrects" : "does not correct"} ${what}`, () =>
    assert.equal(mayBeCorrected(decision, by, now), expected));

// A zone of ten characters a line, 10 px each, whose capitals are 8 px high.
const lines = ["P<UTOABCDE", "1234567890"];
const upright = { capital_px: 8, baselines: [[[100, 50], [200, 50]], [[100, 70], [200, 70]]] };
const turned = { capital_px: 8, baselines: [[[50, 200], [50, 100]], [[70, 200], [70, 100]]] };
const failing = (...positions) => [{ code: "check_digit_birth_date", state: "fail", positions }];
const places = [
  ["a field and its digit", upright, failing([1, 2, 3], [1, 5, 1]), [
    { digit: false, points: [[120, 60], [150, 60], [150, 72], [120, 72]] },
    { digit: true, points: [[150, 60], [160, 60], [160, 72], [150, 72]] }]],
  ["a zone that stands on its side", turned, failing([0, 0, 1]), [{ digit: true, points: [[40, 200], [40, 190], [52, 190], [52, 200]] }]],
  ["a digit over several fields, which alone is marked", upright, failing([0, 0, 2], [1, 0, 3], [1, 9, 1]),
    [{ digit: true, points: [[190, 60], [200, 60], [200, 72], [190, 72]] }]],
  ["a line that has no place", { ...upright, baselines: upright.baselines.slice(0, 1) }, failing([1, 0, 1]), []],
  ["a check that holds", upright, [{ ...failing([1, 0, 1])[0], state: "ok" }], []],
];
for (const [what, geometry, checks, expected] of places)
  test(`in the picture, ${what}`, () => assert.deepEqual(placesOf(geometry, lines, checks), expected));

const { formOf, lightsOf } = await load(`${desk}/lights.ts`);
const file = (name) => ({ name });
const lightCases = [
  [["scan.png"], "white"],
  [["scan-7.ir.png", "scan-7.white.png", "scan-7.UV.jpg"], "ir white uv"],
  [["scan-7.png", "scan-7.ir.png"], "white ir"],
  [["scan-7.ir.png", "scan-8.uv.png"], undefined],
  [["front.png", "back.png"], undefined],
  [["a.ir.png", "a.ir.jpg"], undefined],
];
for (const [names, expected] of lightCases)
  test(`lights of ${names.join(", ")}`, () => {
    const lights = lightsOf(names.map(file));
    assert.equal(lights && [...lights.keys()].join(" "), expected);
  });
test("a page's lights are one form, whose boundary stays as it is written", async () => {
  const form = formOf(new Map([["white", new Blob(["W"])], ["ir", new Blob(["I"])]]));
  const boundary = form.type.split("boundary=")[1];
  assert.equal(await form.text(), ["white", "W", "ir", "I"].reduce((text, one, index) =>
    text + (index % 2 ? `${one}\r\n` : `--${boundary}\r\nContent-Disposition: form-data; name="${one}"\r\n\r\n`), "")
    + `--${boundary}--\r\n`);
});

const from = (number, ...kinds) => Object.fromEntries(
  [["document_number", { source: number }], ...kinds.map((source, at) => [`field_${at}`, { source }])]);
const badges = [
  ["a zone in a picture", "picture", from("mrz", "mrz"), "picture"],
  ["a zone that was swiped", "mrz_text", from("mrz"), "mrz_text"],
  ["a form", "typed", from("typed", "typed"), "typed"],
  ["a zone that was put right by hand", "typed", from("mrz", "typed"), "picture_corrected"],
  ["a zone whose number was put right", "typed",
    { document_number: { source: "typed" }, surname: { source: "mrz" }, birth_date: { source: "mrz" } }, "picture_corrected"],
  ["a zone that was confirmed as it is", "typed", from("mrz", "mrz"), "picture"],
  ["another document than the zone's", "typed",
    { document_number: { source: "typed" }, surname: { source: "typed" }, birth_date: { source: "mrz" } }, "typed"],
  ["a barcode before it is confirmed", "picture", from("barcode", "barcode"), "barcode"],
  ["a barcode that was confirmed as it is", "typed", from("barcode"), "barcode"],
  ["a barcode that was completed", "typed", from("barcode", "typed"), "barcode_completed"],
  ["another document than the barcode's", "typed", from("typed", "barcode"), "typed"],
  ["what has no fields yet", "picture", undefined, "picture"],
];
for (const [what, source, sources, expected] of badges)
  test(`says what it has of ${what}`, () => assert.equal(shownSource({ source, sources }), expected));

const { findingGroups, findingsShown, findingWord, sameSpeakers, whoSays } = await load(`${desk}/finding_rules.ts`);
const finding = (code, severity = "fail", ...values) =>
  ({ code, severity, ...(values.length && { detail: "surname", values: values.map(([source, value]) => ({ source, value })) }) });
const glare = finding("glare", "warning");
const noZone = finding("no_mrz", "warning");
const forged = finding("seal_invalid");
const two = finding("barcode_differs", "fail", ["aamva", "QUETZAL"], ["mrz", "MUSTER"]);
const three = finding("barcode_differs", "fail", ["aamva", "QUETZAL"], ["aamva", "OTHER"]);
const zone = { reading: { mrz: {} } };
const shownCases = [
  ["a card to be confirmed", { source: "picture", to_confirm: true, findings: [glare, noZone, forged, two, three] }, [glare, forged, two, three]],
  ["a card that was confirmed", { source: "typed", findings: [glare, noZone, forged, two, three] }, [forged, two, three]],
  ["a picture without anything", { source: "picture", findings: [glare, glare, noZone] }, [glare, noZone]],
  ["a zone with a wrong digit, which is among the checks", { source: "picture", ...zone, findings: [finding("check_digit_failed")] }, []],
  ["nothing that was read", { source: "typed" }, []],
];
for (const [what, found, expected] of shownCases)
  test(`findings of ${what}`, () => assert.deepEqual(findingsShown(found), expected));

test("a zone in a barcode is not the document's zone", () => {
  const says = (found) => whoSays(two, found).map((one) => one.zone ? "zone" : one.source).join(" ");
  assert.equal(says(zone), "zone mrz");
  assert.equal(says({}), "aamva mrz");
  assert.deepEqual([findingWord(two, zone), findingWord(two, {})], ["barcode_differs", "barcodes_differ"]);
});
test("contradictions of one kind stand together", () => {
  const groups = findingGroups({ source: "picture", to_confirm: true, findings: [two, glare, three] });
  assert.deepEqual(groups.map(({ word, findings }) => [word, findings.length]), [["barcodes_differ", 2], ["glare", 1]]);
  assert.equal(sameSpeakers(two, { ...two, detail: "birth_date" }), true);
  assert.equal(sameSpeakers(two, three), false);
});

test("the latest decisions stand as they were recorded, whenever they were taken", () => {
  const made = (record, at, more = {}) => ({ record: `PASO-01-01:${record}`, at, ...more });
  const before = [made("1:movement:10", "12:10"), made("1:movement:9", "12:09", { surname: "ERIKSSON" })];
  const rows = [
    ["typed in from paper", made("1:movement:11", "08:00"), "11 10 9"],
    ["a receipt for one that is there", made("1:movement:9", "12:09", { state: "held", surname: undefined }), "10 9"],
    ["a receipt for one from before", made("1:movement:7", "12:07"), "10 9 7"],
    ["in the disk's next life", made("2:movement:1", "12:11"), "1 10 9"],
  ];
  for (const [name, decision, order] of rows) {
    const after = withDecision(before, decision);
    assert.equal(after.map((one) => one.record.split(":").pop()).join(" "), order, name);
    assert.equal(after.find((one) => one.record.endsWith(":9")).surname, "ERIKSSON", name);
  }
});

test("a zone is of whom the barcode names by surname and birth", () => {
  const passport = ["P<UTOMUNOZ<LEON<<EVA".padEnd(44, "<"),
    "X1234567<7UTO7001017M3012316<<<<<<<<<<<<<<06"];
  const card = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7001017M3012316UTO<<<<<<<<<<<6", "MUNOZ<LEON<<EVA<<<<<<<<<<<<<<<"];
  const eva = { surname: "Muñoz León", birth_date: "1970-01-01" };
  const rows = [
    [passport, eva, true], [card, eva, true],
    [passport, { ...eva, birth_date: "1971-01-01" }, false], [card, { ...eva, surname: "MUNOZ" }, false],
    [passport, { surname: "MUNOZ LEON" }, false], [passport, undefined, false], [["X"], eva, false], [[], eva, false],
  ];
  for (const [lines, document, same] of rows)
    assert.equal(isSameHolder(lines, document), same, JSON.stringify([lines, document]));
});

const { signature, signer } = await load(`${desk}/signer.ts`);
test("papers are signed by whoever decided, by name where it is known", () => {
  const ana = { officer: "agarcia", name: "Ana García" };
  const rows = [
    [undefined, ana, "Ana García (agarcia)"], ["", ana, "Ana García (agarcia)"], ["agarcia", ana, "Ana García (agarcia)"],
    ["blopez", ana, "blopez"], [undefined, { officer: "agarcia" }, "agarcia"], [undefined, { officer: "agarcia", name: "agarcia" }, "agarcia"],
  ];
  for (const [officer, here, expected] of rows) assert.equal(signature(signer(officer, here)), expected, JSON.stringify([officer, here]));
});

// What a clock says of ages that is itself off.
const at = "2026-04-20T15:00:00Z";
for (const [what, clock, issued, expected] of [
  ["a good clock", { state: "good", offset_ms: 40 }, "2026-04-20T14:00:00Z", 3600],
  ["a clock that is known to be behind", { state: "doubtful", offset_ms: -7_200_000 }, "2026-04-20T16:00:00Z", 3600],
  ["a clock that is known to be ahead", { state: "doubtful", offset_ms: 1_800_000 }, "2026-04-20T14:00:00Z", 1800],
  ["a clock that is behind what is newest, by how much nobody knows", { state: "unknown" }, "2026-04-20T16:00:00Z", undefined],
  ["a clock that is behind by seconds", { state: "good" }, "2026-04-20T15:00:20Z", 0],
])
  test(`the age of a list by ${what}`, () => assert.equal(listAge({ at, clock }, issued), expected));

test("people who wait come before records, whoever waits longest first", () => {
  const matter = (kind, minute, waits) => ({ kind, waits, at: `2026-04-20T15:${minute}:00Z` });
  const told = [matter("hit", "30"), matter("hit_left", "20"), matter("referral", "25", true), matter("refusal", "24"),
    matter("referral", "10", true), matter("referral", "05", false)];
  assert.deepEqual(inOrder(told).map(({ kind, at: when }) => `${kind} ${when.slice(14, 16)}`),
    ["referral 10", "referral 25", "hit 30", "hit_left 20", "refusal 24", "referral 05"]);
  const listed = (minute, action) => ({ ...matter("hit", minute), alert: { reference: "A", action } });
  assert.deepEqual(inOrder([listed("30", "inform"), ...told, listed("20", "detain"), listed("15", "detain")])
    .map(({ kind, at: when }) => `${kind} ${when.slice(14, 16)}`).slice(0, 5),
    ["hit 20", "hit 15", "referral 10", "referral 25", "hit 30"], "and whom the list wants detained before them");
});

test("the paper is that of the record that holds now, and none of what was taken back", () => {
  const made = { record: "P:1:movement:1", decision: "admit", direction: "entry", granted_days: 30, last_legal_day: "2026-05-20" };
  const paper = { made };
  const own = (record, more) => ({ ...made, record: `P:1:movement:${record}`, ...more });
  const replaced = own(1, { corrected: "replaced", corrected_by: "P:1:movement:2" });
  const twelve = own(2, { granted_days: 12, last_legal_day: "2026-05-02" });
  const now = (recent, of = paper) => {
    const found = paperNow(of, recent);
    return found && `${found.made.record.slice(-1)} ${found.made.granted_days} ${found.made.last_legal_day}`;
  };
  const asMade = "1 30 2026-05-20";
  for (const [what, recent, expected] of [
    ["nothing else is known", [], asMade],
    ["it holds", [own(1)], asMade],
    ["it was taken back", [own(1, { corrected: "voided", corrected_by: "P:1:movement:2" })], undefined],
    ["it was restated", [twelve, replaced], "2 12 2026-05-02"],
    ["it was restated twice", [own(3, { granted_days: 9, last_legal_day: "2026-04-29" }),
      { ...twelve, corrected: "replaced", corrected_by: "P:1:movement:3" }, replaced], "3 9 2026-04-29"],
    ["what was restated was taken back", [{ ...twelve, corrected: "voided", corrected_by: "P:1:movement:3" }, replaced], undefined],
    ["it was an exit", [own(2, { direction: "exit", granted_days: undefined, last_legal_day: undefined }), replaced], undefined],
    ["it was restated without an end", [own(2, { granted_days: undefined, last_legal_day: undefined }), replaced], undefined],
    ["what stands in its place is not known", [replaced], undefined],
  ])
    assert.equal(now(recent), expected, what);
  const refused = { ...paper, made: { ...made, decision: "refuse" } };
  assert.ok(paperNow(refused, []));
  assert.equal(paperNow(refused, [own(1, { corrected: "voided", corrected_by: "P:1:movement:2" })]), undefined);
  const without = { ...paper, made: { ...made, last_legal_day: undefined } };
  assert.equal(paperNow(without, []), undefined, "an entry of whom no last day is known");
  assert.ok(paperNow({ ...without, noRule: true }, []), "of whom no rule sets one, that is said");
  for (const [what, told, expected] of [
    ["holds", [own(1)], "1 30"],
    ["was taken back", [own(1, { corrected: "voided", corrected_by: "P:1:movement:2" })], undefined],
    ["was restated", [twelve, replaced], "2 12"],
    ["was restated, by what is not known yet", [replaced], "1 30"],
  ]) {
    const kept = settled(paper, told);
    assert.equal(kept && `${kept.made.record.slice(-1)} ${kept.made.granted_days}`, expected, what);
    assert.deepEqual(kept && paperNow(kept, []), kept, `what ${what}, once the list of the latest has forgotten it`);
  }
  assert.equal(madeNow({ ...made, who: "ERIKSSON" }, [twelve, replaced]).who, "ERIKSSON");
});

test("a class without a rule is said to have none, and another is not told a visitor's days", () => {
  const visitor = { admission_class: "visitor", days_max: 90, until_is_given: false };
  const known = { state: "to_be_granted", days_max: 90, terms: [visitor] };
  const own = { state: "unlimited" };
  const shown = (stay, term, chosen) => {
    const { state, days } = stayShown(stay, term, chosen);
    return [state, days, isUncovered(stay, term) && "uncovered"].filter(Boolean).join(" ");
  };
  for (const [what, stay, term, chosen, expected] of [
    ["a visitor", known, visitor, "visitor", "to_be_granted 90"],
    ["a student without a rule", known, undefined, "student", "no_rule uncovered"],
    ["a student of thirty days", known, { ...visitor, days_max: 30 }, "student", "to_be_granted 30"],
    ["a student until a day", known, { until_is_given: true }, "student", "until_to_be_given"],
    ["a worker whose rule gives no days", known, { until_is_given: false }, "worker", "no_days"],
    ["a visitor without a rule", { state: "unknown", terms: [{ admission_class: "transit" }] }, undefined, "visitor", "no_rule uncovered"],
    ["nobody with a rule", { state: "unknown" }, undefined, "visitor", "no_rule uncovered"],
    ["who may stay without a limit", { state: "unlimited", terms: [{ admission_class: "visitor" }] }, { until_is_given: false }, "visitor", "unlimited"],
    ["the country's own", own, undefined, "visitor", "unlimited"],
    ["the country's own as a student", own, undefined, "student", "unlimited"],
  ])
    assert.equal(shown(stay, term, chosen), expected, what);
  assert.equal(isUncovered(undefined, undefined), false, "without policies there is another word for it");
});

for (const [what, said, shown, more = "", below = true] of [
  ["a station that is well", "link:good unsent:good clock:good disk:good lists:good", "link unsent clock disk lists", "", false],
  ["one fault, and a record whose receipt comes at once", "link:good unsent:passes clock:caution lists:good", "link unsent clock lists", "", false],
  ["four faults, where they always stand", "link:caution unsent:caution clock:caution disk:good lists:caution", "link unsent clock disk lists"],
  ["one fault more", "link:caution unsent:caution camera:caution clock:caution disk:good lists:caution",
    "link unsent clock disk lists", "camera"],
  ["all at once", "link:caution news:caution unsent:caution put_aside:caution officers:caution camera:caution clock:bad disk:bad lists:caution paper:caution",
    "link unsent clock disk lists", "news put_aside officers camera paper"],
  ["what stops the work", "link:bad unsent:caution officers:bad camera:caution clock:bad disk:bad lists:caution paper:good",
    "link unsent officers clock disk lists", "camera"],
  ["faults that all stay, beside what is well", "link:caution unsent:caution camera:good clock:caution disk:caution lists:caution paper:good",
    "link unsent camera clock disk lists paper"],
])
  test(`the strip of ${what}`, () => {
    const facts = said.split(" ").map((one) => one.split(":"))
      .map(([name, tone]) => tone === "passes" ? { name, tone: "caution", passes: true } : { name, tone });
    const names = (some) => some.map(({ name }) => name).join(" ");
    const found = inSight(facts);
    assert.deepEqual([names(found.shown), names(found.more), found.below], [shown, more, below]);
  });

for (const [what, stream, lost] of [
  ["that was heard just now", { heardAt: 100_000 }, false],
  ["that says nothing where it has nothing to say", { heardAt: 30_000 }, false],
  ["that says nothing any more", { heardAt: 24_000 }, true],
  ["that was cut just now", { heardAt: 24_000, cutAt: 95_000 }, false],
  ["that is cut and does not come back", { heardAt: 90_000, cutAt: 91_000 }, true],
])
  test(`a stream ${what}`, () => assert.equal(isLost(stream, 100_000), lost));

test("what becomes of a child's company is asked where it has some", () => {
  const child = { id: "child", for: ["admit", "refuse"], evidence: ["birth_certificate"] };
  const asked = (kind, answer, inGroup, adults) =>
    questionsBefore(kind, [child, { id: "parted", for: ["refuse"], of_company: true, adults }], answer ? { child: { answer, note: "" } } : {}, inGroup).map(({ id }) => id).join(" ");
  const luisa = ["LUISA ARRIAGA"];
  for (const [kind, answer, inGroup, expected, adults] of [
    ["refuse", "alone", false, "child parted", luisa], ["refuse", "", false, "child", luisa], ["refuse", "adult", false, "child", luisa],
    ["admit", "alone", false, "child", luisa],
    ["refuse", "", false, "child"], ["refuse", "with_parent", false, "child parted"], ["refuse", "alone", false, "child"],
    ["refuse", "adult", false, "child"], ["refuse", "", true, "child parted"], ["refuse", "adult", true, "child"],
    ["admit", "with_parent", true, "child"], ["refer", "with_parent", true, ""],
  ])
    assert.equal(asked(kind, answer, inGroup, adults), expected, `${kind} ${answer} ${inGroup} ${adults}`);
});

test("whoever leads a group leads it under the record that holds", () => {
  const leader = { record: "1", name: "Luisa", direction: "entry", at: 7 };
  const replaced = { record: "1", direction: "entry", corrected: "replaced", corrected_by: "2" };
  const way = (direction, more = {}) => ({ record: "2", direction, ...more });
  for (const [what, recent, expected] of [
    ["nothing was corrected", [{ record: "1", direction: "entry" }, { record: "9", direction: "entry", corrected: "voided" }], "1 entry"],
    ["it is of long ago", [], "1 entry"],
    ["it was taken back", [{ ...replaced, corrected: "voided" }], undefined],
    ["it was restated", [way("entry"), replaced], "2 entry"],
    ["it went the other way", [way("exit"), replaced], "2 exit"],
    ["the other record is not heard of yet", [replaced], "2 entry"],
    ["what was restated was taken back", [way("entry", { corrected: "voided", corrected_by: "3" }), replaced], undefined],
    ["it was restated twice", [{ record: "3", direction: "entry" }, way("entry", { corrected: "replaced", corrected_by: "3" }), replaced], "3 entry"],
  ]) {
    const found = standing(leader, recent);
    assert.equal(found && `${found.record} ${found.direction}`, expected, what);
  }
});

test("of whom a page that was loaded again knows by a record alone, the list says the name", () => {
  const kept = { record: "1", direction: "entry", at: 0 };
  const listed = (more) => [{ record: "1", direction: "entry", given_names: "LUISA", surname: "ARRIAGA", ...more }];
  for (const [what, recent, expected] of [
    ["in the list", listed({}), "LUISA ARRIAGA"], ["not in it", [], undefined], ["erased there", listed({ given_names: undefined, surname: undefined }), undefined],
    ["taken back", listed({ corrected: "voided", corrected_by: "2" }), undefined],
  ]) assert.equal(standing(kept, recent)?.name, expected, what);
});

test("what a group makes untrue is no answer", () => {
  const child = { id: "child", note: "optional", evidence: ["birth_certificate"] };
  const parted = { id: "parted", note: "optional", of_company: true };
  // Answered; whether it is offered and complete, apart and in a group.
  for (const [question, answer, apart, inGroup] of [
    [child, "alone", "offered complete", ""], [child, "with_parent", "offered complete", "offered complete"],
    [parted, "no_adult_here", "offered complete", ""], [parted, "adult_goes_on", "offered complete", "offered complete"], [parted, "adult_stays", "offered complete", "offered"],
    [{ ...parted, adults: ["LUISA"] }, "adult_stays", "offered", "offered"],
    [{ ...parted, adults: ["LUISA"] }, "other_adult_stays", "offered complete", ""],
  ]) {
    const given = { answer, note: "Her aunt", evidence: "birth_certificate" };
    const said = (together) => [isOffered(answer, together) && "offered", isComplete(question, given, together) && "complete"]
      .filter(Boolean).join(" ");
    assert.deepEqual([said(false), said(true)], [apart, inGroup], answer);
  }
});

test("the way leads to the part of an answer that is missing", () => {
  const child = { id: "child", note: "optional", evidence: ["birth_certificate"] };
  const alert = { id: "alert-1", note: "required" };
  for (const [question, given, expected] of [
    [child, undefined, ""], [child, { answer: "", note: "" }, ""],
    [child, { answer: "with_parent", note: "" }, "-evidence"],
    [child, { answer: "with_parent", note: "Her aunt" }, "-evidence"],
    [child, { answer: "with_parent", note: "", evidence: "birth_certificate" }, "-note"],
    [alert, { answer: "known_and_cleared", note: "" }, "-note"],
  ])
    assert.equal(lackingPart(question, given, false), expected, JSON.stringify(given));
  assert.equal(lackingPart(child, { answer: "alone", note: "" }, true), "", "what a group makes untrue");
});
