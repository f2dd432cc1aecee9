import { computed, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { BlockingPost, Flag, FlagName, FlagState, OverstayPage } from "@garita/api";
import { announce, Dialog } from "@garita/components";
import { Icon } from "@garita/icons";
import { country, counted, day, language, moment, number, pair, t, word, zone } from "@garita/language";
import type { WordKey } from "@garita/language";
import { vocabulary } from "@garita/session";
import {
  ago, causeText, DaysOver, evidenceText, flagStates, heardTime, instantOf, learnZones, makeLoader, momentAt, Reopened, RestsOn,
  StateTag, Trouble, typedOf, useRepeated, WatermarkLine, ZoneNote,
} from "./common";
import { BoxedTable } from "./list_table";
import { followed, go, place, withParameter } from "./router";
import { reasonHeaders, reasonQuery, WhyForm } from "./why";
import type { Reason } from "./why";

const { state: list, load } = makeLoader<OverstayPage>();
const refreshSeconds = 30;
const defaultStates: FlagState[] = ["pending_data", "probable", "confirmed"];
const flagNames: FlagName[] = [
  "OVERSTAY_OPEN", "OVERSTAY", "EXIT_WITHOUT_ENTRY", "ENTRY_WITHOUT_EXIT", "STATUS_EXPIRES", "REVOKED_IN_COUNTRY",
  "CLASS_MISMATCH", "DOCUMENT_INVALIDATED",
];
/** Filters that stand as chips; the states have their own buttons. */
const chips = ["flags", "post", "nationality", "document", "days_over_min", "as_of", "known_at"] as const;
type Chip = typeof chips[number];

function parameter(name: string): string {
  return place.value.searchParams.get(name) ?? "";
}

const states = computed<FlagState[]>(() => {
  const given = parameter("states");
  return given ? given.split(",") as FlagState[] : defaultStates;
});

const sort = computed(() => parameter("sort") || "-days_over");

/** What the API is asked: the address's own parameters, with the page's defaults. */
function query(forFile = false): string {
  const asked = new URLSearchParams(place.value.search);
  asked.set("states", states.value.join(","));
  asked.set("sort", sort.value);
  if (forFile) asked.delete("cursor");
  return asked.toString();
}

/** Whoever looks for one document looks for a person: for a reason, which holds for that document. */
const lookUp = signal<{ document: string; reason: Reason } | undefined>(undefined);
const asksWhy = computed(() => parameter("document") !== "" && lookUp.value?.document !== parameter("document"));
const taking = signal(false);

function ask(): void {
  if (asksWhy.value) return;
  const reason = parameter("document") ? lookUp.value?.reason : undefined;
  void load(`/api/overstays?${query()}`, reason && reasonHeaders(reason)).then(() => {
    const page = list.value.value;
    if (page?.computed_at) heardTime(page.computed_at);
  });
}

function toggle(state: FlagState): void {
  const has = states.value.includes(state);
  const next = flagStates.filter((one) => one === state ? !has : states.value.includes(one));
  if (next.length > 0) go(withParameter("states", next.join(",")));
}

function StateButtons({ page }: { page: OverstayPage | undefined }) {
  return (
    <div class="states" role="group" aria-label={t("overstays.states")}>
      {flagStates.map((state) => (
        <button type="button" class={`state-button state-${state}`} aria-pressed={states.value.includes(state)}
          onClick={() => toggle(state)}>
          <span class="state-count">{page ? number(page.counts[state] ?? 0) : "–"}</span>
          <span class="state-word"><Icon name={state} /> {word("state", state)}</span>
          <span class="state-help">{word("statehelp", state)}</span>
        </button>
      ))}
    </div>
  );
}

function Age({ page }: { page: OverstayPage }) {
  return (
    <p class="age">
      <span>{t("overstays.as_of", { moment: moment(page.as_of) })}</span>
      <span>{t("overstays.known_at", { moment: moment(page.known_at) })}</span>
      {page.watermarks.map((watermark) => <WatermarkLine watermark={watermark} />)}
      <ZoneNote />
      {page.policy_version && <span>{t("overstays.policy", { version: page.policy_version })}</span>}
    </p>
  );
}

function Blocking({ posts }: { posts: BlockingPost[] }) {
  if (posts.length === 0) return <p class="facts">{t("overstays.blocking_none")}</p>;
  return (
    <ul class="blocking">
      {posts.map((post) => (
        <li>
          <a href={`/posts#${post.post}`} onClick={followed}>{post.post}</a>
          <strong>{counted("overstays.holds", post.flags_held)}</strong>
          <span>{t("posts.complete_until")}: {post.complete_until ? moment(post.complete_until) : t("posts.never")}</span>
          <span>{t("posts.last_contact")}: {ago(post.last_contact)}</span>
          {post.reopened?.map((one) => <Reopened key={one.station} one={one} />)}
        </li>
      ))}
    </ul>
  );
}

const draft = signal<Partial<Record<Chip, string>>>({});

function draftOf(name: Chip): string {
  return draft.value[name] ?? parameter(name);
}

function applyFilters(event: Event): void {
  event.preventDefault();
  const next = new URLSearchParams(place.value.search);
  for (const name of chips) {
    const given = draftOf(name).trim();
    const value = name === "as_of" || name === "known_at" ? instantOf(given) : given;
    if (value) next.set(name, value);
    else next.delete(name);
  }
  next.delete("cursor");
  draft.value = {};
  go(`/overstays?${next.toString().replaceAll("%2C", ",").replaceAll("%3A", ":")}`);
}

function Choice({ name, codes, text }: { name: Chip; codes: string[]; text: (code: string) => string }) {
  return (
    <div class="field">
      <label for={`filter-${name}`}>{word("filter", name)}</label>
      <select id={`filter-${name}`} value={draftOf(name)}
        onChange={(event) => (draft.value = { ...draft.value, [name]: event.currentTarget.value })}>
        <option value="">{t("filter.any")}</option>
        {codes.map((code) => <option value={code}>{text(code)}</option>)}
      </select>
    </div>
  );
}

function Typed({ name, mode, moment }: { name: Chip; mode?: "numeric"; moment?: boolean }) {
  return (
    <div class="field">
      <label for={`filter-${name}`}>
        {word("filter", name)}{moment && ` (${zone.value})`}
      </label>
      <input id={`filter-${name}`} inputMode={mode} autocomplete="off"
        placeholder={moment ? `${t("hand.date_hint")} 00:00` : undefined}
        value={moment ? typedOf(draftOf(name)) : draftOf(name)}
        onInput={(event) => (draft.value = { ...draft.value, [name]: event.currentTarget.value })} />
    </div>
  );
}

function Filters() {
  const { posts = [], nationalities = [] } = vocabulary.value;
  return (
    <details class="filters">
      <summary>{t("overstays.filters")}</summary>
      <form class="filter-form" onSubmit={applyFilters}>
        <Choice name="flags" codes={flagNames} text={(code) => word("flag", code)} />
        <Choice name="post" codes={posts} text={(code) => code} />
        <Choice name="nationality" codes={nationalities} text={country} />
        <Typed name="document" />
        <Typed name="days_over_min" mode="numeric" />
        <Typed name="as_of" moment />
        <Typed name="known_at" moment />
        <button type="submit" class="button">{t("overstays.apply")}</button>
      </form>
    </details>
  );
}

function chipText(name: Chip): string {
  const value = parameter(name);
  if (name === "flags") return value.split(",").map((flag) => word("flag", flag)).join(", ");
  if (name === "nationality") return country(value);
  if (name === "as_of" || name === "known_at") return moment(value);
  return value;
}

function Chips() {
  const set = chips.filter((name) => parameter(name));
  if (set.length === 0) return null;
  return (
    <ul class="chips">
      {set.map((name) => {
        const text = pair(word("filter", name), chipText(name));
        return (
          <li>
            <button type="button" class="chip" onClick={() => go(withParameter(name, ""))}
              aria-label={t("overstays.remove", { filter: text })}>
              {text} <Icon name="cross" />
            </button>
          </li>
        );
      })}
      <li><button type="button" class="plain" onClick={() => go("/overstays")}>{t("overstays.clear")}</button></li>
    </ul>
  );
}

const columns: { key: string; sortable: boolean }[] = [
  { key: "state", sortable: true }, { key: "name", sortable: true }, { key: "nationality", sortable: true },
  { key: "document", sortable: false }, { key: "entry_at", sortable: true },
  { key: "entry_post", sortable: true }, { key: "authorised_until", sortable: true },
  { key: "days_over", sortable: true }, { key: "blocking_posts", sortable: false },
  { key: "last_change", sortable: true },
];

function ColumnHead({ column }: { column: { key: string; sortable: boolean } }) {
  const name = t(`column.${column.key}` as WordKey);
  if (!column.sortable) return <th scope="col">{name}</th>;
  const [up, down] = [sort.value === column.key, sort.value === `-${column.key}`];
  const sorted = () => {
    announce(t("column.sort", { column: name }));
    go(withParameter("sort", up ? `-${column.key}` : column.key));
  };
  return (
    <th scope="col" aria-sort={up ? "ascending" : down ? "descending" : undefined}>
      <button type="button" class="sort" onClick={sorted}>
        {name} {(up || down) && <Icon name={up ? "sort_up" : "sort_down"} />}
      </button>
    </th>
  );
}

function Row({ flag }: { flag: Flag }) {
  const [issuer, number_] = (flag.document ?? "|").split("|");
  return (
    <tr>
      <td>
        <StateTag state={flag.state} />
        <span class="kind">{word("flag", flag.flag)}</span>
      </td>
      <th scope="row">
        <a href={`/persons/${flag.person}`} onClick={followed}>{flag.name || flag.person}</a>
        <span class="code pseudonym">{flag.person}</span>
      </th>
      <td>{country(flag.nationality)}</td>
      <td><span class="code">{number_ || "–"}</span><span class="kind">{issuer}</span></td>
      <td>
        <span class="date">{flag.entry_day ? day(flag.entry_day) : momentAt(flag.entry_post, flag.entry_at)}</span>
        {evidenceText(flag) && <span class="kind">{evidenceText(flag)}</span>}
      </td>
      <td class="post">{flag.entry_post}</td>
      <td class="date">{flag.authorised_until ? day(flag.authorised_until) : "–"}</td>
      <td class="number"><DaysOver flag={flag} /></td>
      <td>
        {flag.blocking_posts.join(", ") || "–"}
        <span class="kind">
          {t("column.watermark")}: {flag.watermark ? moment(flag.watermark) : t("posts.never")}
        </span>
      </td>
      <td><span class="date">{moment(flag.last_change)}</span><span class="kind">{causeText(flag.cause)}</span><Reopened one={flag.reopened} />
        <RestsOn closings={flag.rests_on} /></td>
    </tr>
  );
}

function Table({ page }: { page: OverstayPage }) {
  if (page.items.length === 0) return <p class="empty">{t("overstays.none")}</p>;
  return (
    <BoxedTable title="overstays.title" name="overstays" head={columns.map((column) => <ColumnHead column={column} />)}>
      {page.items.map((flag) => <Row key={`${flag.flag}${flag.subject}${flag.person}`} flag={flag} />)}
    </BoxedTable>
  );
}

function Foot({ page }: { page: OverstayPage }) {
  return (
    <div class="list-foot">
      <span>{counted("overstays.total", page.total)}</span>
      {parameter("cursor") && (
        <button type="button" class="button button-ghost" onClick={() => go(withParameter("cursor", ""))}>
          {t("overstays.first")}
        </button>
      )}
      {page.next_cursor && (
        <button type="button" class="button button-ghost"
          onClick={() => go(withParameter("cursor", page.next_cursor!))}>{t("overstays.next")}</button>
      )}
      <button type="button" class="button button-ghost csv" aria-haspopup="dialog"
        onClick={() => (taking.value = true)}>{t("overstays.csv")}</button>
    </div>
  );
}

/** A list that is taken away is for a reason, too. */
function TakeDialog() {
  if (!taking.value) return null;
  const close = () => (taking.value = false);
  const take = (reason: Reason) => {
    close();
    const link = document.createElement("a");
    link.href = `/api/overstays.csv?${query(true)}&${reasonQuery(reason)}`;
    link.download = "overstays.csv";
    link.click();
  };
  return (
    <Dialog title={t("overstays.csv")} onClose={close}>
      <WhyForm submit={t("overstays.csv")} stated={take} />
      <div class="dialog-actions">
        <button type="button" class="button button-ghost" onClick={close}>{t("cancel")}</button>
      </div>
    </Dialog>
  );
}

export function Overstays() {
  useEffect(learnZones, []);
  useRepeated(ask, refreshSeconds, place.value.search + language.value + String(asksWhy.value));
  const { value: page, problem, busy } = list.value;
  if (asksWhy.value) {
    const wanted = parameter("document");
    return (
      <>
        <Chips />
        <WhyForm title={t("overstays.why")} about={wanted} submit={t("overstays.search")}
          stated={(reason) => (lookUp.value = { document: wanted, reason })} />
      </>
    );
  }
  const held = states.value.includes("due") || states.value.includes("pending_data");
  return (
    <>
      <div class="page-head">
        <h1>{t("overstays.title")}</h1>
        <button type="button" class="button button-ghost" onClick={ask} aria-disabled={busy}>
          {t("overstays.refresh")}
        </button>
      </div>
      <Trouble problem={problem} />
      {page && <Age page={page} />}
      <StateButtons page={page} />
      {held && <p class="held-note"><Icon name="pending_data" /> {t("overstays.held_note")}</p>}
      {page && (
        <section class="blocking-box" aria-labelledby="blocking-title">
          <h2 id="blocking-title">{t("overstays.blocking")}</h2>
          <Blocking posts={page.blocking} />
        </section>
      )}
      <Filters />
      <Chips />
      {page ? <><Table page={page} /><Foot page={page} /></> : busy && <p>{t("loading")}</p>}
      <TakeDialog />
    </>
  );
}
