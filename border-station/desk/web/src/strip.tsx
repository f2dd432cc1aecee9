import { Dialog, Key, LanguageSwitch } from "@garita/components";
import { Icon } from "@garita/icons";
import type { IconName } from "@garita/icons";
import type { Direction, HeldBulletin, Strip } from "@garita/api";
import { clockTime, counted, moment, number, pair, secondsBetween, span, t, word } from "@garita/language";
import { logOut, session, site } from "@garita/session";
import { ageText } from "./age_text";
import { PaperButton } from "./paper";
import { SecondLineButton } from "./second_line";
import { showShift } from "./shift";
import { dialog, direction, directions, inspection, stationAnswers, strip } from "./state";

type Tone = "good" | "caution" | "bad" | "unknown";

function Item({ icon, tone, children }: { icon: IconName; tone: Tone; children: string }) {
  return <span class={`strip-item strip-${tone}`}><Icon name={icon} /> <span>{children}</span></span>;
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

function Link({ now }: { now: Strip }) {
  const { state } = now.link;
  if (state === "up") return <Item icon="link" tone="good">{linkWords(now)}</Item>;
  const refused = state === "refused";
  return <Item icon={refused ? "stop" : "no_link"} tone={refused ? "bad" : "caution"}>{linkWords(now)}</Item>;
}

function PutAside({ count }: { count: number }) {
  return <Item icon="warning" tone="caution">{counted("strip.put_aside", count)}</Item>;
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

function Unsent({ now }: { now: Strip }) {
  const { records, oldest_at, put_aside = 0 } = now.unsent;
  // No receipt will come for these: they are not on their way.
  if (put_aside > 0 && records === put_aside) return <PutAside count={put_aside} />;
  if (records === 0) return <Item icon="tick" tone="good">{t("strip.unsent_none")}</Item>;
  // The moment between a decision and its receipt is nothing to worry anybody with.
  const seconds = oldest_at ? secondsBetween(oldest_at, now.at) : 0;
  const age = seconds >= 60 ? `, ${t("strip.oldest", { span: span(seconds) })}` : "";
  return (
    <>
      <Item icon="queue" tone="caution">{unsentText(now.unsent) + age}</Item>
      {put_aside > 0 && <PutAside count={put_aside} />}
    </>
  );
}

/** As the station judges it: less than this is not what makes a clock doubtful. */
const clockOffsetSecondsMax = 60;

/** With what may be done meanwhile where it is wrong. */
function clockText({ at, clock }: Strip): string {
  if (clock.state === "good") return t("strip.clock_good");
  const ahead = (clock.offset_ms ?? 0) / 1000;
  if (Math.abs(ahead) > clockOffsetSecondsMax) {
    const wrong = t(ahead > 0 ? "strip.clock_ahead" : "strip.clock_behind", { span: span(Math.abs(ahead)) });
    return `${wrong} · ${t(ahead > 0 ? "strip.clock_ahead_do" : "strip.clock_behind_do")}`;
  }
  if (clock.trusted_at) return t("strip.clock_since", { span: span(secondsBetween(clock.trusted_at, at)) });
  return t("strip.clock_unknown");
}

/** Before the list of officers lets nobody in any more, and then. */
function OfficersEnd({ now }: { now: Strip }) {
  const list = now.bulletins.find((one) => one.channel === "officers");
  if (!list?.expiry || !list.expires_at) return null;
  if (list.expiry === "expired") return <Item icon="warning" tone="bad">{t("strip.officers_expired")}</Item>;
  const left = span(secondsBetween(now.at, list.expires_at));
  return <Item icon="warning" tone="caution">{t("strip.officers_end", { span: left })}</Item>;
}

function Clock({ now }: { now: Strip }) {
  const { state, offset_ms } = now.clock;
  if (state !== "good") return <Item icon="clock" tone="caution">{clockText(now)}</Item>;
  const seconds = Math.round((offset_ms ?? 0) / 1000);
  return <Item icon="clock" tone="good">{t("strip.clock_offset", { offset: `${seconds < 0 ? "−" : "+"}${Math.abs(seconds)}` })}</Item>;
}

function Disk({ now: { disk } }: { now: Strip }) {
  if (disk.state === "low") return <Item icon="disk" tone="caution">{t("strip.disk_low")}</Item>;
  if (disk.state === "no_pictures") return <Item icon="disk" tone="bad">{t("strip.disk_no_pictures")}</Item>;
  if (disk.state === "danger") return <Item icon="disk" tone="bad">{t("strip.disk_danger")}</Item>;
  if (disk.state === "full") return <Item icon="disk" tone="bad">{t("strip.disk_full")}</Item>;
  const size = disk.free_bytes === undefined ? "–" : number(Math.floor(disk.free_bytes / 2 ** 30));
  return <Item icon="disk" tone="good">{t("strip.disk_free", { size })}</Item>;
}

/** The station's own: where it has none there is nothing to say. */
function Camera({ now: { camera } }: { now: Strip }) {
  if (!camera) return null;
  if (camera === "good") return <Item icon="tick" tone="good">{t("strip.camera_good")}</Item>;
  return <Item icon="warning" tone="caution">{word("stationcamera", camera)}</Item>;
}

/** Whose ages are always said; of the others how many are old, and a key more tells which. */
const alwaysSaid = ["alerts", "policies", "open-stays"];

function listText(list: HeldBulletin, now: Strip): string {
  const { channel, issued_at, stale } = list;
  const age = ageText(list, now, t("strip.list_none"));
  return `${pair(word("channel", channel), age)}${stale && issued_at ? ` (${t("strip.stale")})` : ""}`;
}

function Lists({ now }: { now: Strip }) {
  const isSaid = ({ channel }: HeldBulletin) => alwaysSaid.includes(channel);
  const said = now.bulletins.filter(isSaid).map((one) => listText(one, now));
  const others = now.bulletins.filter((one) => !isSaid(one) && one.stale && one.issued_at).length;
  if (others > 0) said.push(counted("strip.stale_others", others));
  const old = now.bulletins.some((one) => one.stale);
  return (
    <button type="button" class={`strip-item strip-button strip-${old ? "caution" : "good"}`}
      aria-haspopup="dialog" onClick={() => (dialog.value = "lists")}>
      <Icon name="list" />
      <span>
        {said.map((one, index) => <>{index > 0 && " · "}<span class="strip-whole">{one}</span></>)}
      </span>
    </button>
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
      <Item icon="no_link" tone="bad">{t("strip.no_station")}</Item>
      {last && <Item icon="warning" tone="unknown">{t("strip.unknown_since", { at: clockTime(last.at) })}</Item>}
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
      <div class="strip" role="group" aria-label={t("strip.label")}>
        {!stationAnswers.value ? <NotHeard last={now} />
          : now && <><Link now={now} /><Unsent now={now} /><OfficersEnd now={now} /><Camera now={now} />
            <Clock now={now} /><Disk now={now} /><Lists now={now} /><PaperButton /></>}
      </div>
      <SecondLineButton />
      <button type="button" class="plain who" aria-keyshortcuts="F1" aria-haspopup="dialog" title={t("shift.title")}
        onClick={showShift}>{session.value?.name ?? session.value?.officer} <Key name="F1" /></button>
      <LanguageSwitch />
      <button type="button" class="plain" onClick={() => void logOut()}>{t("log_out")}</button>
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

export function ListsDialog() {
  const now = strip.value;
  if (dialog.value !== "lists" || !now) return null;
  const close = () => (dialog.value = "");
  return (
    <Dialog title={t("strip.lists_detail")} wide onClose={close}>
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">{t("strip.list")}</th><th scope="col">{t("strip.version")}</th>
            <th scope="col">{t("strip.issued")}</th><th scope="col">{t("strip.age")}</th>
          </tr>
        </thead>
        <tbody>{now.bulletins.map((list) => <ListRow list={list} now={now} />)}</tbody>
      </table>
      <LinkDetail now={now} />
      <p>{clockText(now)}</p>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={close}>{t("close")}</button>
      </div>
    </Dialog>
  );
}
