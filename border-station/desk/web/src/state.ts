// What is on the screen. One signal a fact; everything else follows from them.
import { computed, effect, signal } from "@preact/signals";
import { ask, Problem } from "@garita/api";
import type {
  Answer, ClassTerm, Decided, Decision, DecisionKind, Direction, Inspection, Question, RecentDecision,
  Strip, TypedDocument,
} from "@garita/api";
import { announce } from "@garita/components";
import { counted, day, isDay, pair, t, word, zone } from "@garita/language";
import { lookWhoIsHere, sessionEnded, site, vocabulary } from "@garita/session";
import { withApproval } from "./approval";
import { isComplete, needsEvidence, questionsBefore } from "./child_answer";
import type { Told } from "./confidence";
import { doneWord } from "./done_word";
import { follows, joins, leader, together } from "./family";
import { problemWithPlaces } from "./fault_words";
import { formOf, lightsOf } from "./lights";
import { keptAnswers } from "./kept_answers";
import { followNews } from "./news";
import { withDecision } from "./recently";
import { settlePapers, slip } from "./slip";
import { isUncovered } from "./stay_shown";

export const strip = signal<Strip | undefined>(undefined);
/** Whether the station itself answers: its page may outlive it. */
export const stationAnswers = signal(true);
/** Whether it tells by itself what changes; else the page asks. */
export const newsComes = signal(true);
export const recent = signal<RecentDecision[]>([]);
/** Since when the officer's shift is open; when it was closed here: since then another may be. */
export const shiftSince = signal<string | undefined>(undefined);
export const direction = signal<Direction>("entry");
export const inspection = signal<Inspection | undefined>(undefined);
export const busy = signal<"" | "reading" | "deciding">("");
/** The last problem, in words, until something else is done. */
export const trouble = signal<Problem | undefined>(undefined);
/** `before`: it was recorded already, and its answer had not come. */
export interface Done extends Decided { who: string; before?: boolean }
export const done = signal<Done | undefined>(undefined);
/** What else happened, until something is done. */
export const notice = signal<{ tone: "done" | "bad"; text: () => string } | undefined>(undefined);
export const pictureShows = signal(true);
export const typing = signal(false);
/** What is typed now was decided on paper: when, and by whom if by another. */
export const onPaper = signal<{ at: string; officer: string } | undefined>(undefined);
export const dialog = signal<"" | "refer" | "refuse" | "aside" | "station" | "log_out">("");

/** What the officer fills in for an admission. */
export const grant = signal({ purpose: "", transport: "", admission_class: "", days: "", until: "" });

/** The State that the traveller comes from or goes to, where it was asked. */
export const otherState = signal("");

/** Fills in a part of it. Another class has other days. */
export function fillIn(part: Partial<typeof grant.value>): void {
  trouble.value = undefined;
  grant.value = { ...grant.value, ...part };
  if (part.admission_class !== undefined) grant.value = { ...grant.value, ...proposed() };
}

export interface GivenAnswer { answer: string; note: string; evidence?: string }

export function answer(question: string, part: Partial<GivenAnswer>): void {
  trouble.value = undefined;
  const given = answers.value[question] ?? { answer: "", note: "" };
  answers.value = { ...answers.value, [question]: { ...given, ...part } };
}
/** Lanes mostly see one means of transport: it is proposed as the traveller before had it. The purpose
    is not: it is asked, and a proposal would end up in the statistics. */
const lastTransport = signal("");
export const transportIsRepeated = computed(() =>
  !inspection.value?.prefill?.transport && lastTransport.value !== "" && grant.value.transport === lastTransport.value);
export const answers = signal<Record<string, GivenAnswer>>({});

export const directions = computed<Direction[]>(() => site.value?.directions ?? ["entry", "exit"]);

/** Questions to be answered before the decision. */
export function questionsFor(kind: DecisionKind): Question[] {
  return questionsBefore(kind, inspection.value?.questions ?? [], answers.value, together.value);
}

/** Questions that stand on the screen; the rest is asked in a dialog. */
export const questionsOnScreen = computed(() => questionsFor("admit"));

export function isAnswered(question: Question): boolean {
  const given = answers.value[question.id];
  if (!given?.answer) return false;
  return isComplete(question, given, together.value);
}

export const openQuestions = computed(() =>
  questionsOnScreen.value.filter((question) => !isAnswered(question)));

/** Of those on the screen; what its dialog asks is asked there. */
export const openQuestionsFor = (kind: DecisionKind) => openQuestions.value.filter((one) => one.for.includes(kind));

/** Who comes home is granted nothing, and asked neither why nor how. */
const needsGrant = computed(() => inspection.value?.direction === "entry" && !inspection.value.comes_home);

/** The rule's terms for the class that is chosen; undefined where no rule has any. */
const termOf = (found: Inspection | undefined, of: string) => found?.stay?.terms?.find((one) => one.admission_class === of);
export const term = computed<ClassTerm | undefined>(() => termOf(inspection.value, grant.value.admission_class));

/** Whether no rule of the policies covers the class that is chosen: nothing counts its days. */
export const uncovered = computed(() => needsGrant.value && isUncovered(inspection.value?.stay, term.value));

/** Until when, for whoever goes on with the term of an earlier visit. */
export const goesOnUntil = computed(() => {
  const earlier = term.value?.goes_on;
  return earlier && (!earlier.from || earlier.from.includes(otherState.value)) ? earlier.until : undefined;
});

function proposed(): { days: string; until: string } {
  const days = term.value?.days_max;
  return { days: days === undefined ? "" : String(days), until: "" };
}

export const daysWrong = computed(() => {
  if (!needsGrant.value || grant.value.days === "") return false;
  const days = Number(grant.value.days);
  const most = term.value?.days_max;
  return !Number.isInteger(days) || days < 1 || (most !== undefined && days > most);
});

const mayBeUntil = (until: string) => isDay(until) && until >= (inspection.value?.local_day ?? "");

/** Once it is typed as far as a day goes. */
export const untilWrong = computed(() => grant.value.until.length >= "2026-01-01".length && !mayBeUntil(grant.value.until));

export const missingForAdmission = computed<string[]>(() => {
  if (!needsGrant.value) return [];
  const missing: string[] = [];
  if (!grant.value.purpose) missing.push("grant.purpose");
  if (!grant.value.transport) missing.push("grant.transport");
  if (term.value?.until_is_given) {
    if (!mayBeUntil(grant.value.until)) missing.push("grant.until_day");
    return missing;
  }
  if (daysWrong.value || (term.value?.days_max !== undefined && !grant.value.days)) missing.push("grant.days");
  return missing;
});

/** Why the decision cannot be taken now; "" when it can. */
export function obstacle(kind: DecisionKind): string {
  const now = inspection.value;
  if (!now) return t("decision.waiting");
  const blocked = now.blocked?.find((one) => one.decision === kind);
  if (blocked) return word("blocked", blocked.reason);
  if (openQuestionsFor(kind).length > 0) return "questions";
  if (kind !== "admit") return "";
  if (missingForAdmission.value.length > 0) return "grant";
  return "";
}

/** The last legal day of the days typed, by the rule's way of counting. */
export const grantedUntil = computed(() => {
  const now = inspection.value;
  const days = Number(grant.value.days);
  if (!now || daysWrong.value || !days || uncovered.value) return undefined;
  const first = Date.parse(`${now.local_day}T00:00:00Z`);
  const counted = term.value?.first_day_counts === false ? days : days - 1;
  const until = new Date(first + counted * 86_400_000).toISOString().slice(0, 10);
  const latest = term.value?.latest_day;
  return latest && latest < until ? latest : until;
});

/** How often what is known of a traveller on the screen has become another thing by itself. */
export const changes = signal(0);

function showChanged(found: Inspection): void {
  changes.value += 1;
  show(found);
}

function show(found: Inspection): void {
  const before = inspection.value;
  inspection.value = found;
  typing.value = !found.document || found.to_confirm === true;
  answers.value = before?.id === found.id ? keptAnswers(before, found, answers.value) : {};
  if (before?.id === found.id) {
    // Corrected, or looked at again: what the officer chose for this traveller stands.
    grant.value = { ...grant.value, ...proposed() };
  } else {
    pictureShows.value = true;
    joins.value = false;
    otherState.value = found.other_state?.proposed ?? "";
    const first = found.prefill ?? {};
    grant.value = {
      purpose: first.purpose ?? "",
      transport: first.transport ?? lastTransport.value,
      admission_class: first.admission_class ?? "visitor",
      days: "", until: "",
    };
    grant.value = { ...grant.value, ...proposed() };
  }
  announce(seen(found), typing.value);
}

function seen(found: Inspection): string {
  if (!found.document) return t("document.mrz_none");
  return found.to_confirm ? `${t("document.from_barcode")} ${summary(found)}` : summary(found);
}

function summary(found: Inspection): string {
  const { surname, given_names, document_number } = found.document ?? {};
  const alerts = found.alerts.length ? pair(t("alerts.title"), String(found.alerts.length)) : t("alerts.none");
  return [surname, given_names, document_number, alerts].filter(Boolean).join(", ");
}

function failed(problem: unknown): void {
  if (sessionEnded(problem)) return;
  const known = problem instanceof Problem ? problem : new Problem(0, "unknown");
  trouble.value = known;
  if (known.problem === "no-answer") stationAnswers.value = false;
  if (known.problem === "no-such-inspection") clear();
  announce(problemWithPlaces(known), true);
}

/** What was read is the traveller on the screen now. */
export function opened(found: Inspection): void {
  trouble.value = undefined;
  notice.value = undefined;
  done.value = undefined;
  slip.value = undefined;
  show(found);
}

/** Nothing happens where the station has nothing. */
export async function open(request: () => Promise<Inspection | undefined>): Promise<boolean> {
  if (busy.value) return false;
  busy.value = "reading";
  trouble.value = undefined;
  try {
    const found = await request();
    if (found) opened(found);
    return found !== undefined;
  } catch (problem) {
    await failedWith(inspection.value, problem);
    return false;
  } finally {
    busy.value = "";
  }
}

/** Whereto a document is brought. */
function arriving(path: string, more = ""): string {
  const now = onPaper.value;
  const officer = now?.officer ? `&paper_officer=${encodeURIComponent(now.officer)}` : "";
  const paper = now ? `&paper_at=${encodeURIComponent(now.at)}${officer}` : "";
  return `${path}?direction=${direction.value}${more}${paper}`;
}

/** A picture, or several of one page under several lights. */
export function readPictures(files: File[]): Promise<boolean> {
  if (files.length < 2) return files[0] ? readPicture(files[0]) : Promise.resolve(false);
  const lights = lightsOf(files);
  if (lights) return readPicture(formOf(lights));
  notice.value = { tone: "bad", text: () => t("document.not_one_page") };
  announce(t("document.not_one_page"), true);
  return Promise.resolve(false);
}

export function readPicture(file: Blob): Promise<boolean> {
  return open(() => ask<Inspection>(arriving("/api/readings"), { method: "POST", body: file }));
}

/** The lines of a zone: as a reader types them, or an officer. */
export function readZone(lines: string[], how: "scanned" | "typed" = "scanned"): Promise<boolean> {
  const body = new Blob([lines.join("\n")], { type: "text/plain" });
  const typed = how === "typed" ? "&typed=yes" : "";
  return open(() => ask<Inspection>(arriving("/api/readings", typed), { method: "POST", body }));
}

/** The lines of a zone for the inspection on the screen, or a new one. */
export function enterZone(lines: string[], how: "scanned" | "typed"): Promise<boolean> {
  const now = inspection.value;
  if (!now) return readZone(lines, how);
  const body = new Blob([lines.join("\n")], { type: "text/plain" });
  const scanned = how === "scanned" ? "?scanned=yes" : "";
  return open(() => ask<Inspection>(`/api/inspections/${now.id}/document${scanned}`, { method: "PUT", body }));
}

/** Fields typed by hand: for the inspection on the screen, or a new one. */
export function enterDocument(typed: TypedDocument): Promise<boolean> {
  const now = inspection.value;
  return open(() => now
    ? ask<Inspection>(`/api/inspections/${now.id}/document`, { method: "PUT", json: typed })
    : ask<Inspection>(arriving("/api/inspections"), { method: "POST", json: typed }));
}

/** Puts a live photo of the traveller to the inspection; what the officer has filled in stands. Fails with
    a Problem. */
export async function addPhoto(photo: Blob): Promise<void> {
  const now = inspection.value;
  if (!now) return;
  try {
    const found = await ask<Inspection>(`/api/inspections/${now.id}/photo`, { method: "PUT", body: photo });
    if (inspection.value?.id === now.id) inspection.value = found;
    announce(t("photo.taken"));
  } catch (problem) {
    const gone = problem instanceof Problem && ["no-such-inspection", "already-decided"].includes(problem.problem);
    if (!gone) throw problem;
    await failedWith(now, problem);
  }
}

function clear(): void {
  inspection.value = undefined;
  answers.value = {};
  dialog.value = "";
  typing.value = false;
}

/** Whether the station asks why, in the dialog; what else goes wrong is said. */
export async function putAside(reason = ""): Promise<boolean> {
  const now = inspection.value;
  if (!now || busy.value) return false;
  try {
    await ask(`/api/inspections/${now.id}`, { method: "DELETE", ...(reason && { json: { reason } }) });
    clear();
    trouble.value = undefined;
    announce(t("document.dropped"));
  } catch (problem) {
    const asked = problem instanceof Problem && problem.errors.some((one) => one.pointer === "/reason");
    if (asked) dialog.value = "aside";
    else await failedWith(now, problem);
    return asked;
  }
  return false;
}

function givenAnswers(kind: DecisionKind): Answer[] {
  const wanted = new Set([...questionsOnScreen.value, ...questionsFor(kind)]);
  return [...wanted].filter(isAnswered).map((question) => {
    const { answer, note } = answers.value[question.id]!;
    return note.trim() ? { question: question.id, answer, note: note.trim() } : { question: question.id, answer };
  });
}

function decisionOf(kind: DecisionKind, grounds: string[], told?: Told): Decision {
  const decision: Decision = {
    decision: kind, revision: inspection.value?.revision, answers: givenAnswers(kind),
  };
  if (inspection.value?.other_state && otherState.value) decision.other_state = otherState.value;
  if (together.value && leader.value) decision.with = leader.value.record;
  const evidence = questionsFor(kind)
    .filter((question) => needsEvidence(question, answers.value[question.id]?.answer ?? "", together.value))
    .map((question) => answers.value[question.id]?.evidence).find(Boolean);
  if (evidence) decision.child_evidence = evidence;
  if (told && told.concerns.length > 0) {
    const protection_note = told.note.trim() || undefined;
    return { ...decision, grounds, concerns: told.concerns, protection_note };
  }
  if (kind !== "admit") return { ...decision, grounds };
  if (!needsGrant.value) return decision;
  const { purpose, transport, admission_class, days, until } = grant.value;
  decision.purpose = purpose;
  decision.transport = transport;
  if (admission_class) decision.admission_class = admission_class;
  if (term.value?.until_is_given) decision.granted_until = until;
  // Where an earlier term goes on, no days are granted.
  else if (days && !goesOnUntil.value) decision.granted_days = Number(days);
  return decision;
}

/** What holds now is not what was shown: shows it, and says so. */
async function lookAgain(id: string, problem: Problem): Promise<void> {
  try {
    showChanged(await ask<Inspection>(`/api/inspections/${id}`));
    failed(problem);
  } catch (other) {
    failed(other);
  }
}

/** While somebody typed. */
const namesCame = signal(false);

/** Names of the alert list came: where the traveller on the screen waits for them, what was found. */
async function lookAgainForNames(): Promise<void> {
  const now = inspection.value;
  // What is typed is not lost to it.
  namesCame.value = typing.value;
  if (typing.value) return;
  const waits = now?.checks.some((check) => check.code === "alert_names" && check.state === "not_done");
  if (!now || !waits || busy.value) return;
  try {
    const found = await ask<Inspection>(`/api/inspections/${now.id}`);
    if (typing.value) namesCame.value = true;
    else if (inspection.value?.id === now.id && found.revision !== now.revision && found.state === "open") showChanged(found);
  } catch (problem) {
    failed(problem);
  }
}

/** Whether the station still has the traveller on the screen: one that was started anew has not. */
export async function stillThere(): Promise<void> {
  const now = inspection.value;
  if (!now) return;
  try {
    await ask<Inspection>(`/api/inspections/${now.id}`);
  } catch (problem) {
    if (inspection.value?.id === now.id) failed(problem);
  }
}

export function nameOf({ document }: Inspection): string {
  return [document?.surname, document?.given_names].filter(Boolean).join(", ");
}

/** The decision is durable: the screen is ready for the next document. */
function finish(found: Inspection, made: Done, admissionClass = ""): void {
  follows(found, made);
  slip.value = { made, noRule: made.last_legal_day === undefined && isUncovered(found.stay, termOf(found, admissionClass)) };
  clear();
  trouble.value = undefined;
  notice.value = undefined;
  // Whoever comes next is at the desk, until somebody says otherwise again.
  onPaper.value = undefined;
  done.value = made;
  announce(`${doneText(made)} ${t("done.saved", { record: made.record })} ${t("document.ready")}`);
}

/** Of an inspection that is decided the decision stands: its answer was lost on the way, or another page was
    quicker. What was recorded is shown, and the desk is free. */
async function failedWith(now: Inspection | undefined, problem: unknown): Promise<void> {
  if (!now || !(problem instanceof Problem) || problem.problem !== "already-decided") return failed(problem);
  const found = await ask<Inspection>(`/api/inspections/${now.id}`).catch(() => undefined);
  await refresh();
  if (!found?.decided) {
    // The station was started since, and has the record alone: among the latest.
    clear();
    return failed(problem);
  }
  const own = recent.value.find((one) => one.record === found.decided?.record);
  finish(found, { ...found.decided, who: nameOf(found), before: true }, own?.admission_class);
}

/** Records the decision; when it is durable the screen is ready for the next document. */
export async function decide(kind: DecisionKind, grounds: string[] = [], told?: Told): Promise<boolean> {
  const now = inspection.value;
  if (!now || busy.value) return false;
  busy.value = "deciding";
  trouble.value = undefined;
  notice.value = undefined;
  try {
    const decision = decisionOf(kind, grounds, told);
    const made = await withApproval((approval) => ask<Decided>(`/api/inspections/${now.id}/decision`,
      { method: "POST", json: { ...decision, approval } }));
    if (kind === "admit" && needsGrant.value) lastTransport.value = grant.value.transport;
    remember({ ...now.document, ...made });
    finish(now, { ...made, who: nameOf(now) }, grant.value.admission_class);
    return true;
  } catch (problem) {
    const changed = problem instanceof Problem && ["inspection-changed", "decided-meanwhile"].includes(problem.problem);
    if (changed) await lookAgain(now.id, problem);
    else await failedWith(now, problem);
    return false;
  } finally {
    busy.value = "";
  }
}

export function doneText(made: Done): string {
  const what = made.who ? pair(doneWord(made), made.who) : doneWord(made);
  const until = made.decision === "admit" && made.last_legal_day
    ? ` ${t("done.until", { day: day(made.last_legal_day) })}` : "";
  if (!made.before) return `${what}.${until}`;
  const days = made.granted_days === undefined ? "" : ` ${counted("done.days", made.granted_days)}`;
  return `${t("done.before")} ${what}.${days}${until}`;
}

const recentMax = 20;
effect(() => settlePapers(recent.value));

export function remember(decision: RecentDecision): void {
  recent.value = withDecision(recent.value, decision).slice(0, recentMax);
}

async function refresh(): Promise<void> {
  try {
    const [now, latest] = await Promise.all([
      ask<Strip>("/api/strip"), ask<{ items: RecentDecision[]; shift_opened_at?: string }>(`/api/decisions?limit=${recentMax}`),
    ]);
    heard(now);
    recent.value = latest.items;
    shiftSince.value = latest.shift_opened_at;
  } catch (problem) {
    if (!sessionEnded(problem)) stationAnswers.value = false;
  }
}

function heard(now: Strip): void {
  strip.value = now;
  zone.value = now.zone;
  stationAnswers.value = true;
}

/** How many pages of a scanner wait, and what was wrong with one, when. */
export interface DropNews { waiting: number; fault?: string; at?: string }

/** Follows the station until the returned function is called. */
export function follow(dropNews: (news: DropNews) => void): () => void {
  if (!directions.value.includes(direction.value)) direction.value = directions.value[0] ?? "entry";
  void refresh();
  const stopNews = followNews({
    heard: {
      strip: (data) => heard(JSON.parse(data) as Strip),
      decision: (data) => remember(JSON.parse(data) as RecentDecision),
      drop: (data) => dropNews(JSON.parse(data)),
      looked_again: () => void lookAgainForNames(),
      session_ended: () => void lookWhoIsHere(),
    },
    ask: () => void refresh().then(() => {
      if (!stationAnswers.value) return;
      void lookAgainForNames();
      // What waits is taken as ever: by whoever asks first, and once the desk is free.
      if (!newsComes.value) dropNews({ waiting: strip.value?.drops_waiting ?? 0, ...strip.value?.drop_fault });
    }),
    comes: (does) => (newsComes.value = does),
  });
  const again = setInterval(() => { if (!stationAnswers.value) void refresh(); }, 5000);
  const stopWaiting = effect(() => { if (namesCame.value && !typing.value) void lookAgainForNames(); });
  return () => {
    clearInterval(again);
    stopWaiting();
    stopNews();
  };
}

export const offeredClasses = computed(() => vocabulary.value.admission_classes ?? []);
