// An examiner: what the first line recorded, also what it was not shown, and a search with its reason.
import assert from "node:assert/strict";
import { Console } from "./browser.mjs";
import { showsWhomTheListMeans } from "./hits.mjs";

const idle = "[data-test=drop]";

async function entersQuietly(browser, { desk: place, quiet, pictures, screenshots }) {
  const desk = await Console.open(browser, place.url, screenshots);
  const { page } = desk;
  await desk.logIn(place.officer, place.password);
  await page.waitForSelector(idle);
  assert.equal(await page.locator("#second-line").count(), 0, "an officer of the first line has no such page");
  await page.keyboard.press("F5");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  const answer = await page.evaluate(async () => (await fetch("/api/second-line")).status);
  assert.equal(answer, 403);
  await page.setInputFiles("[data-test=picture]", quiet.file);
  await page.waitForSelector(".zone");
  assert.doesNotMatch(await page.evaluate(() => document.documentElement.outerHTML), new RegExp(quiet.instruction), "nothing of it is here");
  for (const [id, value] of [["#purpose", "holiday"], ["#transport", "own_vehicle"]])
    await page.selectOption(id, value);
  await desk.decides("F8");
  await desk.shows("Admitido", ".bar");
  await sendsOneThere(desk, pictures.third);
  await page.getByRole("button", { name: "Salir" }).click();
  await page.waitForSelector("#officer");
}

async function sendsOneThere(desk, { file }) {
  const { page } = desk;
  await page.setInputFiles("[data-test=picture]", file);
  await page.waitForSelector(".zone");
  await desk.decides("F9");
  await page.check("#ground-identity_doubt");
  await page.click(".dialog button[type=submit]");
  await desk.shows("Derivado", ".bar");
}

/** More matters than there is room for are 51, so the station's answer is given another number. In the way
    before the page asks anything: Chromium may let a request by that follows at once. */
async function mayBeTold({ page }) {
  const said = { more: undefined };
  await page.route("**/api/second-line", async (route) => {
    const response = await route.fetch();
    await route.fulfill(said.more === undefined ? { response }
      : { response, json: { ...(await response.json()), more: said.more } });
  });
  return said;
}

async function tellsWhatIsLeftOut(desk, said) {
  const { page } = desk;
  for (const [more, words] of [[1, "Hay 1 asunto más"], [12, "Hay 12 asuntos más"]]) {
    said.more = more;
    await page.keyboard.press("F5");
    await desk.shows(words, "[data-test=more]");
    if (more > 1) await desk.look("desk-60-second-line-more", { fits: true });
    await page.keyboard.press("Escape");
    await page.waitForSelector("[data-test=more]", { state: "detached" });
  }
  said.more = undefined;
}

/** Below the form there is no room for it on a small screen. */
async function takesWhoAskedToWhatWasFound({ page }) {
  await page.locator("[data-test=found] h3:focus").waitFor();
  const shown = await page.evaluate(() => {
    const dialog = document.querySelector("dialog").getBoundingClientRect();
    const rows = [...document.querySelectorAll("[data-test=found] h3, [data-test=found] .listed")]
      .map((one) => one.getBoundingClientRect());
    return rows.length > 2 && rows.every(({ top, bottom }) => top >= dialog.top && bottom <= Math.min(dialog.bottom, innerHeight));
  });
  assert.equal(shown, true, "what was found is in sight");
}

/** A name alone finds nobody among the records here; what is wrong is said of its field. */
async function asksForWhatFinds({ page }) {
  const fill = (fields) => Object.entries(fields).reduce(
    (before, [field, value]) => before.then(() => page.fill(`#second-${field}`, value)), Promise.resolve());
  await fill({ surname: "NADIE", birth_date: "1.1.1970", reason: "Consulta" });
  await page.keyboard.press("Enter");
  assert.match(await page.innerText(".error-summary"), /Falta: nacionalidad/i);
  await fill({ nationality: "UTO" });
  await page.press("#second-nationality", "Enter");
  await page.locator(".error-summary", { hasText: "no se entiende" }).waitFor();
  assert.match(await page.innerText(".error-summary"), /nacimiento: no se entiende/i);
  await fill({ birth_date: "1970-01-01" });
  await page.press("#second-birth_date", "Enter");
  await page.locator("[data-test=found]", { hasText: "Ninguna decisión en este puesto con estos datos" }).waitFor();
  await fill({ surname: "", birth_date: "", nationality: "", reason: "" });
}

export async function examines(browser, scene) {
  const { desk: place, examiner, quiet, screenshots } = scene;
  await entersQuietly(browser, scene);
  const desk = await Console.open(browser, place.url, screenshots);
  const { page } = desk;
  const said = await mayBeTold(desk);
  await desk.logIn(examiner, place.password);
  await page.waitForSelector("#second-line");
  await desk.shows("Segunda línea (", "#second-line");
  await desk.look("desk-60-second-line-calls", { fits: true });
  await tellsWhatIsLeftOut(desk, said);
  await page.keyboard.press("F5");
  await page.waitForSelector("[data-test=matters]");
  await page.waitForSelector("[data-test=more]", { state: "detached" });
  await desk.shows(quiet.instruction, "[data-test=matters]");
  await desk.shows("No se muestra en la primera línea", "[data-test=matters]");
  assert.match(await desk.text("[data-test=matters] li"), /Derivación .* espera \d+/, "who was sent here stands before records");
  await showsWhomTheListMeans(desk, "[data-test=matters]", quiet.number);
  for (const language of ["fr", "en", "es"]) {
    await desk.language(language);
    await desk.look(`desk-61-second-line-${language}`, { fits: true });
  }
  await desk.shows("Avisar sin mostrarlo", "[data-test=matters]");
  await asksForWhatFinds(desk);
  await page.fill("#second-issuing_state", "UTO");
  await page.fill("#second-document_number", quiet.number);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".error-summary");
  await desk.look("desk-62-search-without-reason", { fits: true });
  await page.fill("#second-reason", "Visto dos veces hoy");
  await page.keyboard.press("Enter");
  await desk.shows(quiet.instruction, "[data-test=found]");
  await desk.shows("Admitido", "[data-test=found]");
  assert.equal(await desk.text("#second-counts"), "1 cruce aquí, 1 entrada en la lista");
  await desk.shows("1 cruce aquí, 1 entrada en la lista", "dialog [role=status]");
  await takesWhoAskedToWhatWasFound(desk);
  await desk.look("desk-63-found", { fits: true });
  await page.keyboard.press("Escape");
  assert.equal((await page.innerText("#second-line")).includes("("), false, "it was seen");
  await page.getByRole("button", { name: "Salir" }).click();
  await page.waitForSelector("#officer");
}
