// Hours on paper: announced by a supervisor, typed in by an officer, closed by the supervisor.
import assert from "node:assert/strict";
import { Console } from "./browser.mjs";
import { waitsForPaper } from "./waiting_documents.mjs";

const idle = "[data-test=drop]";

async function at(browser, scene, officer) {
  const desk = await Console.open(browser, scene.desk.url, scene.screenshots);
  await desk.page.waitForSelector("#officer");
  await desk.logIn(officer, scene.desk.password);
  await desk.page.waitForSelector(idle);
  return desk;
}

/** "2026-04-20 09:00" so many minutes before. */
function earlier(local, minutes) {
  return new Date(Date.parse(`${local.replace(" ", "T")}:00Z`) - minutes * 60_000).toISOString().slice(0, 16).replace("T", " ");
}

async function announces(desk) {
  const { page } = desk;
  await desk.shows("Disco", "header");  // the strip is there, and with it the country's time
  await page.keyboard.press("Shift+F4");
  await page.waitForSelector("#paper-from");
  const now = await page.inputValue("#paper-from");
  await page.keyboard.press("Escape");
  await page.waitForSelector(".dialog", { state: "detached" });
  await page.keyboard.press("Shift+F4");
  await page.fill("#paper-from", "2026-04-31 09:00");
  await page.fill("#paper-to", "ayer");
  await page.click(".dialog button[type=submit]");
  await page.locator(".error-summary a", { hasText: "que existan" }).nth(1).waitFor();
  await page.fill("#paper-to", "");
  await page.fill("#paper-from", earlier(now, 180));
  assert.equal(await page.locator(".error-summary a").count(), 1);
  await desk.shows("Escriba por qué", ".error-summary");
  await page.fill("#paper-reason", "Sin corriente desde las nueve.");
  await desk.look("desk-60-paper-announced", { fits: true });
  await page.keyboard.press("Enter");
  await desk.shows("En papel desde", "#paper");
  await page.keyboard.press("Shift+F4");
  assert.equal(await page.inputValue("#paper-at"), earlier(now, 180), "an hour of those that were announced");
  await page.keyboard.press("Escape");
  await page.waitForSelector(".dialog", { state: "detached" });
  return now;
}

async function typesIn(desk, scene, now) {
  const { page } = desk;
  await page.keyboard.press("Shift+F4");
  await page.waitForSelector("#paper-at");
  assert.equal(await page.locator("#paper-all").count(), 0, "an officer does not say that all is entered");
  await page.fill("#paper-at", earlier(now, 240));
  await page.keyboard.press("Enter");
  await desk.shows("fuera de las horas en papel", ".dialog");
  await page.fill("#paper-at", earlier(now, 60));
  await page.fill("#paper-officer", "nadie");
  await page.keyboard.press("Enter");
  await desk.shows("nadie que se llame así", ".dialog");
  assert.equal(await page.locator(".paper-banner").count(), 0, "no document is read for it");
  desk.complaints.length = 0;  // the browser's, of the refusals
  await page.fill("#paper-officer", scene.other_officer);
  await desk.look("desk-61-paper-moment", { fits: true });
  await page.keyboard.press("Enter");
  await page.waitForSelector(".dialog", { state: "detached" });
  await page.waitForSelector(".paper-banner");
  await page.reload();
  await page.waitForSelector(".paper-banner");  // or the next one would count as of now
  await page.setInputFiles("[data-test=picture]", scene.pictures.third.file);
  await page.waitForSelector(".zone");
  await page.selectOption("#purpose", "holiday");
  await page.selectOption("#transport", "own_vehicle");
  await desk.look("desk-62-paper-typing", { fits: true });
  await desk.decides("F8");
  await desk.shows("Admitido", ".bar");
  assert.equal(await page.locator(".paper-banner").count(), 0, "whoever comes next is at the desk");
  await desk.shows(`decidido por ${scene.other_officer}, ingresado por ${scene.desk.officer}`, "[data-test=recent]");
  await desk.look("desk-64-paper-typed-in", { fits: true });
}

/** A language, while a dialog covers where it is chosen. */
function choose(code) {
  const select = document.querySelector(".language select");
  select.value = code;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The hours that were announced again, of which nothing was typed in. */
async function closes(desk) {
  const { page } = desk;
  await page.keyboard.press("Shift+F4");
  await desk.shows("0 ingresados", "[data-test=paper]");
  assert.equal(await page.locator("[data-test=paper-closed-at-centre]").count(), 0, "what is announced anew is open");
  await page.click(".paper-closing button[type=submit]");
  await desk.shows("Declare que todo está ingresado", ".error-summary");
  await page.check("#paper-all");
  assert.equal(await page.locator(".error-summary, .dialog .field-error").count(), 0, "what is put right is said no more");
  for (const code of ["fr", "en", "es"]) {
    await page.evaluate(choose, code);
    await desk.look(`desk-63-paper-closing-${code}`, { fits: true });
  }
  await page.click(".paper-closing button[type=submit]");
  await desk.shows("El período en papel está cerrado", ".bar");
  await desk.shows("Papel", "#paper");
}

/** The dialog, where the station says that of its hours. */
async function showsHours(desk, said) {
  const { page } = desk;
  await page.unrouteAll();
  await page.route("**/api/events", (route) => route.fulfill({ status: 204 }));
  await page.route("**/api/strip", async (route) => {
    const response = await route.fetch();
    const strip = await response.json();
    await route.fulfill({ response, json: { ...strip, paper: { ...strip.paper, ...said } } });
  });
  await page.reload();
  await page.waitForSelector(idle);
  await desk.shows("En papel desde", "#paper");
  await page.keyboard.press("Shift+F4");
}

/** As the station says it days later, and after its disk was restored; this one was not, and answers so. */
async function saysWhenTheCentreIsAsked(desk) {
  const { page } = desk;
  await showsHours(desk, { long_open: true });
  await desk.shows("hace más de tres días", "[data-test=paper-long-open]");
  await desk.look("desk-68-paper-long-open", { fits: true });
  await showsHours(desk, { long_open: true, of_earlier_life: true });
  assert.equal(await page.locator("[data-test=paper-long-open]").count(), 0, "one reason to ask is enough");
  await desk.shows("garita-central paper close", "[data-test=paper-earlier]");
  await page.click(".paper-closing button[type=submit]");
  await desk.shows("Declare que el centro está avisado", ".error-summary");
  await page.check("#paper-all");
  for (const code of ["fr", "en", "es"]) {
    await page.evaluate(choose, code);
    await desk.look(`desk-67-paper-earlier-life-${code}`, { fits: true });
  }
  await page.click(".paper-closing button[type=submit]");
  await desk.shows("estas horas se cierran aquí", ".dialog");
  await page.keyboard.press("Escape");
  await page.unrouteAll();
  await page.reload();
  await page.waitForSelector(idle);
}

/** The centre closes what this desk announced, which goes down to it with the list of officers. */
async function hearsThatTheCentreClosedThem(chief, officer, moment) {
  process.stdout.write("paper: close at the centre\n");
  await officer.shows("el centro lo cerró", "#paper");
  await officer.page.keyboard.press("Shift+F4");
  await officer.shows("El centro cerró estas horas", "[data-test=paper-closed-at-centre]");
  assert.equal(await officer.page.locator(".paper-closing").count(), 0, "an officer closes nothing");
  await officer.look("desk-69-paper-closed-at-centre-officer", { fits: true });
  await officer.page.fill("#paper-at", moment);
  await officer.page.keyboard.press("Enter");
  await officer.shows("el centro ya cerró estas horas: cuenta como tardío", ".paper-banner");
  await officer.look("desk-70-paper-late", { fits: true });
  await officer.page.click(".paper-banner button");
  const { page } = chief;
  await chief.shows("el centro lo cerró", "#paper");
  await page.keyboard.press("Shift+F4");
  await page.waitForSelector("[data-test=paper-closed-at-centre]");
  await chief.shows("ciérrelas también aquí", ".paper-closing");
  await chief.look("desk-69-paper-closed-at-centre-before", { fits: true });
  await page.click(".paper-closing button[type=submit]");
  await page.check("#paper-all");
  for (const code of ["fr", "en", "es"]) {
    await page.evaluate(choose, code);
    await chief.look(`desk-69-paper-closed-at-centre-${code}`, { fits: true });
  }
  await page.click(".paper-closing button[type=submit]");
  await chief.shows("El período en papel está cerrado", ".bar");
  await officer.page.waitForSelector("#paper", { state: "detached" });
}

async function announcesAgain(desk) {
  const { page } = desk;
  await page.keyboard.press("Shift+F4");
  await page.fill("#paper-reason", "Sin corriente otra vez.");
  await page.keyboard.press("Enter");
  await desk.shows("En papel desde", "#paper");
}

export async function worksOnPaper(browser, scene) {
  const chief = await at(browser, scene, scene.supervisor);
  const now = await announces(chief);
  const officer = await at(browser, scene, scene.desk.officer);
  await officer.shows("En papel desde", "#paper");
  await typesIn(officer, scene, now);
  await waitsForPaper(officer, chief, scene, earlier(now, 60));
  await saysWhenTheCentreIsAsked(chief);
  await hearsThatTheCentreClosedThem(chief, officer, earlier(now, 30));
  await announcesAgain(chief);
  await officer.shows("En papel desde", "#paper");
  await closes(chief);
  await officer.page.waitForSelector("#paper", { state: "detached" });
}
