// What somebody looks into: records that came late, decisions that were dated back, hits that were left, what was
// closed and reports again, and documents that two people showed.
import { useEffect } from "preact/hooks";
import type { IdentityKind, Incident } from "@garita/api";
import { moment, t, word } from "@garita/language";
import { learnZones, makeLoader, momentAt, PersonLink, Reopened } from "./common";
import { ListSection } from "./list_table";

const { state, load, forget } = makeLoader<{ more: boolean; items: Incident[] }>();

export function loadIncidents(): void {
  void load("/api/incidents");
}

/** Whose stay it is about; of a hit that was left the centre knows nobody. */
function subjectOf(one: Incident): string | undefined {
  return one.subject ?? (one.incident === "behind_watermark" ? one.record : undefined);
}

/** Asks whoever looks at it why: two names of one document. */
export type DecidesOfTwo = (kind: IdentityKind, one: string, other: string) => void;

/** Of two that showed one document: what somebody said of them, or what there is to say. */
function Holders({ of, decides }: { of: Incident; decides: DecidesOfTwo }) {
  const [one, other] = of.holders ?? [];
  if (!one || !other) return null;
  const kinds: IdentityKind[] = of.decided ? [] : ["separate", "link"];
  return (
    <>
      <span class="code pseudonym">{one} · {other}</span>
      {of.decided && (
        <span class="reason">{word("identity", of.decided.decision)} · {of.decided.reason} · {of.decided.officer}, {moment(of.decided.at)}</span>
      )}
      {kinds.map((kind) => (
        <button key={kind} type="button" class="plain" aria-label={t(`incidents.${kind}_of`, { record: of.record })}
          onClick={() => decides(kind, one, other)}>{t(`reviews.${kind}`)}</button>
      ))}
    </>
  );
}

function Row({ one, decides }: { one: Incident; decides: DecidesOfTwo }) {
  const subject = subjectOf(one);
  return (
    <tr>
      <th scope="row">{word("incident", one.incident)}<span class="code pseudonym">{one.record}</span></th>
      <td>{one.post}</td>
      <td class="date">{momentAt(one.post, one.at)}</td>
      <td class="date">{moment(one.since)}</td>
      <td>{one.reopened ? <Reopened one={one.reopened} /> : subject ? <PersonLink pseudonym={subject} /> : "–"}
        <Holders of={one} decides={decides} /></td>
    </tr>
  );
}

export function Incidents({ decides }: { decides: DecidesOfTwo }) {
  // The page around it loads them, again and again.
  useEffect(() => forget, []);
  useEffect(learnZones, []);
  const { value, problem } = state.value;
  return (
    <ListSection title="incidents.title" name="incidents" problem={problem} hint="incidents.hint" none="incidents.none"
      columns={["incidents.what", "incidents.post", "incidents.when", "incidents.since", "incidents.subject"]}
      rows={value?.items.map((one) => <Row key={one.record + one.incident + (one.reopened?.station ?? "")} one={one} decides={decides} />)} cut={value?.more && "incidents.more"} />
  );
}
