import { Dialog, Key, LanguageSwitch } from "@garita/components";
import { Icon } from "@garita/icons";
import type { IconName } from "@garita/icons";
import type { Direction, HeldBulletin, Strip } from "@garita/api";
import { clockTime, counted, moment, number, pair, secondsBetween, span, t, word } from "@garita/language";
import { session, site } from "@garita/session";
import { Fragment } from "preact";
import type { ComponentChild } from "preact";
import { ageText } from "./age_text";
import { wantToLogOut } from "./log_out";
import { PaperButton, paperText, showPaper } from "./paper";
import { SecondLineButton } from "./second_line";
import { showShift } from "./shift";
import { dialog, direction, directions, inspection, newsComes, stationAnswers, strip } from "./state";
import { inSight } from "./strip_order";
import type { Said } from "./strip_order";

interface Fact extends Said {
  icon: IconName;
  text: string;
  /** Where it is more than words. */
  draw?: () => ComponentChild;
  act?: () => void;
}

function Item({ icon, tone, text }: Pick<Fact, "icon" | "tone" | "text">) {
  return <span class={`strip-item strip-${tone}`}><Icon name={icon} /> <span>{text}</span></span>;
}

function linkText({ at, link }: Strip): string {
  if (link.state === "up") return t("strip.up");
  if (link.state === "never") return t("strip.never");
  if (link.state === "refused") return t("strip.refused");
  const from = link.since ?? link.last_contact;
  return from ? t("strip.down", { span: span(secondsBetween(from, at)) }) : t("strip.down_unknown");
}

/** What is wrong in words, too: "offline" alone leaves everybody to guess. */
function linkWords(now: Strip): string {
  const { state, reason } = now.link;
  return reason && state !== "up" ? `${linkText(now)} · ${word("linkreason", reason)}` : linkText(now);
}

function link(now: Strip): Fact[] {
  const { state } = now.link;
  const text = linkWords(now);
  if (state === "up") return [{ name: "link", icon: "link", tone: "good", text }];
  if (state === "refused") return [{ name: "link", icon: "stop", tone: "bad", text }];
  return [{ name: "link", icon: "no_link", tone: "caution", text }];
}

function news(): Fact[] {
  return newsComes.value ? [] : [{ name: "news", icon: "warning", tone: "caution", text: t("strip.no_news") }];
}

function putAside(count: number, name: "put_aside" | "unsent" = "put_aside"): Fact[] {
  return count > 0 ? [{ name, icon: "warning", tone: "caution", text: counted("strip.put_aside", count) }] : [];
}

/** Parts of pictures are not counted among what the officer did. */
function unsentText({ records, evidence_records = 0, evidence_bytes = 0, put_aside = 0 }: Strip["unsent"]): string {
  // What was put aside is of both kinds.
  if (put_aside > 0) return counted("strip.unsent", records - put_aside);
  if (evidence_records === 0) return counted("strip.unsent", records);
  const size = number(Math.max(1, Math.round(evidence_bytes / 100_000)) / 10);
  const others = records - evidence_records;
  return others === 0 ? t("strip.unsent_pictures", { size }) : counted("strip.unsent_with_pictures", others, { size });
}

function unsent(now: Strip): Fact[] {
  const { records, oldest_at, put_aside = 0 } = now.unsent;
  // No receipt will come for these: they are not on their way.
  if (put_aside > 0 && records === put_aside) return putAside(put_aside, "unsent");
  if (records === 0) return [{ name: "unsent", icon: "tick", tone: "good", text: t("strip.unsent_none") }];
  // The moment between a decision and its receipt is nothing to worry anybody with.
  const seconds = oldest_at ? secondsBetween(oldest_at, now.at) : 0;
  const age = seconds >= 60 ? `, ${t("strip.oldest", { span: span(seconds) })}` : "";
  return [
    { name: "unsent", icon: "queue", tone: "caution", passes: age === "", text: unsentText(now.unsent) + age }, ...putAside(put_aside),
  ];
}

/** As the station judges it: less than this is not what makes a clock doubtful. */
const clockOffsetSecondsMax = 60;

const secondsAhead = ({ clock }: Strip) => (clock.offset_ms ?? 0) / 1000;

/** With what may be done meanwhile where it is wrong. */
function clockText(now: Strip): string {
  const { at, clock } = now;
  const ahead = secondsAhead(now);
  if (Math.abs(ahead) > clockOffsetSecondsMax) {
    const wrong = t(ahead > 0 ? "strip.clock_ahead" : "strip.clock_behind", { span: span(Math.abs(ahead)) });
    return `${wrong} · ${t(ahead > 0 ? "strip.clock_ahead_do" : "strip.clock_behind_do")}`;
  }
  if (clock.trusted_at) return t("strip.clock_since", { span: span(secondsBetween(clock.trusted_at, at)) });
  return t("strip.clock_unknown");
}

function clock(now: Strip): Fact[] {
  if (now.clock.state === "good") {
    const seconds = Math.round(secondsAhead(now));
    const offset = `${seconds < 0 ? "−" : "+"}${Math.abs(seconds)}`;
    return [{ name: "clock", icon: "clock", tone: "good", text: t("strip.clock_offset", { offset }) }];
  }
  // What is recorded by a clock that is ahead will not be taken.
  const tone = secondsAhead(now) > clockOffsetSecondsMax ? "bad" : "caution";
  return [{ name: "clock", icon: "clock", tone, text: clockText(now) }];
}

/** Before the list of officers lets nobody in any more, and then. */
function officersEnd(now: Strip): Fact[] {
  const list = now.bulletins.find((one) => one.channel === "officers");
  if (!list?.expiry || !list.expires_at) return [];
  if (list.expiry === "expired") return [{ name: "officers", icon: "warning", tone: "bad", text: t("strip.officers_expired") }];
  const left = span(secondsBetween(now.at, list.expires_at));
  return [{ name: "officers", icon: "warning", tone: "caution", text: t("strip.officers_end", { span: left }) }];
}

function disk({ disk: { state, free_bytes } }: Strip): Fact[] {
  if (state !== "good")
    return [{ name: "disk", icon: "disk", tone: state === "low" ? "caution" : "bad", text: t(`strip.disk_${state}`) }];
  const size = free_bytes === undefined ? "–" : number(Math.floor(free_bytes / 2 ** 30));
  return [{ name: "disk", icon: "disk", tone: "good", text: t("strip.disk_free", { size }) }];
}

/** The station's own: where it has none there is nothing to say. */
function camera({ camera: state }: Strip): Fact[] {
  if (!state) return [];
  if (state === "good") return [{ name: "camera", icon: "tick", tone: "good", text: t("strip.camera_good") }];
  return [{ name: "camera", icon: "warning", tone: "caution", text: word("stationcamera", state) }];
}

/** Whose ages are always said; of the others how many are old, and a key more tells which. */
const alwaysSaid = ["alerts", "policies", "open-stays"];

function listText(list: HeldBulletin, now: Strip): string {
  const { channel, issued_at, stale } = list;
  const age = ageText(list, now, t("strip.list_none"));
  return `${pair(word("channel", channel), age)}${stale && issued_at ? ` (${t("strip.stale")})` : ""}`;
}

export const showStation = () => (dialog.value = "station");

function lists(now: Strip): Fact[] {
  const isSaid = ({ channel }: HeldBulletin) => alwaysSaid.includes(channel);
  const said = now.bulletins.filter(isSaid).map((one) => listText(one, now));
  const others = now.bulletins.filter((one) => !isSaid(one) && one.stale && one.issued_at).length;
  if (others > 0) said.push(counted("strip.stale_others", others));
  const tone = now.bulletins.some((one) => one.stale) ? "caution" : "good";
  const draw = () => (
    <button type="button" class={`strip-item strip-button strip-${tone}`} aria-haspopup="dialog" onClick={showStation}>
      <Icon name="list" />
      <span>
        {said.map((one, index) => <>{index > 0 && " · "}<span class="strip-whole">{one}</span></>)}
      </span>
    </button>
  );
  return [{ name: "lists", icon: "list", tone, text: said.join(" · "), draw }];
}

function paper(now: Strip): Fact[] {
  const text = paperText();
  if (!text) return [];
  return [{ name: "paper", icon: now.paper?.closed_at_centre ? "warning" : "list", tone: now.paper ? "caution" : "good", text, draw: () => <PaperButton />, act: inspection.value ? undefined : showPaper }];
}

const facts = (now: Strip): Fact[] => [...link(now), ...news(), ...unsent(now), ...officersEnd(now), ...camera(now), ...clock(now),
  ...disk(now), ...lists(now), ...paper(now)];

function Facts({ now }: { now: Strip }) {
  const { shown, more, below } = inSight(facts(now));
  return (
    <div class={`strip ${below ? "strip-below" : ""}`} role="group" aria-label={t("strip.label")}>
      {shown.map((one) => <Fragment key={one.name}>{one.draw ? one.draw() : <Item {...one} />}</Fragment>)}
      {more.length > 0 && (
        <button type="button" class="strip-item strip-button strip-caution" id="strip-more" aria-haspopup="dialog"
          aria-keyshortcuts="Shift+F1" onClick={showStation}>{t("strip.more", { count: more.length })} <Key name="⇧F1" /></button>
      )}
    </div>
  );
}

function DirectionChoice() {
  const choose = (chosen: Direction) => (direction.value = chosen);
  if (directions.value.length === 0) return <p class="office">{t("office")}</p>;
  return (
    <fieldset class="direction" disabled={!!inspection.value}>
      <legend class="unseen">{t("direction")}</legend>
      {directions.value.map((one) => (
        <label>
          <input type="radio" name="direction" checked={direction.value === one}
            onChange={() => choose(one)} />
          <span>{word("direction", one)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Of a station that is not heard nothing is claimed but that. */
function NotHeard({ last }: { last: Strip | undefined }) {
  return (
    <>
      <Item icon="no_link" tone="bad" text={t("strip.no_station")} />
      {last && <Item icon="warning" tone="unknown" text={t("strip.unknown_since", { at: clockTime(last.at) })} />}
    </>
  );
}

export function Top() {
  const now = strip.value;
  const here = site.value;
  return (
    <div class="top">
      <h1 class="post">{here?.post ?? t("app.desk")}</h1>
      <DirectionChoice />
      {stationAnswers.value && now ? <Facts now={now} /> : (
        <div class="strip" role="group" aria-label={t("strip.label")}>{!stationAnswers.value && <NotHeard last={now} />}</div>
      )}
      <SecondLineButton />
      <button type="button" class="plain who" aria-keyshortcuts="F1" aria-haspopup="dialog" title={t("shift.title")}
        onClick={showShift}>{session.value?.name ?? session.value?.officer} <Key name="F1" /></button>
      <LanguageSwitch />
      <button type="button" class="plain" onClick={wantToLogOut}>{t("log_out")}</button>
    </div>
  );
}

function ListRow({ list, now }: { list: HeldBulletin; now: Strip }) {
  return (
    <tr>
      <th scope="row">{word("channel", list.channel)}</th>
      <td class="code">{list.version ?? "–"}</td>
      <td>{moment(list.issued_at)}</td>
      <td>
        {ageText(list, now, t("none"))}
        {list.stale && <span class="tag tag-caution"><Icon name="warning" /> {t("strip.stale")}</span>}
      </td>
    </tr>
  );
}

/** In the officer's words; what the log has of it, in English and with the address, is folded away for whoever looks
    after the machine. */
function LinkDetail({ now }: { now: Strip }) {
  const { detail, refused_bulletin } = now.link;
  const logged = [detail, refused_bulletin].filter(Boolean);
  return (
    <div data-test="link">
      <p>{pair(t("strip.link_detail"), linkWords(now))}</p>
      {refused_bulletin && <p>{t("strip.refused_bulletin")}</p>}
      {logged.length > 0 && (
        <details class="link-logged">
          <summary>{t("strip.link_logged")}</summary>
          {logged.map((line) => <p lang="en">{line}</p>)}
        </details>
      )}
    </div>
  );
}

function FactRow({ of: { icon, tone, text, act } }: { of: Fact }) {
  const go = () => {
    dialog.value = "";
    act?.();
  };
  return (
    <li>
      <span class={`tag tag-${tone}`}><Icon name={icon} /> {text}</span>
      {act && <button type="button" class="plain" onClick={go}>{t("strip.go")}</button>}
    </li>
  );
}

function Station({ now }: { now: Strip }) {
  return (
    <>
      <ul class="station-facts" data-test="station">
        {facts(now).filter(({ name }) => name !== "lists").map((one) => <FactRow key={one.name} of={one} />)}
      </ul>
      <table class="plain-table">
        <caption>{t("strip.lists_detail")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("strip.list")}</th><th scope="col">{t("strip.version")}</th>
            <th scope="col">{t("strip.issued")}</th><th scope="col">{t("strip.age")}</th>
          </tr>
        </thead>
        <tbody>{now.bulletins.map((list) => <ListRow list={list} now={now} />)}</tbody>
      </table>
      <LinkDetail now={now} />
    </>
  );
}

/** All that the strip may say, and what it has no room for. */
export function StationDialog() {
  const now = strip.value;
  if (dialog.value !== "station" || !now) return null;
  const close = () => (dialog.value = "");
  return (
    <Dialog title={t("strip.label")} wide onClose={close}>
      {stationAnswers.value ? <Station now={now} /> : <NotHeard last={now} />}
      <div class="dialog-actions">
        <button type="button" class="button" autoFocus onClick={close}>{t("close")} <Key name="Esc" /></button>
      </div>
    </Dialog>
  );
}
