// What the station finds wrong with a decision, in words.
import type { Problem } from "@garita/api";
import { problemText } from "@garita/components";
import { pair, t, word } from "@garita/language";
import { stateLabel } from "./other_state";
import { inspection } from "./state";

/** "/granted_days" and "out_of_range" in words. */
export function placeOf(pointer: string, code: string): string {
  const names: Record<string, string> = {
    "/purpose": t("grant.purpose"), "/transport": t("grant.transport"), "/granted_days": t("grant.days"),
    "/granted_until": t("grant.until_day"),
    "/admission_class": t("grant.class"), "/reason": t("correct.reason"), "/direction": t("direction"), "/with": t("family.group"), "/grounds": t("refuse.grounds"), "/decision": t("decision.bar"),
    "/other_state": stateLabel(inspection.value?.direction),
    "/from": t("paper.from"), "/at": t("paper.at"), "/to": t("paper.to"), "/paper_at": t("paper.at"), "/paper_officer": t("paper.officer"),
    "/concerns": t("confide.title"), "/protection_note": t("confide.note"),
  };
  if (code === "must_be_referred") return t("decision.answer_claim");
  if (code === "must_be_inspected") return word("fielderror", code);
  const question = inspection.value?.questions.find((one) => pointer === `#question/${one.id}`);
  const field = pointer.split("/").pop() ?? pointer;
  const place = question ? word("question", question.code)
    : names[pointer.replace("/instead", "")] ?? word("field", field);
  return pair(place, word("fielderror", code));
}

/** The problem, and each place where something is wrong. */
export function problemWithPlaces(problem: Problem): string {
  const places = problem.errors.map((error) => placeOf(error.pointer, error.code));
  return [problemText(problem), places.join("; ")].filter(Boolean).join(" ");
}
