import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ChildTie, Companion, Flag, Movement, Person, Stay, TimelineEvent } from "@garita/api";
import { Icon } from "@garita/icons";
import { country, day, hasWord, language, moment, number, t, word } from "@garita/language";
import {
  causeText, DaysOver, evidenceText, heldStates, learnZones, makeLoader, momentAt, PersonLink, Reopened, RestsOn, StateTag, Trouble,
  WatermarkLine, ZoneNote,
} from "./common";
import { cameFromHere, place } from "./router";
import { reasonHeaders, WhyForm } from "./why";
import type { Reason } from "./why";

const { state: page, load, forget } = makeLoader<Person>();
const shownKind = signal("");
/** Whose page was opened with a reason: another person's page asks again. */
const opened = signal("");

function open(person: string, reason: Reason): void {
  opened.value = person;
  void load(`/api/persons/${encodeURIComponent(person)}${place.value.search}`, reasonHeaders(reason));
}

function Back() {
  // The list with its filters is one step back, if one came from there.
  const back = (event: MouseEvent) => {
    if (cameFromHere() && event.button === 0) {
      event.preventDefault();
      history.back();
    }
  };
  return <a class="back" href="/overstays" onClick={back}>‹ {t("person.back")}</a>;
}

function Identity({ person }: { person: Person }) {
  const facts: [string, string | undefined][] = [
    [t("field.nationality"), country(person.nationality)],
    [t("person.birth_date"), day(person.birth_date)],
    [t("field.sex"), person.sex && word("sex", person.sex)],
    [t("person.pseudonym"), person.person],
    [t("person.aliases"), person.aliases?.join(", ")],
  ];
  return (
    <div class="identity">
      <h1>{person.name || person.person}</h1>
      <dl>
        {facts.filter(([, value]) => value).map(([name, value]) => <div><dt>{name}</dt><dd>{value}</dd></div>)}
        {person.documents && person.documents.length > 0 && (
          <div>
            <dt>{t("person.documents")}</dt>
            <dd>
              {person.documents.map((one) => (
                <span class="identity-document">
                  <span class="code">{one.number}</span> {[one.type, one.issuer].filter(Boolean).join(" ")}
                  {one.expiry && `, ${t("person.expires", { day: day(one.expiry) })}`}
                </span>
              ))}
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}

function FlagLine({ flag }: { flag: Flag }) {
  const waiting = flag.blocking_posts.length > 0 && t("overstays.behind", { post: flag.blocking_posts.join(", ") });
  return (
    <li class={`flag-line ${heldStates.has(flag.state) ? "flag-held" : ""}`}>
      <StateTag state={flag.state} />
      <span>{word("flag", flag.flag)}</span>
      <span>{t("column.days_over")}: <DaysOver flag={flag} /></span>
      {flag.watermark && <span>{t("column.watermark")} {moment(flag.watermark)}</span>}
      {flag.before_records && <span>{t("flag.before_records")}</span>}
      {evidenceText(flag) && <span>{evidenceText(flag)}</span>}
      {flag.probably_left && <span>{t("flag.probably_left", { moment: moment(flag.probably_left) })}</span>}
      {waiting && <span>{waiting}</span>}
      <RestsOn closings={flag.rests_on} />
      <span class="facts">{word("statehelp", flag.state)}</span>
    </li>
  );
}

/** `beyond` says of the State on the other side which way the person went. */
function place_(movement: Movement, beyond: "person.from_state" | "person.to_state"): string {
  const when = movement.local_day ? day(movement.local_day) : momentAt(movement.post, movement.at);
  const state = movement.other_state && t(beyond, { state: country(movement.other_state) });
  return [when, movement.post, state, evidenceText(movement)].filter(Boolean).join(", ");
}

function endOf(stay: Stay): string {
  if (stay.exit) return place_(stay.exit, "person.to_state");
  if (stay.next_entry) {
    const { local_day, post, at } = stay.next_entry;
    const before = local_day ? day(local_day) : momentAt(post, at);
    return t("person.stay_unseen", { day: before });
  }
  return t("person.stay_open");
}

/** Of whoever entered again unseen so many are proven; in a window those of all stays count. */
function daysUsed(stay: Stay): string | undefined {
  if (stay.days_used === undefined) return undefined;
  const days = number(stay.days_used);
  const told = stay.days_used_at_least ? t("stay.days_at_least", { days }) : days;
  if (!stay.window) return told;
  return t("stay.days_in_window", { days: told, from: day(stay.window.from), until: day(stay.window.until) });
}

function StayCard({ stay, flags }: { stay: Stay; flags: Flag[] }) {
  // Days over are told only by a flag that was raised: the sum alone would accuse.
  const numbers: [string, string | undefined][] = [
    [t("stay.last_legal_day"), stay.authorised_until ? day(stay.authorised_until) : t("stay.unlimited")],
    [t("stay.days_used"), daysUsed(stay)],
    [t("stay.days_remaining"), stay.days_remaining === undefined ? undefined : number(stay.days_remaining)],
    [t("grant.purpose"), stay.purpose && word("purpose", stay.purpose)],
    [t("grant.class"), stay.admission_class && word("class", stay.admission_class)],
  ];
  return (
    <li class="stay-card">
      <h3>{t("person.stay_from", { entry: place_(stay.entry, "person.from_state"), exit: endOf(stay) })}</h3>
      <ul>{flags.map((flag) => <FlagLine flag={flag} />)}</ul>
      <dl class="stay-facts">
        {numbers.filter(([, value]) => value).map(([name, value]) => <div><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      <h4>{t("person.derivation")}</h4>
      <ol class="derivation">{stay.derivation.map((line) => <li>{line.text[language.value]}</li>)}</ol>
    </li>
  );
}

function eventText(event: TimelineEvent): string {
  const codes = (event.codes ?? []).map((code) => {
    const list = ["purpose", "ground", "referral", "class", "cause"].find((one) => hasWord(one, code));
    return list ? word(list, code) : code.replaceAll("_", " ");
  });
  return [event.flag && word("flag", event.flag), ...codes, causeText(event.cause)].filter(Boolean).join(" · ");
}

function childText({ relationship, relationship_evidence }: ChildTie): string {
  return [relationship && word("relationship", relationship), relationship_evidence && word("answer", relationship_evidence)]
    .filter(Boolean).join(" · ");
}

function CompanionLine({ companion }: { companion: Companion }) {
  return (
    <p>
      {t("person.with")} <PersonLink pseudonym={companion.person} />
      {childText(companion) && ` · ${childText(companion)}`}
    </p>
  );
}

function Event({ event }: { event: TimelineEvent }) {
  return (
    <li class={`event event-${event.kind}`}>
      <time dateTime={event.at}>{momentAt(event.post, event.at)}</time>
      <p>
        <strong>{word("timeline", event.kind)}</strong> {event.post}{" "}
        {event.state && <StateTag state={event.state} />}
      </p>
      {eventText(event) && <p>{eventText(event)}</p>}
      {event.reopened && <p><Reopened one={event.reopened} /></p>}
      {evidenceText(event) && <p>{evidenceText(event)}</p>}
      {event.companions?.map((companion) => <CompanionLine key={companion.record} companion={companion} />)}
      {childText(event) && <p>{childText(event)}</p>}
      {event.typed_by && <p>{t("person.typed_by", { officer: event.decided_by ?? "–", typed_by: event.typed_by })}</p>}
      {event.approved_by && <p>{t("person.approved_by", { officer: event.approved_by })}</p>}
      {event.corrected_by && <p>{t("person.corrected_by", { officer: event.corrected_by, why: event.correction_reason ?? "–" })}</p>}
      {event.correction_approved_by && <p>{t("person.correction_approved_by", { officer: event.correction_approved_by })}</p>}
      <p class="facts">
        {[event.record, event.received_at && t("person.received", { moment: moment(event.received_at) })]
          .filter(Boolean).join(" · ")}
      </p>
      {event.late && <p class="late"><Icon name="clock" /> {t("person.late")}</p>}
    </li>
  );
}

function Timeline({ events }: { events: TimelineEvent[] }) {
  const kinds = [...new Set(events.map((event) => event.kind))];
  const shown = events.filter((event) => !shownKind.value || event.kind === shownKind.value);
  return (
    <section class="timeline" aria-labelledby="timeline-title">
      <div class="timeline-head">
        <h2 id="timeline-title">{t("person.timeline")}</h2>
        <label for="timeline-kind" class="unseen">{t("person.timeline_filter")}</label>
        <select id="timeline-kind" value={shownKind.value}
          onChange={(event) => (shownKind.value = event.currentTarget.value)}>
          <option value="">{t("person.timeline_all")}</option>
          {kinds.map((kind) => <option value={kind}>{word("timeline", kind)}</option>)}
        </select>
      </div>
      <ol>{shown.map((event) => <Event event={event} />)}</ol>
    </section>
  );
}

function Stays({ person }: { person: Person }) {
  const subjects = new Set(person.stays.flatMap((stay) => [stay.entry.record, stay.exit?.record]));
  const loose = person.flags.filter((flag) => !subjects.has(flag.subject));
  const hypotheses = person.hypotheses ?? [];
  return (
    <section aria-labelledby="stays-title">
      <h2 id="stays-title">{t("person.stays")}</h2>
      {loose.length > 0 && <ul class="loose-flags">{loose.map((flag) => <FlagLine flag={flag} />)}</ul>}
      {person.stays.length === 0 && <p class="facts">{t("person.stays_none")}</p>}
      {person.national && <p class="facts">{t("person.national")}</p>}
      <ul class="stay-cards">
        {person.stays.map((stay) => (
          <StayCard key={stay.entry.record} stay={stay} flags={person.flags.filter((flag) =>
            flag.subject === stay.entry.record || (stay.exit && flag.subject === stay.exit.record))} />
        ))}
      </ul>
      {hypotheses.length > 0 && (
        <>
          <h2>{t("person.hypotheses")}</h2>
          <ul class="hypotheses">
            {hypotheses.map((one) => (
              <li>{word("hypothesis", one.kind)}: {one.after ? moment(one.after) : "…"} – {moment(one.before)}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

export function PersonPage({ id }: { id: string }) {
  useEffect(learnZones, []);
  useEffect(() => () => {
    // Nothing of a person stays in memory once the page is left.
    forget();
    opened.value = "";
  }, [id]);
  const { value: person, problem, busy } = page.value;
  if (opened.value !== id) return (
    <>
      <Back />
      <WhyForm title={t("person.why")} about={id} submit={t("person.open")} stated={(reason) => open(id, reason)} />
    </>
  );
  return (
    <>
      <Back />
      <Trouble problem={problem} />
      {!person && busy && <p>{t("loading")}</p>}
      {person && (
        <>
          <Identity person={person} />
          <p class="age">
            <span>{t("overstays.as_of", { moment: moment(person.as_of) })}</span>
            <span>{t("overstays.known_at", { moment: moment(person.known_at) })}</span>
            {person.watermarks?.map((watermark) => <WatermarkLine watermark={watermark} />)}
            <ZoneNote />
          </p>
          <div class="person-columns">
            <Stays person={person} />
            <Timeline events={person.timeline} />
          </div>
        </>
      )}
    </>
  );
}
