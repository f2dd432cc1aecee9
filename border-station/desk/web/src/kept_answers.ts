// An inspection that is looked at again asks partly what it asked before: what the officer said to that stands.
import type { Alert, Inspection, Question } from "@garita/api";
import { isContradiction } from "./finding_rules";

type Asked = Pick<Inspection, "document" | "to_confirm" | "alerts" | "questions" | "findings">;

function without<Part extends object>(whole: Part, ...keys: (keyof Part)[]): Partial<Part> {
  const rest: Partial<Part> = { ...whole };
  for (const key of keys) delete rest[key];
  return rest;
}

/** What speaks against the document, with the words of both sides: of others another thing may be said. */
function contradictions({ findings = [] }: Asked): string[] {
  return findings.filter(isContradiction)
    .map(({ code, detail, values }) => JSON.stringify([code, detail, values])).sort();
}

/** What is asked, about whom and about what. Ids go by the order of alerts, which another hit changes; and what was
    said of one document, one entry or one contradiction is not said of another. */
function meaning(question: Question, of: Asked): string {
  const alert: Alert | undefined = of.alerts.find((one) => one.id === question.alert);
  const ofDocument = alert?.kind === "alert_list" || alert?.kind === "reading_contradicted";
  return JSON.stringify([
    question.code, question.check, question.children, question.adults, alert && without(alert, "id", "list_issued_at", "likeness"),
    ofDocument ? of.document : undefined,
    alert?.kind === "reading_contradicted" ? contradictions(of) : undefined,
  ]);
}

/** Whether `found` is what `before` asked to be confirmed, completed and otherwise as it was. */
function isConfirmed(before: Asked, found: Asked): boolean {
  const confirmed = new Map(Object.entries(found.document ?? {}));
  return !!before.to_confirm && !found.to_confirm
    && Object.entries(before.document ?? {}).every(([field, value]) => confirmed.get(field) === value);
}

/** Of the answers given to `before` those whose question `found` still asks, under its ids. */
export function keptAnswers<Given extends { answer: string }>(
  before: Asked, found: Asked, given: Record<string, Given>): Record<string, Given> {
  const said = new Map<string, Given>();
  const of = isConfirmed(before, found) ? { ...found, document: before.document } : found;
  for (const question of before.questions) {
    const answer = given[question.id];
    if (answer) said.set(meaning(question, before), answer);
  }
  const kept: Record<string, Given> = {};
  for (const question of found.questions) {
    const answer = said.get(meaning(question, of));
    const offered = answer && (!answer.answer || question.answers.length === 0 || question.answers.includes(answer.answer));
    if (answer && offered) kept[question.id] = answer;
  }
  return kept;
}
