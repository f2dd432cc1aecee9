import type { Bulletin, Post, Station } from "@garita/api";
import { Icon } from "@garita/icons";
import type { IconName } from "@garita/icons";
import { moment, number, secondsBetween, span, t, word } from "@garita/language";
import type { WordKey } from "@garita/language";
import { ago, heardTime, makeLoader, Reopened, Trouble, useRepeated, ZoneNote } from "./common";
import { BoxedTable, Heads } from "./list_table";

const { state: posts, load: loadPosts } = makeLoader<{ at: string; items: Post[] }>();
const { state: bulletins, load: loadBulletins } = makeLoader<{ items: Bulletin[] }>();
const refreshSeconds = 15;

const icons: Record<Post["state"], IconName> = {
  good: "tick", in_question: "warning", late: "clock", silent: "silent", never: "dash", closed: "stop",
};
const tones: Record<Post["state"], string> = {
  good: "good", in_question: "caution", late: "caution", silent: "bad", never: "caution", closed: "plain",
};

function ask(): void {
  void loadPosts("/api/posts").then(() => {
    if (posts.value.value) heardTime(posts.value.value.at);
  });
  void loadBulletins("/api/bulletins");
}

function heldBack(codes: string[] | undefined): string {
  return (codes ?? []).map((code) => word("behind", code.replaceAll(" ", "_"))).join(", ");
}

function Moment({ at }: { at: string | undefined }) {
  if (!at) return <>{t("posts.never")}</>;
  return <><span class="date">{moment(at)}</span><span class="kind">{ago(at)}</span></>;
}

function PostRow({ post, at }: { post: Post; at: string }) {
  const causes = [...new Set(post.stations.flatMap((station) => station.held_back_by ?? []))];
  const directions = (post.directions ?? []).map((one) => word("direction", one)).join(", ");
  return (
    <tr id={post.post}>
      <th scope="row">
        {post.post}
        <span class="kind">{[post.border && word("posts.border", post.border), directions].filter(Boolean).join(" · ")}</span>
      </th>
      <td><span class={`tag tag-${tones[post.state]}`}><Icon name={icons[post.state]} /> {word("poststate", post.state)}</span></td>
      <td><Moment at={post.last_contact} /></td>
      <td><Moment at={post.complete_until} /></td>
      <td class="number">
        {post.queue_records === undefined ? "–" : number(post.queue_records)}
        {post.queue_at && <span class="kind">{t("posts.queue_at", { span: span(secondsBetween(post.queue_at, at)) })}</span>}
      </td>
      <td class="number"><strong>{number(post.flags_held)}</strong></td>
      <td>
        {heldBack(causes) || "–"}
        {post.reopened?.map((one) => <Reopened key={one.station} one={one} />)}
      </td>
      <td class="number">{number(post.quarantined ?? 0)}</td>
      <td class="number">{number(post.behind_watermark ?? 0)}</td>
    </tr>
  );
}

function clockText(offset: number): string {
  const size = Math.abs(offset);
  const sign = offset < 0 ? "−" : "+";
  return `${sign} ${size < 1000 ? `${size} ms` : span(size / 1000)}`;
}

function StationRow({ station }: { station: Station }) {
  const clock = station.clock_offset_ms;
  const disk = station.disk_free_bytes;
  return (
    <tr>
      <th scope="row" class="code">{station.station}</th>
      <td>{word("stationstate", station.state)}</td>
      <td class="number">{station.incarnation ?? "–"}</td>
      <td><Moment at={station.last_contact} /></td>
      <td>{clock === undefined ? "–" : clockText(clock)}</td>
      <td>{disk === undefined ? "–" : `${number(Math.round(disk / 1e9))} GB`}</td>
      <td>{heldBack(station.held_back_by) || "–"}</td>
      <td>{station.version ?? "–"}</td>
    </tr>
  );
}

const postColumns: WordKey[] = [
  "posts.post", "posts.state", "posts.last_contact", "posts.complete_until", "posts.queue", "posts.held", "posts.held_by",
  "posts.quarantined", "posts.came_late",
];
const stationColumns: WordKey[] = [
  "posts.station", "posts.state", "posts.incarnation", "posts.last_contact", "posts.clock", "posts.disk", "posts.held_by",
  "posts.program",
];

function Stations({ all }: { all: Post[] }) {
  return (
    <details class="filters">
      <summary>{t("posts.stations")}</summary>
      <BoxedTable title="posts.stations" head={<Heads words={stationColumns} />}>
        {all.flatMap((post) => post.stations.map((station) => <StationRow station={station} />))}
      </BoxedTable>
    </details>
  );
}

function Bulletins({ items, codes }: { items: Bulletin[]; codes: string[] }) {
  if (items.length === 0) return <p class="empty">{t("posts.bulletins_none")}</p>;
  const cell = (bulletin: Bulletin, code: string) => {
    const held = bulletin.posts?.find((one) => one.post === code);
    if (!held) return <>–</>;
    if (!held.version) return <span class="tag tag-caution"><Icon name="dash" /> {t("posts.no_version")}</span>;
    if (held.current) return <span class="tag tag-good"><Icon name="tick" /> {t("posts.current")}</span>;
    return <span class="tag tag-caution"><Icon name="clock" /> {t("posts.outdated", { version: held.version })}</span>;
  };
  return (
    <BoxedTable title="posts.bulletins" head={
      <><Heads words={["strip.list", "strip.version", "strip.issued"]} />{codes.map((code) => <th scope="col">{code}</th>)}</>
    }>
      {items.map((bulletin) => (
        <tr>
          <th scope="row">{word("channel", bulletin.channel)}</th>
          <td class="code">{bulletin.version}</td>
          <td><Moment at={bulletin.issued_at} /></td>
          {codes.map((code) => <td>{cell(bulletin, code)}</td>)}
        </tr>
      ))}
    </BoxedTable>
  );
}

export function Posts() {
  useRepeated(ask, refreshSeconds, "posts");
  const { value, problem } = posts.value;
  return (
    <>
      <div class="page-head"><h1>{t("posts.title")}</h1></div>
      <Trouble problem={problem} />
      {value && <p class="age"><span>{t("posts.at", { moment: moment(value.at) })}</span><ZoneNote /></p>}
      {value && value.items.length === 0 && <p class="empty">{t("posts.none")}</p>}
      {value && value.items.length > 0 && (
        <>
          <BoxedTable title="posts.title" name="posts" head={<Heads words={postColumns} />}>
            {value.items.map((post) => <PostRow key={post.post} post={post} at={value.at} />)}
          </BoxedTable>
          <Stations all={value.items} />
        </>
      )}
      <h2 class="section">{t("posts.bulletins")}</h2>
      {bulletins.value.value && (
        <Bulletins items={bulletins.value.value.items} codes={value?.items.map((post) => post.post) ?? []} />
      )}
    </>
  );
}
