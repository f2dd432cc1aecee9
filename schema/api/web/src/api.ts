// The types of schema/api/openapi.yaml as far as the consoles use them, and the one way to ask.

export type Direction = "entry" | "exit";
export type DecisionKind = "admit" | "refer" | "refuse";
export type CheckState = "ok" | "fail" | "not_done";
export type Language = "es" | "en" | "fr";
export type LanguageText = Record<Language, string>;

export interface Site {
  console: "desk" | "directorate"; version: string; at: string; exercise: boolean;
  country?: string; post?: string; station?: string; zone?: string; directions?: Direction[];
}
export interface Session { officer: string; name?: string; roles: string[]; expires_at: string; lock_after_seconds: number }
/** Who logs in, or approves what somebody else does. */
export interface Credentials { officer: string; password: string; code?: string }
export interface Vocabulary {
  purposes?: string[]; transports?: string[]; admission_classes?: string[];
  refusal_grounds?: string[]; exit_stop_grounds?: string[]; referral_reasons?: string[]; access_reasons?: string[];
  posts?: string[]; nationalities?: string[];
}
export interface HeldBulletin {
  channel: string; version?: string; issued_at?: string; entries?: number; stale: boolean;
  expires_at?: string; expiry?: "soon" | "expired";
}
export interface Shift {
  officer: string; name?: string; opened_at: string; closed_at?: string; entries: number; exits: number;
  referrals: number; refusals: number; exit_stops: number; corrected: number; hits: number; unsent: number;
}
export interface ListedAlert {
  reference: string; matched_by: string; silent?: boolean; instruction?: string; action?: string;
  listed?: Listed; picture?: string;
}
export interface SecondLineMatter {
  record: string; kind: "hit" | "hit_left" | "referral" | "refusal"; crossing?: string; at: string; officer: string;
  left?: "put_aside" | "left_undecided"; note?: string; answer?: string; reasons?: string[]; waits?: boolean; alert?: ListedAlert; direction?: Direction;
  surname?: string; given_names?: string; birth_date?: string; nationality?: string; issuing_state?: string; document_number?: string;
}
export interface SecondLine { at: string; items: SecondLineMatter[]; more: number }
export interface SecondLineFound { decisions: RecentDecision[]; alerts: ListedAlert[]; names_not_searched?: boolean }
export interface OpenPaper { from: string; to?: string; entered: number; of_earlier_life?: boolean; long_open?: boolean; closed_at_centre?: string }
export interface Strip {
  at: string; post: string; station: string; zone: string; exercise: boolean;
  link: {
    state: "up" | "down" | "never" | "refused"; since?: string; last_contact?: string;
    reason?: string; detail?: string; refused_bulletin?: string;
  };
  unsent: { records: number; evidence_records?: number; evidence_bytes?: number; oldest_at?: string; put_aside?: number };
  bulletins: HeldBulletin[];
  clock: { state: "good" | "doubtful" | "unknown"; offset_ms?: number; trusted_at?: string };
  disk: { state: "good" | "low" | "no_pictures" | "danger" | "full"; free_bytes?: number };
  camera?: string; paper?: OpenPaper; drops_waiting?: number; drop_fault?: { fault: string; at: string };
}
export interface DocumentFields {
  document_code?: string; issuing_state?: string; document_number?: string; surname?: string;
  given_names?: string; nationality?: string; birth_date?: string; sex?: string;
  expiry_date?: string; optional_data?: string; optional_data_2?: string;
}
export interface TypedDocument {
  document: DocumentFields;
  check_digits?: { document_number?: string; birth_date?: string; expiry_date?: string };
}
export interface Finding {
  code: string; severity: "info" | "warning" | "fail"; detail?: string; values?: { source: string; value: string }[];
}
export interface Mrz {
  format: string; lines: string[]; valid: boolean; confidence?: number;
  character_confidence?: number[][]; corrected?: boolean; fields?: DocumentFields; geometry?: ZoneGeometry;
}
/** Where a zone stands in its picture, in pixels: a baseline a line, from its beginning to its end. */
export interface ZoneGeometry { capital_px: number; baselines: [[number, number], [number, number]][] }
export interface FieldSource { source: "mrz" | "barcode" | "typed"; confidence?: number; uncertain?: boolean; barcodes?: string[]; seal?: SealVerdict }
export type SealVerdict = "valid" | "invalid" | "unknown_signer" | "unsigned";
export interface Check {
  code: string; state: CheckState; field?: string; reason?: string;
  positions?: [number, number, number][];
}
export interface Alert {
  id: string; kind: string; severity: "stop" | "warning" | "info"; matched_by?: string;
  action?: "detain" | "refer" | "protect"; listed?: Listed; has_picture?: boolean; likeness?: Likeness; instruction?: string; reference?: string; list_issued_at?: string; earlier_reading?: boolean; source?: string;
  parameters?: Record<string, string>;
}
/** Whom an entry of the alert list means. */
export interface Listed {
  surname?: string; given_names?: string; birth_date?: string; nationality?: string;
  issuer?: string; number?: string;
}
export interface Likeness { percent: number; reasons: { reason: string; value: string }[] }
export interface Question {
  id: string; code: string; alert?: string; check?: string; for: DecisionKind[];
  answers: string[]; note: "none" | "optional" | "required"; evidence?: string[]; of_company?: boolean;
  adults?: string[]; children?: string[];
}
export interface Answer { question: string; answer: string; note?: string }
export interface DerivationLine {
  code: string; parameters?: Record<string, string>; text: LanguageText;
}
export interface StayPosition {
  state: "to_be_granted" | "within" | "over" | "unlimited" | "unknown";
  basis?: string; basis_at?: string; rule?: string; policy_version?: string; entered?: string;
  days_max?: number; days_used?: number; days_remaining?: number; days_over?: number;
  last_legal_day?: string; first_day_counts?: boolean; latest_day?: string; terms?: ClassTerm[];
  derivation?: DerivationLine[];
}
/** What the rule of one admission class gives. */
export interface ClassTerm {
  admission_class: string; days_max?: number; days_are_fixed: boolean; until_is_given: boolean;
  first_day_counts: boolean; latest_day?: string;
  /** An earlier visit's term, for whoever comes from one of these States; without them, from wherever. */
  goes_on?: { until: string; from?: string[] };
}
/** Where the traveller comes from or goes to: nothing waits for the answer. */
export interface StateQuestion { proposed?: string; likely: string[] }
export interface Inspection {
  id: string; direction: Direction; source: "picture" | "mrz_text" | "typed"; opened_at: string;
  revision: number; local_day: string; state: "open" | "decided"; has_picture?: boolean; has_photo?: boolean;
  reading?: { mrz?: Mrz; findings?: Finding[]; elapsed_ms?: number };
  document?: DocumentFields; to_confirm?: boolean; sources?: Partial<Record<keyof DocumentFields, FieldSource>>; age_years?: number; findings?: Finding[];
  checks: Check[]; alerts: Alert[]; questions: Question[]; stay?: StayPosition;
  prefill?: {
    purpose?: string; transport?: string; admission_class?: string; granted_days?: number;
    source?: string;
  };
  crossings?: RecentDecision[]; lists: HeldBulletin[]; blocked?: { decision: DecisionKind; reason: string }[];
  concerns?: string[]; exit_by_scan?: boolean; other_state?: StateQuestion; comes_home?: boolean;
  decided?: Decided;
}
/** What a frame of the camera showed, where it opened no inspection. */
export interface Frame { sight: "nothing" | "once" | "same_traveller" }
export interface Decision {
  decision: DecisionKind; revision?: number; purpose?: string; transport?: string;
  admission_class?: string; granted_days?: number; granted_until?: string; grounds?: string[];
  answers?: Answer[]; with?: string; child_evidence?: string; other_state?: string;
  concerns?: string[]; protection_note?: string; approval?: Credentials;
}
export type RecordState = "recorded" | "sent" | "held" | "opened" | "quarantined";
export interface Decided {
  record: string; decision: DecisionKind; direction: Direction; at: string; state: RecordState;
  granted_days?: number; last_legal_day?: string;
}
export interface RecentDecision extends Decided {
  officer?: string; surname?: string; given_names?: string; document_number?: string;
  nationality?: string; purpose?: string; transport?: string; admission_class?: string;
  granted_until?: string; recorded_at?: string; correctable_until?: string; corrected?: "voided" | "replaced";
  corrected_by?: string; corrects?: string; group?: string; other_state?: string; approved_by?: string;
  typed_by?: string;
}
/** What a recorded admission should have been. */
export interface Restatement {
  direction: Direction; purpose?: string; transport?: string; admission_class?: string;
  granted_days?: number; granted_until?: string; other_state?: string;
}
export interface Correction { reason: string; instead?: Restatement; approval?: Credentials }
/** What stands on the paper that a traveller takes along. */
export interface HandedOut {
  decision: RecentDecision; issuing_state?: string; birth_date?: string; grounds: string[]; no_rule?: boolean;
  caveat?: LanguageText; appeal?: LanguageText;
}
export interface Corrected { of: RecentDecision; instead?: RecentDecision; children?: string[] }

export type FlagState = "open" | "due" | "pending_data" | "probable" | "confirmed" | "cleared";
export type FlagName = "OVERSTAY_OPEN" | "OVERSTAY" | "EXIT_WITHOUT_ENTRY" | "ENTRY_WITHOUT_EXIT"
  | "STATUS_EXPIRES" | "REVOKED_IN_COUNTRY" | "CLASS_MISMATCH" | "DOCUMENT_INVALIDATED";
/** What a crossing is known by. */
export interface HowKnown { evidence?: string; fallback?: boolean; taken_over?: string }
export interface Flag extends HowKnown {
  flag: FlagName; state: FlagState; person: string; name?: string; nationality?: string;
  document?: string; subject?: string; entry_post: string; entry_at: string; entry_day?: string;
  authorised_until?: string; days_over: number; policy?: string; policy_version?: string;
  due_at?: string; raise_at?: string; ends_at?: string; probably_left?: string; before_records?: boolean; watermark?: string;
  blocking_posts: string[];
  last_change?: string; cause?: string; reopened?: Reopening; rests_on?: StandingClosing[];
}
/** A person's word that a post, a station or one life of its disk reports no more. */
export interface Closing { closing: string; closed: string; closed_at: string; officer?: string; why: string }
/** One that holds; `complete_until`: up to when its data reached, absent where it never reported. */
export interface StandingClosing extends Closing { post: string; complete_until?: string }
/** One of what reports again: flags that were raised without it wait. */
export interface Reopening extends Closing { station: string; since: string }
export interface Watermark { sees: "entries" | "exits"; complete_until?: string; behind?: string }
export interface BlockingPost {
  post: string; flags_held: number; complete_until?: string; last_contact?: string; reopened?: Reopening[];
}
export interface OverstayPage {
  as_of: string; known_at: string; computed_at?: string; policy_version?: string; total: number;
  counts: Partial<Record<FlagState, number>>; watermarks: Watermark[]; blocking: BlockingPost[];
  items: Flag[]; next_cursor?: string;
}
export interface Movement extends HowKnown {
  record: string; at: string; local_day?: string; received_at?: string; post: string;
  other_state?: string;
}
export interface Stay {
  entry: Movement; exit?: Movement; next_entry?: Movement; purpose?: string;
  admission_class?: string; granted_days?: number; authorised_until?: string; policy?: string;
  policy_version?: string; days_used?: number; days_used_at_least?: boolean;
  /** Under a limit with a window: that in which all days used lie, of this stay and others. */
  window?: { from: string; until: string };
  days_remaining?: number; days_over?: number;
  suspended?: boolean; derivation: DerivationLine[];
}
/** With whom somebody crossed; `leads`: the person's record names the companion's. */
export interface Companion extends ChildTie { person: string; record: string; leads: boolean }
/** What a child is to whom it crossed with, and what showed it. */
export interface ChildTie { relationship?: string; relationship_evidence?: string }
export interface TimelineEvent extends HowKnown, ChildTie {
  kind: string; at: string; local_day?: string; received_at?: string; post?: string;
  record?: string; flag?: FlagName; state?: FlagState; cause?: string; codes?: string[];
  reopened?: Reopening;
  late?: boolean; approved_by?: string; decided_by?: string; typed_by?: string;
  corrected_by?: string; correction_reason?: string; correction_approved_by?: string;
  companions?: Companion[];
}
export interface Person {
  person: string; aliases?: string[]; name?: string; birth_date?: string; nationality?: string;
  sex?: string; national?: boolean; as_of: string; known_at: string; watermarks?: Watermark[];
  documents?: { type?: string; issuer: string; number: string; expiry?: string }[];
  stays: Stay[]; flags: Flag[]; timeline: TimelineEvent[];
  hypotheses?: { kind: string; record?: string; after?: string; before: string }[];
}
export interface ReviewSide {
  pseudonym: string; person: string; surname?: string; given_names?: string; birth_date?: string;
  nationality?: string; sex?: string; documents: { issuer: string; number: string }[];
}
export interface Review {
  one: ReviewSide; other: ReviewSide; score: number; reasons: { reason: string; value: string }[];
  since: string; cause?: string; holds: number;
}
export interface ReviewPage { at: string; more: boolean; items: Review[] }
export type IdentityKind = "link" | "separate";
export interface IdentityDecision {
  record: string; decision: IdentityKind; one: string; other: string; at: string; officer?: string;
  reason?: string; holds: boolean;
}
export interface WaitingDecision {
  decision: string; text: LanguageText; record: string; entry: string; authority?: string; at: string; since: string;
}
export interface Incident {
  incident: "behind_watermark" | "decision_dated_back" | "hit_left" | "closed_reports_again" | "other_holder"; post: string; record: string;
  subject?: string; reopened?: Reopening; holders?: string[]; decided?: IdentityDecision; at: string; since: string;
}
export interface FlagChange {
  flag: FlagName; subject: string; post: string; at: string; before?: FlagState; after?: FlagState;
}
export interface IdentityOutcome {
  record: string; state: "waiting" | "known"; decision?: IdentityKind; one?: string; other?: string;
  at?: string; officer?: string; reason?: string; known_at?: string; persons_before?: string[];
  persons_after?: string[]; flags?: FlagChange[];
}
export interface Station {
  station: string; state: string; incarnation?: number; last_contact?: string;
  complete_until?: string; queue_records?: number; queue_at?: string;
  clock_offset_ms?: number; disk_free_bytes?: number; version?: string;
  quarantined?: number; held_back_by?: string[];
}
export interface Post {
  post: string; border?: string; zone?: string; directions?: Direction[];
  state: "good" | "in_question" | "late" | "silent" | "never" | "closed"; last_contact?: string;
  complete_until?: string; queue_records?: number; queue_at?: string; flags_held: number;
  quarantined?: number; behind_watermark?: number; reopened?: Reopening[]; stations: Station[];
}
export interface Bulletin {
  channel: string; version: string; issued_at: string; entries?: number;
  posts?: { post: string; version?: string; received_at?: string; current: boolean }[];
}

export interface ProblemError { pointer: string; code: string; detail?: string }

/** Why a request was not done. `name` is what the program branches on and the page translates. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly problem: string,
    readonly errors: ProblemError[] = [],
    readonly retryAfterSeconds?: number,
  ) {
    super(problem);
  }
}

// A picture takes longest: the reader has its own limit, shorter than this.
const waitMillisecondsMax = 30_000;

export interface Request {
  method?: string;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is, with its own type. */
  body?: Blob;
  headers?: Record<string, string>;
  /** Answered whoever is logged in by now. */
  forAnybody?: boolean;
}

let officer: string | undefined;
/** Whom the page shows from now on: what it asks is answered for nobody else, who may log in beside it. */
export function askFor(who: string | undefined): void {
  officer = who;
}

/** The answer's JSON, or undefined where there is none. Fails with a Problem, always. */
export async function ask<T>(path: string, request: Request = {}): Promise<T> {
  const headers: Record<string, string> = {
    Accept: "application/json", ...officer !== undefined && !request.forAnybody && { "Garita-Officer": encodeURIComponent(officer) }, ...request.headers };
  let body: BodyInit | undefined = request.body;
  if (request.body) headers["Content-Type"] = request.body.type || "application/octet-stream";
  if (request.json !== undefined) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(request.json);
  }
  let response: Response;
  try {
    response = await fetch(path, {
      method: request.method ?? "GET", headers, body, cache: "no-store",
      signal: AbortSignal.timeout(waitMillisecondsMax),
    });
  } catch {
    throw new Problem(0, "no-answer");
  }
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as T;
  try {
    return await response.json() as T;
  } catch {
    throw new Problem(response.status, "not-understood");
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const wait = Number(response.headers.get("Retry-After"));
  try {
    const told = await response.json() as { type?: string; errors?: ProblemError[] };
    const name = (told.type ?? "").split(":").pop() || "unknown";
    return new Problem(response.status, name, told.errors ?? [], wait || undefined);
  } catch {
    return new Problem(response.status, "unknown");
  }
}
