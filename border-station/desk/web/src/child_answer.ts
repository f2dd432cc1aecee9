// Of a child, or of somebody whose age nobody knows: with whom, named in a group or in words, and what shows it.
import type { DecisionKind, Question } from "@garita/api";

export interface ChildAnswer { answer: string; note: string; evidence?: string }

const withNobody: ReadonlySet<string> = new Set(["", "alone", "adult"]);

/** Whether it says that the child crosses with somebody. */
export function isWithSomebody(answer: string, inGroup: boolean): boolean {
  return answer !== "adult" && (inGroup || !withNobody.has(answer));
}

/** Those to be answered before the decision. What becomes of a child's company is asked where it has some, or
    somebody was admitted who may be it. */
export function questionsBefore(
  kind: DecisionKind, questions: Question[], answers: Record<string, ChildAnswer>, inGroup: boolean): Question[] {
  const given = ({ id }: Question) => answers[id]?.answer ?? "";
  const mayHaveSome = ({ adults }: Question) => questions.some((one) =>
    one.evidence && (isWithSomebody(given(one), inGroup) || (!!adults && given(one) === "alone")));
  return questions.filter((one) => one.for.includes(kind) && (!one.of_company || mayHaveSome(one)));
}

/** What nobody says of whoever crosses in a group. */
const notInGroup: ReadonlySet<string> = new Set(["alone", "no_adult_here", "other_adult_stays"]);
export const isOffered = (answer: string, inGroup: boolean) => !(inGroup && notInGroup.has(answer));

/** Whether it says that the adult turns round who was admitted, or may be whom the station names: that record would
    leave them inside. */
export function leavesAdultInside(question: Question, answer: string, inGroup: boolean): boolean {
  return !!question.of_company && (inGroup || !!question.adults) && answer === "adult_stays";
}

/** Whether the station asks what shows this answer. */
export function needsEvidence(question: Question, answer: string, inGroup: boolean): boolean {
  return !!question.evidence && isWithSomebody(answer, inGroup);
}

/** Whether the station asks for words: somebody whom no record names. */
export function needsWords(question: Question, answer: string, inGroup: boolean): boolean {
  return question.note === "required" || (!inGroup && needsEvidence(question, answer, false));
}

export function isComplete(question: Question, given: ChildAnswer, inGroup: boolean): boolean {
  if (!isOffered(given.answer, inGroup) || leavesAdultInside(question, given.answer, inGroup)) return false;
  if (needsEvidence(question, given.answer, inGroup) && !given.evidence) return false;
  return !needsWords(question, given.answer, inGroup) || given.note.trim() !== "";
}

/** Which part of an answer the decision waits for, as ids of elements end: its words, what shows it, or it itself. */
export function lackingPart(question: Question, given: ChildAnswer | undefined, inGroup: boolean): "" | "-evidence" | "-note" {
  if (!given?.answer || !isOffered(given.answer, inGroup) || leavesAdultInside(question, given.answer, inGroup)) return "";
  return needsEvidence(question, given.answer, inGroup) && !given.evidence ? "-evidence" : "-note";
}
