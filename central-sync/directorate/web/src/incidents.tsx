// What somebody looks into: records that came late, decisions that were dated back, hits that were left.
import { useEffect } from "preact/hooks";
import type { Incident } from "@garita/api";
import { moment, t, word } from "@garita/language";
import { makeLoader, Trouble } from "./common";

const { state, load, forget } = makeLoader<{ more: boolean; items: Incident[] }>();

export function loadIncidents(): void {
  void load("/api/incidents");
}

function Row({ one }: { one: Incident }) {
  return (
    <tr>
      <th scope="row">{word("incident", one.incident)}<span class="code pseudonym">{one.record}</span></th>
      <td>{one.post}</td>
      <td class="date">{moment(one.at)}</td>
      <td class="code">{one.subject ?? "–"}</td>
    </tr>
  );
}

export function Incidents() {
  // The page around it loads them, again and again.
  useEffect(() => forget, []);
  const { value, problem } = state.value;
  return (
    <>
      <h2 class="section">{t("incidents.title")}</h2>
      <Trouble problem={problem} />
      {value && <p class="facts">{t(value.items.length === 0 ? "incidents.none" : "incidents.hint")}</p>}
      {value && value.items.length > 0 && (
        <div class="table-box" tabIndex={0} role="region" aria-label={t("incidents.title")}>
          <table class="list" data-test="incidents">
            <caption class="unseen">{t("incidents.title")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("incidents.what")}</th><th scope="col">{t("incidents.post")}</th>
                <th scope="col">{t("incidents.when")}</th><th scope="col">{t("incidents.subject")}</th>
              </tr>
            </thead>
            <tbody>{value.items.map((one) => <Row key={one.record} one={one} />)}</tbody>
          </table>
        </div>
      )}
      {value?.more && <p class="facts">{t("incidents.more")}</p>}
    </>
  );
}
