// The document typed by hand: its fields with their check digits, or the lines of its zone. Digits
// are judged while they are typed; the station judges them again.
import { effect, signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Check, DocumentFields, FieldSource, Inspection, TypedDocument } from "@garita/api";
import { checkZone, digitVerdict, zoneDate, zoneLines } from "@garita/check_digits";
import type { DigitVerdict } from "@garita/check_digits";
import { announce, describedBy, dropAnswered, ErrorSummary, Key, Verdict } from "@garita/components";
import type { FormError } from "@garita/components";
import { Icon } from "@garita/icons";
import { isDay, pair, t, word } from "@garita/language";
import { Zone } from "./document_panel";
import { barcodeWords, Findings } from "./findings";
import { justCame, notCounted } from "./first_look";
import { enterDocument, enterZone, inspection, notice, trouble, typing } from "./state";

type FieldKey = "document_code" | "issuing_state" | "document_number" | "surname" | "given_names" |
  "nationality" | "birth_date" | "sex" | "expiry_date";
type DigitKey = "document_number" | "birth_date" | "expiry_date";

const order: FieldKey[] = ["document_code", "issuing_state", "document_number", "surname",
  "given_names", "nationality", "birth_date", "sex", "expiry_date"];
const withDigit: ReadonlySet<string> = new Set<DigitKey>(["document_number", "birth_date", "expiry_date"]);
const needed: ReadonlySet<string> = new Set<FieldKey>(["document_number", "surname", "nationality",
  "birth_date", "issuing_state"]);
const dates: ReadonlySet<string> = new Set<FieldKey>(["birth_date", "expiry_date"]);

const way = signal<"fields" | "zone">("fields");
const fields = signal<Record<FieldKey, string>>(empty());
const digits = signal<Record<DigitKey, string>>({ document_number: "", birth_date: "", expiry_date: "" });
const zoneText = signal("");
const errors = signal<FormError[]>([]);

function empty(): Record<FieldKey, string> {
  return { document_code: "P", issuing_state: "", document_number: "", surname: "", given_names: "",
    nationality: "", birth_date: "", sex: "", expiry_date: "" };
}

/** What stands in the form when it opens: what a document brought, or nothing. */
let untouched = "";
const contents = () => JSON.stringify([fields.value, digits.value, zoneText.value]);

/** Of whom it is: a page that locked in between shows it again as it was. */
let begunOf: string | undefined;
effect(() => { if (!typing.value) begunOf = undefined; });

/** Whether somebody's typing would be lost with the form. */
export function isHalfTyped(): boolean {
  return typing.value && contents() !== untouched;
}

function begin(): void {
  const of = inspection.value?.id ?? "";
  if (begunOf === of) return;
  begunOf = of;
  const known = inspection.value?.document;
  const from = empty();
  if (known) for (const key of order) from[key] = known[key] ?? "";
  fields.value = from;
  digits.value = { document_number: "", birth_date: "", expiry_date: "" };
  zoneText.value = inspection.value?.reading?.mrz?.lines.join("\n") ?? "";
  errors.value = [];
  way.value = "fields";
  untouched = contents();
}

function isDate(text: string): boolean {
  if (/^(\d{4}|XXXX)-(\d{2}|XX)-(\d{2}|XX)$/.test(text) && text.includes("X")) return true;
  return isDay(text);
}

/** As the zone prints the item: what its check digit runs over. */
function printed(key: DigitKey): string {
  const value = fields.value[key].toUpperCase().replace(/[\s-]/g, key === "document_number" ? "" : "-");
  return key === "document_number" ? value.padEnd(9, "<") : zoneDate(value);
}

function verdictOf(key: DigitKey): DigitVerdict {
  return fields.value[key] ? digitVerdict(printed(key), digits.value[key]) : "not_done";
}

function zoneFaults(): FormError[] {
  const lines = zoneLines(zoneText.value);
  const zone = checkZone(lines);
  const complete = zone && lines.length === zone.lines && lines.every((line) => line.length === zone.width);
  return complete ? [] : [{ target: "hand-lines", text: () => t("hand.zone_short") }];
}

function faults(): FormError[] {
  if (way.value === "zone") return zoneFaults();
  const found: FormError[] = [];
  for (const key of order) {
    const value = fields.value[key].trim();
    const target = `hand-${key}`;
    if (needed.has(key) && !value) found.push({ target, text: () => t("hand.missing", { field: word("field", key) }) });
    else if (value && dates.has(key) && !isDate(value.toUpperCase())) found.push({ target, text: () => pair(word("field", key), t("hand.bad_date")) });
    else if (key === "document_number" && !/^[A-Za-z0-9\s-]*$/.test(value)) found.push({ target, text: () => t("hand.bad_number") });
  }
  return found;
}

dropAnswered(errors, faults);

function typedDocument(): TypedDocument {
  const document: DocumentFields = {};
  for (const key of order) {
    const value = fields.value[key].trim().toUpperCase();
    if (value) document[key] = key === "document_number" ? value.replace(/[\s-]/g, "") : value;
  }
  const check_digits: TypedDocument["check_digits"] = {};
  for (const key of ["document_number", "birth_date", "expiry_date"] as const)
    if (/^[0-9]$/.test(digits.value[key])) check_digits[key] = digits.value[key];
  return { document, check_digits };
}

function submit(event: Event): void {
  event.preventDefault();
  // An Enter for the traveller before confirms nothing; whoever has typed has looked.
  const came = justCame.value;
  if (inspection.value?.to_confirm && came && !isHalfTyped()) {
    notice.value = { tone: "bad", text: () => notCounted(came) };
    announce(notCounted(came), true);
    return;
  }
  errors.value = faults();
  if (errors.value.length > 0) return;
  if (way.value === "fields") void enterDocument(typedDocument());
  else void enterZone(zoneLines(zoneText.value), "typed");
}

function leave(): void {
  notice.value = undefined;
  trouble.value = undefined;
  typing.value = false;
}

function choose(one: "fields" | "zone"): void {
  way.value = one;
  errors.value = [];
}

function errorOf(id: string): string | undefined {
  return errors.value.find((error) => error.target === id)?.text();
}

function Digit({ of }: { of: DigitKey }) {
  const verdict = verdictOf(of);
  return (
    <>
      <input class="digit code" aria-label={t("hand.digit_of", { field: word("field", of) })} maxLength={1}
        inputMode="numeric" autocomplete="off" value={digits.value[of]} id={`digit-${of}`}
        aria-describedby={`digit-${of}-verdict`}
        onInput={(event) => (digits.value = { ...digits.value, [of]: event.currentTarget.value })} />
      <span class="digit-verdict" id={`digit-${of}-verdict`} aria-live="polite">
        <Verdict state={verdict} text={digitWords(verdict)} />
      </span>
    </>
  );
}

function digitWords(verdict: DigitVerdict): string {
  if (verdict === "ok") return t("checkok.digit");
  return verdict === "fail" ? t("reason.wrong_digit") : t("verdict.not_done");
}

/** The barcode that filled the form in, which an officer is to confirm. */
function filledInBy(found: Inspection | undefined): FieldSource | undefined {
  return found?.to_confirm ? Object.values(found.sources ?? {}).find(({ source }) => source === "barcode") : undefined;
}

/** A licence prints none: what its barcode says it is, as long as nobody says that it is another document. */
function printsDigits(): boolean {
  const found = inspection.value;
  const isLicence = Object.values(found?.sources ?? {}).some(({ source, barcodes }) =>
    source === "barcode" && barcodes?.includes("aamva"));
  return !isLicence || fields.value.document_code.trim().toUpperCase() !== found?.document?.document_code;
}

function Row({ of }: { of: FieldKey }) {
  const id = `hand-${of}`;
  const error = errorOf(id);
  const set = (value: string) => (fields.value = { ...fields.value, [of]: value });
  const short = of === "document_code" || of === "issuing_state" || of === "nationality";
  return (
    <div class={`hand-row ${error ? "field-wrong" : ""}`}>
      <label for={id}>{word("field", of)}</label>
      {of === "sex"
        ? (
          <select id={id} value={fields.value.sex} onChange={(event) => set(event.currentTarget.value)}>
            <option value="">–</option>
            {["F", "M", "X"].map((sex) => <option value={sex}>{sex} · {word("sex", sex)}</option>)}
          </select>
        )
        : (
          <input id={id} class={`upper ${short ? "short" : ""} ${withDigit.has(of) || short ? "code" : ""}`}
            value={fields.value[of]} autocomplete="off" autocapitalize="characters" spellcheck={false}
            maxLength={short ? 3 : 60} placeholder={dates.has(of) ? t("hand.date_hint") : undefined}
            aria-invalid={!!error || undefined} aria-describedby={describedBy(id, error)}
            onInput={(event) => set(event.currentTarget.value)} />
        )}
      {withDigit.has(of) && printsDigits() && <Digit of={of as DigitKey} />}
      {error && <span class="field-error" id={`${id}-error`}>{error}</span>}
    </div>
  );
}

function FieldsWay() {
  return (
    <div class="hand-fields">
      {printsDigits() && <p class="hint">{t("hand.digit_hint")}</p>}
      {order.map((key) => <Row of={key} />)}
    </div>
  );
}

function ZoneWay() {
  const lines = zoneLines(zoneText.value);
  const zone = checkZone(lines);
  const checks: Check[] = zone?.checks.map((check) =>
    ({ code: check.code, state: check.verdict, positions: check.positions })) ?? [];
  const error = errorOf("hand-lines");
  return (
    <div class="hand-zone">
      <label for="hand-lines">{t("hand.zone")}</label>
      <p class="hint" id="hand-lines-hint">{t("hand.zone_hint")}</p>
      {error && <p class="field-error" id="hand-lines-error">{error}</p>}
      <textarea id="hand-lines" class="code upper" rows={3} cols={46} spellcheck={false} autocomplete="off"
        wrap="off" value={zoneText.value} aria-invalid={!!error || undefined}
        aria-describedby={describedBy("hand-lines", error, "yes")}
        onInput={(event) => (zoneText.value = event.currentTarget.value)} />
      {zone
        ? <p class="facts">
          {[t("document.format", { format: zone.format }), ...lines.map((line, index) =>
            t("hand.zone_lengths", { line: index + 1, count: line.length, width: zone.width }))].join(" · ")}
        </p>
        : <p class="facts">{t("hand.zone_unknown")}</p>}
      {lines.length > 0 && <Zone lines={lines} checks={checks} />}
      <ul class="other-checks" aria-live="polite">
        {checks.map((check) => (
          <li>
            <span class="check-name">{word("check", check.code)}</span>
            <Verdict state={check.state} text={digitWords(check.state)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Whose words the form has, which an officer is to compare. */
function ToConfirm({ found }: { found: Inspection }) {
  const source = filledInBy(found);
  return (
    <p class="finding finding-warning" data-test="to-confirm">
      <Icon name="warning" /> {t("hand.confirm_barcode")}
      {source && <span class="finding-values"> {pair(t("hand.told_by"), barcodeWords(source))}</span>}
    </p>
  );
}

export function ByHandForm() {
  const form = useRef<HTMLFormElement>(null);
  const toConfirm = inspection.value?.to_confirm ? inspection.value : undefined;
  // Before anything can be typed into it, which would be lost.
  useLayoutEffect(() => {
    begin();
    const first = inspection.value?.to_confirm ? order.find((key) => needed.has(key) && !fields.value[key]) : undefined;
    form.current?.querySelector<HTMLInputElement>(`#hand-${first ?? "document_number"}`)?.focus();
  }, [inspection.value?.id]);
  return (
    <form ref={form} class="by-hand" onSubmit={submit} noValidate>
      {toConfirm && <ToConfirm found={toConfirm} />}
      {inspection.value && (toConfirm || (!inspection.value.document && errors.value.length === 0)) && (
        <Findings found={inspection.value} />
      )}
      <ErrorSummary errors={errors.value} />
      <fieldset class="direction ways">
        <legend class="unseen">{t("hand.title")}</legend>
        {(["fields", "zone"] as const).map((one) => (
          <label>
            <input type="radio" name="way" checked={way.value === one} onChange={() => choose(one)} />
            <span>{t(one === "fields" ? "hand.fields" : "hand.zone")}</span>
          </label>
        ))}
      </fieldset>
      {way.value === "fields" ? <FieldsWay /> : <ZoneWay />}
      <div class="hand-actions">
        <button type="submit" class="button">{t(toConfirm ? "hand.confirm" : "hand.submit")} <Key name="Enter" /></button>
        <button type="button" class="button button-ghost" onClick={leave}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
}
