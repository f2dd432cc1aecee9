// What the centre lists, as tables: every list of these pages is drawn here.
import type { ComponentChildren } from "preact";
import type { Problem } from "@garita/api";
import { t } from "@garita/language";
import type { WordKey } from "@garita/language";
import { Trouble } from "./common";

/** `name` is the tests'. `head` are the heads of the columns, as Heads makes them. */
interface Table { title: WordKey; name?: string; head: ComponentChildren; children: ComponentChildren }

/** The words above columns; a column without a word has none. */
export function Heads({ words }: { words: readonly (WordKey | undefined)[] }) {
  return <>{words.map((column) => column ? <th scope="col">{t(column)}</th> : <td />)}</>;
}

export function ListTable({ title, name, head, children }: Table) {
  return (
    <table class="list" data-test={name}>
      <caption class="unseen">{t(title)}</caption>
      <thead><tr>{head}</tr></thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** In a box that scrolls by itself, also by keys, where the page is narrower. */
export function BoxedTable(table: Table) {
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label={t(table.title)}>
      <ListTable {...table} />
    </div>
  );
}

interface Section {
  title: WordKey; name: string; columns: readonly (WordKey | undefined)[]; problem?: Problem;
  /** Absent while nobody has answered yet. */
  rows?: ComponentChildren[];
  /** What stands above the table, and in its place where there are no rows. */
  hint?: WordKey; none: WordKey;
  /** What is said below where the list was cut short. */
  cut?: WordKey | false;
}

/** A list under a title of its own. */
export function ListSection({ title, name, columns, problem, rows, hint, none, cut }: Section) {
  const said = rows && (rows.length === 0 ? none : hint);
  return (
    <>
      <h2 class="section">{t(title)}</h2>
      <Trouble problem={problem} />
      {said && <p class="facts">{t(said)}</p>}
      {rows && rows.length > 0 && <BoxedTable title={title} name={name} head={<Heads words={columns} />}>{rows}</BoxedTable>}
      {cut && <p class="facts">{t(cut)}</p>}
    </>
  );
}
