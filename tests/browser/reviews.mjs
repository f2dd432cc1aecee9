// Whether two are one person: a reviewer decides by the keyboard, sees what it changed, and takes it back.
import assert from "node:assert/strict";
import { Console } from "./browser.mjs";

const pair = "[data-test=pair]";
const changes = "[data-test=changes]";
const decided = "[data-test=decided] tbody tr";

async function showsBothSides(directorate, names) {
  const { page } = directorate;
  await page.waitForSelector(pair);
  const shown = await directorate.text(pair);
  for (const number of [names.came, names.went]) assert.match(shown, new RegExp(number));
  assert.match(shown, /Nacimiento (9 mar 1980 1980|1980 9 mar 1980) compatible, incompleto Nacionalidad/);
  assert.match(await directorate.text(".likeness"), /Parecido: \d+ %/);
  await directorate.look("directorate-10-review");
  await directorate.language("fr");
  await directorate.shows("Ressemblance", ".likeness");
  await directorate.look("directorate-11-review-fr");
  await directorate.language("es");
}

async function leavesItForLater(directorate) {
  await directorate.page.keyboard.press("F10");
  await directorate.shows("nada se registra", "[role=status]");
  assert.equal(await directorate.page.locator(decided).count(), 0);
}

/** Of one name, and both inside: whether they are two people is asked in the same queue, behind what holds more. */
async function showsTwoDocumentsOfOneName(directorate, names) {
  const { page } = directorate;
  await page.locator(pair, { hasText: names.namesake }).waitFor();
  await directorate.shows("ambos dentro al mismo tiempo", ".likeness");
  await directorate.look("directorate-17-two-documents-of-one-name");
  await page.keyboard.press("F10");
  await page.locator(pair, { hasText: names.came }).waitFor();
}

/** What waits for a post that is silent. */
async function showsDecisionsThatWait(directorate, names) {
  for (const [code, words] of [["fr", "Décisions"], ["en", "Decisions"], ["es", "Decisiones que esperan su entrada"]]) {
    await directorate.language(code);
    await directorate.shows(words, "h2");
    await directorate.shows(names.to_come, "[data-test=unmet]");
    await directorate.shows("Dirección de Migración", "[data-test=unmet]");
    await directorate.page.locator("[data-test=unmet]").scrollIntoViewIfNeeded();
    await directorate.look(`directorate-15-decisions-that-wait-${code}`);
  }
}

/** Among them hits that were left, of which nothing tells whom they mean. */
async function showsIncidents(directorate) {
  await directorate.shows("Incidentes", "h2");
  await directorate.shows("Alerta sin decisión", "[data-test=incidents] th");
  await directorate.page.getByRole("heading", { name: "Incidentes" }).scrollIntoViewIfNeeded();
  await directorate.look("directorate-16-incidents");
}

/** One document, two people: whoever looks into it decides there, and it is told from then on. */
async function settlesAnIncident(directorate) {
  const { page } = directorate;
  const row = page.locator("[data-test=incidents] tr", { hasText: "Dos personas mostraron el mismo documento" });
  const before = await page.locator(decided).count();
  await row.getByRole("button", { name: "Son dos personas: incidente de" }).focus();
  await directorate.look("directorate-18-one-document-two-people");
  await page.keyboard.press("Enter");
  assert.equal(await directorate.text("dialog h2"), "Son dos personas");
  await page.fill("#reason", "la foto no es de ella");
  await page.keyboard.press("Enter");
  await row.filter({ hasText: "dos personas · la foto no es de ella" }).waitFor();
  assert.equal(await row.getByRole("button", { name: "Son dos personas" }).count(), 0);
  assert.equal(await page.locator(decided).count(), before + 1);
  await directorate.look("directorate-19-incident-settled");
}

async function linksForAReason(directorate, names) {
  const { page } = directorate;
  await page.keyboard.press("F8");
  await page.waitForSelector("dialog #reason");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "reason");
  await page.keyboard.press("F9");
  assert.equal(await directorate.text("dialog h2"), "Son la misma persona", "keys are dead while a dialog is open");
  await page.keyboard.press("Enter");
  await directorate.shows("Escriba la razón", ".error-summary");
  await directorate.look("directorate-12-review-reason");
  await page.fill("#reason", "mostró el pasaporte anterior");
  await page.keyboard.press("Enter");
  await page.waitForSelector(changes);
  const told = await directorate.text(changes);
  assert.match(told, /[Ss]in salida conocida .*En espera de datos retirado/);
  assert.match(told, /Salida sin entrada .*En espera de datos retirado/);
  await page.locator(pair, { hasText: names.came }).waitFor({ state: "detached" });
  await directorate.look("directorate-13-review-linked");
}

async function takesItBack(directorate) {
  const { page } = directorate;
  assert.equal(await page.locator(decided).count(), 1);
  await page.locator(`${decided} button`, { hasText: "Deshacer" }).click();
  await page.fill("dialog #reason", "eran gemelas");
  await page.keyboard.press("Enter");
  await page.locator(changes, { hasText: "ninguno" }).first().waitFor();
  await page.locator(decided).nth(1).waitFor();
  assert.match((await page.locator(decided).nth(0).innerText()).replace(/\s+/g, " "), /dos personas .*eran gemelas.* vigente/);
  assert.match((await page.locator(decided).nth(1).innerText()).replace(/\s+/g, " "), /misma persona .* sustituida/);
  await directorate.look("directorate-14-review-taken-back");
  await page.locator(`${decided} button`, { hasText: "Ver qué cambió" }).nth(1).click();
  await page.locator(changes, { hasText: "retirado" }).first().waitFor();
}

export async function decidesWhoIsOnePerson(browser, place, names, screenshots) {
  const directorate = await Console.open(browser, `${place.url}/reviews`, screenshots);
  await directorate.page.waitForSelector("#officer");
  await directorate.logIn(place.officer, place.password);
  await showsBothSides(directorate, names);
  await showsDecisionsThatWait(directorate, names);
  await showsIncidents(directorate);
  await leavesItForLater(directorate);
  await showsTwoDocumentsOfOneName(directorate, names);
  await linksForAReason(directorate, names);
  await takesItBack(directorate);
  await settlesAnIncident(directorate);
}
