// Pairs of persons that the matcher could not decide: both sides beside one another, and three keys.
import { computed, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { agreement } from "@garita/agreement";
import { ask, Problem } from "@garita/api";
import type { FlagChange, FlagState, IdentityDecision, IdentityKind, IdentityOutcome, Review, ReviewPage, ReviewSide, WaitingDecision } from "@garita/api";
import { announce, describedBy, Dialog, dialogIsOpen, ErrorSummary, Field, Key, problemText } from "@garita/components";
import type { FormError } from "@garita/components";
import { Icon } from "@garita/icons";
import { comparedText, counted, country, day, hasWord, language, moment, number, t, word } from "@garita/language";
import type { WordKey } from "@garita/language";
import { sessionEnded } from "@garita/session";
import { Incidents, loadIncidents } from "./incidents";
import { heardTime, makeLoader, PersonLink, StateTag, Trouble, ZoneNote } from "./common";
import { Heads, ListSection, ListTable } from "./list_table";

const { state: queue, load: loadQueue, forget: forgetQueue } = makeLoader<ReviewPage>();
const { state: decisions, load: loadDecisions, forget: forgetDecisions } = makeLoader<{ items: IdentityDecision[] }>();
const { state: unmet, load: loadUnmet, forget: forgetUnmet } = makeLoader<{ more: boolean; items: WaitingDecision[] }>();
/** Pairs that wait behind the others, in the order in which they were put there. */
const postponed = signal<string[]>([]);
const chosen = signal("");
/** What is about to be decided. */
interface Draft { kind: IdentityKind; one: string; other: string; about: string }
const draft = signal<Draft | undefined>(undefined);
const reason = signal("");
const errors = signal<FormError[]>([]);
const busy = signal(false);
const outcome = signal<{ record: string; known?: IdentityOutcome; slow?: boolean } | undefined>(undefined);

// Whoever projects takes a moment; what it did can be seen later too.
const outcomeAsksMax = 20;
const outcomeWaitMilliseconds = 500;
const reasonCharactersMax = 200;

function pairOf(review: Review): string {
  return `${review.one.pseudonym}~${review.other.pseudonym}`;
}

const waiting = computed<Review[]>(() => {
  const items = queue.value.value?.items ?? [];
  const rank = (review: Review) => postponed.value.indexOf(pairOf(review));
  return [...items].sort((a, b) => rank(a) - rank(b));
});

const current = computed<Review | undefined>(() =>
  waiting.value.find((review) => pairOf(review) === chosen.value) ?? waiting.value[0]);

function refresh(): void {
  void loadQueue("/api/reviews").then(() => {
    if (queue.value.value) heardTime(queue.value.value.at);
  });
  void loadDecisions("/api/identity-decisions");
  void loadUnmet("/api/waiting-decisions");
  loadIncidents();
}

function nameOf(side: ReviewSide): string {
  return [side.surname, side.given_names].filter(Boolean).join(", ") || side.pseudonym;
}

/** The names may be the same: the number tells which is which. */
function toldOf(side: ReviewSide): string {
  const number_ = side.documents[0]?.number;
  return number_ ? `${nameOf(side)} (${number_})` : nameOf(side);
}

/** Never a hundred where somebody is asked. */
function percentOf(review: Review): string {
  return number(Math.min(99, Math.round(review.score * 100)));
}

function aboutOf(review: Review): string {
  return t("reviews.about", { one: toldOf(review.one), other: toldOf(review.other) });
}

function want(kind: IdentityKind): void {
  const review = current.value;
  if (!review) return;
  draft.value = { kind, one: review.one.pseudonym, other: review.other.pseudonym, about: aboutOf(review) };
}

function wantOf(kind: IdentityKind, one: string, other: string): void {
  draft.value = { kind, one, other, about: t("reviews.about", { one, other }) };
}

function postpone(): void {
  const review = current.value;
  if (!review) return;
  const pair = pairOf(review);
  postponed.value = [...postponed.value.filter((one) => one !== pair), pair];
  chosen.value = "";
  outcome.value = undefined;
  announce(t("reviews.postponed"));
}

const actions: Record<string, () => void> = { F8: () => want("link"), F9: () => want("separate"), F10: postpone };

function pressed(event: KeyboardEvent): void {
  const action = actions[event.key];
  if (!action || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (!event.repeat && !dialogIsOpen()) action();
}

function close(): void {
  draft.value = undefined;
  reason.value = "";
  errors.value = [];
}

async function decide(event: Event): Promise<void> {
  event.preventDefault();
  const wanted = draft.value;
  if (!wanted || busy.value) return;
  const why = reason.value.trim();
  errors.value = why ? [] : [{ target: "reason", text: () => t("reviews.reason_missing") }];
  if (!why) return;
  busy.value = true;
  try {
    const { kind: decision, one, other } = wanted;
    const recorded = await ask<IdentityOutcome>("/api/identity-decisions",
      { method: "POST", json: { decision, one, other, reason: why } });
    close();
    await follow(recorded.record);
  } catch (problem) {
    if (sessionEnded(problem)) return;
    const known = problem instanceof Problem ? problem : new Problem(0, "unknown");
    errors.value = [{ target: "reason", text: () => problemText(known) }];
    announce(problemText(known), true);
    if (known.problem === "nothing-to-decide") refresh();
  } finally {
    busy.value = false;
  }
}

/** Waits until it is worked out what a decision changed, and shows it. */
async function follow(record: string): Promise<void> {
  outcome.value = { record };
  announce(t("reviews.recorded", { record }));
  for (let asked = 0; asked < outcomeAsksMax && outcome.value?.record === record; asked++) {
    const told = await ask<IdentityOutcome>(`/api/identity-decisions/${encodeURIComponent(record)}`);
    if (outcome.value?.record !== record) return;
    if (told.state === "known") {
      outcome.value = { record, known: told };
      announce(told.flags?.length ? t("reviews.changed") : t("reviews.changed_none"));
      refresh();
      return;
    }
    await new Promise((done) => setTimeout(done, outcomeWaitMilliseconds));
  }
  if (outcome.value?.record === record) outcome.value = { record, slow: true };
  refresh();
}

function see(record: string): void {
  follow(record).catch((problem: unknown) => {
    if (!sessionEnded(problem)) outcome.value = { record, slow: true };
  });
}

function Documents({ side }: { side: ReviewSide }) {
  return <>{side.documents.map((one) => (
    <span class="identity-document"><span class="code">{one.number}</span> {one.issuer}</span>
  ))}</>;
}

interface Fact { name: string; told: (side: ReviewSide) => string; shown?: (side: ReviewSide) => preact.ComponentChildren }

const facts: Fact[] = [
  { name: "reviews.name", told: nameOf },
  { name: "person.birth_date", told: (side) => side.birth_date ?? "", shown: (side) => day(side.birth_date) },
  { name: "field.nationality", told: (side) => side.nationality ?? "", shown: (side) => country(side.nationality) },
  // States differ in whom they give an X: it speaks against neither sex.
  { name: "field.sex", told: (side) => side.sex === "X" ? "" : side.sex ?? "", shown: (side) => side.sex ? word("sex", side.sex) : "–" },
  { name: "person.documents", told: (side) => side.documents.map((one) => `${one.issuer}|${one.number}`).join(),
    shown: (side) => <Documents side={side} /> },
  { name: "person.pseudonym", told: (side) => side.pseudonym, shown: (side) => <PersonLink pseudonym={side.pseudonym} /> },
];

const verdicts = {
  agree: { row: "fact-same", icon: "tick", text: "reviews.agree" },
  compatible: { row: "fact-compatible", icon: "dash", text: "reviews.compatible" },
  differ: { row: "fact-differs", icon: "warning", text: "reviews.differ" },
} as const;

function FactRow({ fact, review }: { fact: Fact; review: Review }) {
  const verdict = verdicts[agreement(fact.told(review.one), fact.told(review.other))];
  const shown = fact.shown ?? fact.told;
  return (
    <tr class={verdict.row}>
      <th scope="row">{t(fact.name as WordKey)}</th>
      <td>{shown(review.one)}</td>
      <td>{shown(review.other)}</td>
      <td class="fact-verdict">
        {fact.name !== "person.pseudonym" && (
          <><Icon name={verdict.icon} /> {t(verdict.text)}</>
        )}
      </td>
    </tr>
  );
}

function reasonText({ reason: code, value }: Review["reasons"][number]): string {
  const shown = comparedText(value.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (at) => moment(at)).replace("~", " ~ "));
  // The words of alerts speak of a document and a list; here both are persons.
  return hasWord("reviews", code) ? word("reviews", code, { value: shown }) : word("reason", code, { value: shown });
}

function Pair({ review }: { review: Review }) {
  return (
    <section class="pair" aria-labelledby="pair-title">
      <h2 id="pair-title">{aboutOf(review)}</h2>
      <ListTable title="reviews.pair" name="pair" head={
        <>
          <th scope="col">{t("reviews.what")}</th>
          <th scope="col">{t("reviews.side", { side: "A" })}</th>
          <th scope="col">{t("reviews.side", { side: "B" })}</th>
          <td />
        </>
      }>{facts.map((fact) => <FactRow fact={fact} review={review} />)}</ListTable>
      <div class="likeness">
        <p><strong>{t("reviews.score", { percent: percentOf(review) })}</strong></p>
        <ul aria-label={t("reviews.why")}>{review.reasons.map((one) => <li>{reasonText(one)}</li>)}</ul>
        <p class="facts">
          {counted("reviews.holds", review.holds)} · {t("reviews.since", { moment: moment(review.since) })}
        </p>
      </div>
      <div class="pair-actions" role="group" aria-label={t("reviews.actions")}>
        <button type="button" class="button" onClick={() => want("link")}><Key name="F8" /> {t("reviews.link")}</button>
        <button type="button" class="button" onClick={() => want("separate")}><Key name="F9" /> {t("reviews.separate")}</button>
        <button type="button" class="button button-ghost" onClick={postpone}><Key name="F10" /> {t("reviews.later")}</button>
      </div>
    </section>
  );
}

function ReasonDialog() {
  const wanted = draft.value;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), [wanted !== undefined]);
  if (!wanted) return null;
  const error = errors.value[0]?.text();
  return (
    <Dialog title={t(wanted.kind === "link" ? "reviews.link_title" : "reviews.separate_title")} onClose={close}>
      <p class="dialog-who">{wanted.about}</p>
      <ErrorSummary errors={errors.value} />
      <form onSubmit={(event) => void decide(event)} noValidate>
        <Field id="reason" label={t("reviews.reason")} hint={t("reviews.reason_hint")} error={error}>
          <input id="reason" ref={field} maxLength={reasonCharactersMax} autocomplete="off" value={reason.value}
            aria-invalid={!!error || undefined} aria-describedby={describedBy("reason", error, t("reviews.reason_hint"))}
            onInput={(event) => (reason.value = event.currentTarget.value)} />
        </Field>
        <div class="dialog-actions">
          <button type="submit" class="button" aria-disabled={busy.value}>
            {t(wanted.kind === "link" ? "reviews.link" : "reviews.separate")}
          </button>
          <button type="button" class="button button-ghost" onClick={close}>{t("cancel")}</button>
        </div>
      </form>
    </Dialog>
  );
}

function StateOrNone({ state, none }: { state: FlagState | undefined; none: WordKey }) {
  return state ? <StateTag state={state} /> : <span>{t(none)}</span>;
}

function Changes({ flags }: { flags: FlagChange[] }) {
  if (flags.length === 0) return <p>{t("reviews.changed_none")}</p>;
  return (
    <ListTable title="reviews.changed" name="changes"
      head={<Heads words={["reviews.flag", "column.entry_post", "reviews.when", "reviews.before", "reviews.after"]} />}>
      {flags.map((one) => (
        <tr>
          <th scope="row">{word("flag", one.flag)}<span class="code pseudonym">{one.subject}</span></th>
          <td class="post">{one.post}</td>
          <td class="date">{moment(one.at)}</td>
          <td><StateOrNone state={one.before} none="reviews.absent" /></td>
          <td><StateOrNone state={one.after} none="reviews.withdrawn" /></td>
        </tr>
      ))}
    </ListTable>
  );
}

function Outcome() {
  if (!outcome.value) return null;
  const { record, known, slow } = outcome.value;
  return (
    <section class="outcome" aria-labelledby="outcome-title">
      <h2 id="outcome-title"><Icon name="tick" /> {t("reviews.recorded", { record })}</h2>
      {known?.decision && (
        <p>
          <strong>{word("identity", known.decision)}</strong> · {known.reason} ·{" "}
          {t("reviews.persons")}: {known.persons_before?.join(", ")} → {known.persons_after?.join(", ")}
        </p>
      )}
      {known ? <Changes flags={known.flags ?? []} /> : <p>{t(slow ? "reviews.slow" : "reviews.working")}</p>}
    </section>
  );
}

function Queue({ page }: { page: ReviewPage }) {
  if (waiting.value.length < 2) return null;
  return (
    <section aria-labelledby="queue-title">
      <h2 class="section" id="queue-title">{t("reviews.queue")}</h2>
      <ol class="queue">
        {waiting.value.map((review) => {
          const [one, other] = [toldOf(review.one), toldOf(review.other)];
          return (
            <li>
              <button type="button" class="plain" aria-pressed={current.value === review}
                aria-label={t("reviews.select", { one, other })} onClick={() => (chosen.value = pairOf(review))}>
                {aboutOf(review)}
              </button>{" "}
              <span class="facts">
                {t("reviews.score", { percent: percentOf(review) })} · {counted("reviews.holds", review.holds)}
              </span>
            </li>
          );
        })}
      </ol>
      {page.more && <p class="facts">{t("reviews.more")}</p>}
    </section>
  );
}

function DecisionRow({ one }: { one: IdentityDecision }) {
  const undo = () => {
    const kind = one.decision === "link" ? "separate" : "link";
    wantOf(kind, one.one, one.other);
  };
  return (
    <tr>
      <th scope="row">{word("identity", one.decision)}<span class="code pseudonym">{one.record}</span></th>
      <td><PersonLink pseudonym={one.one} /> · <PersonLink pseudonym={one.other} /></td>
      <td>{one.reason}</td>
      <td>{one.officer}</td>
      <td class="date">{moment(one.at)}</td>
      <td>{t(one.holds ? "reviews.holds_still" : "reviews.taken_back")}</td>
      <td>
        <button type="button" class="plain" aria-label={t("reviews.see_of", { record: one.record })}
          onClick={() => see(one.record)}>{t("reviews.see")}</button>
        {one.holds && (
          <button type="button" class="plain" aria-label={t("reviews.take_back_of", { record: one.record })}
            onClick={undo}>{t("reviews.take_back")}</button>
        )}
      </td>
    </tr>
  );
}

function Decisions({ items }: { items: IdentityDecision[] }) {
  return (
    <ListSection title="reviews.decided" name="decided" none="reviews.decided_none"
      columns={["reviews.decision", "reviews.persons", "reviews.reason", "reviews.officer", "reviews.when", "posts.state", undefined]}
      rows={items.map((one) => <DecisionRow key={one.record} one={one} />)} />
  );
}

function UnmetRow({ one }: { one: WaitingDecision }) {
  return (
    <tr>
      <th scope="row">{one.text[language.value]}<span class="code pseudonym">{one.record}</span></th>
      <td class="code">{one.entry}</td>
      <td>{one.authority ?? "–"}</td>
      <td class="date">{moment(one.at)}</td>
      <td class="date">{moment(one.since)}</td>
    </tr>
  );
}

/** Decisions about an entry that no post has reported: a post is silent, or a number was mistyped. */
function Unmet({ items, more }: { items: WaitingDecision[]; more: boolean }) {
  return (
    <ListSection title="reviews.unmet" name="unmet" hint="reviews.unmet_hint" none="reviews.unmet_none"
      columns={["reviews.decision", "reviews.unmet_entry", "reviews.unmet_authority", "reviews.when", "reviews.unmet_since"]}
      rows={items.map((one) => <UnmetRow key={one.record} one={one} />)} cut={more && "reviews.more"} />
  );
}

export function Reviews() {
  useEffect(() => {
    refresh();
    document.addEventListener("keydown", pressed);
    return () => {
      document.removeEventListener("keydown", pressed);
      // Nothing of a person stays in memory once the page is left.
      forgetQueue();
      forgetDecisions();
      forgetUnmet();
      close();
      outcome.value = undefined;
      postponed.value = [];
      chosen.value = "";
    };
  }, []);
  const { value: page, problem, busy: loading } = queue.value;
  return (
    <>
      <div class="page-head">
        <h1>{t("reviews.title")}</h1>
        <button type="button" class="button button-ghost" onClick={refresh} aria-disabled={loading}>
          {t("overstays.refresh")}
        </button>
      </div>
      <Trouble problem={problem ?? decisions.value.problem ?? unmet.value.problem} />
      <p class="age">
        {page && <strong>{counted("reviews.waiting", page.items.length)}</strong>}
        <span>{t("reviews.hint")}</span><ZoneNote />
      </p>
      <Outcome />
      {!page && loading && <p>{t("loading")}</p>}
      {page && !current.value && <p class="empty">{t("reviews.none")}</p>}
      {current.value && <Pair review={current.value} />}
      {page && <Queue page={page} />}
      {decisions.value.value && <Decisions items={decisions.value.value.items} />}
      {unmet.value.value && <Unmet {...unmet.value.value} />}
      <Incidents decides={wantOf} />
      <ReasonDialog />
    </>
  );
}
