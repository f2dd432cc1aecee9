// Hits on the alert list: whom it means with the picture, what was cleared once, and a list whose names
// were not searched yet.
import assert from "node:assert/strict";

const idle = "[data-test=drop]";

/** The listed person's picture is on the screen, and says whose it is to whoever does not see it. */
export async function showsWhomTheListMeans(desk, within, name) {
  const picture = desk.page.locator(`${within} .listed-picture`).first();
  await picture.waitFor();
  await desk.page.waitForFunction((one) => document.querySelector(one)?.naturalWidth > 0, `${within} .listed-picture`);
  assert.ok((await picture.getAttribute("alt")).includes(name), await picture.getAttribute("alt"));
}

/** A namesake is asked about once: at the next crossing the hit is there, and in nobody's way. */
export async function asksOnceAboutTwo(desk, { readDocument, answersEverything, fillsWhatIsMissing }, namesake) {
  const { page } = desk;
  await readDocument(desk, namesake.file, namesake.number);
  await desk.shows("Por un nombre parecido", ".panel-alerts");
  await answersEverything(desk);
  await fillsWhatIsMissing(desk);
  await desk.decides("F8");
  await desk.shows("Admitido", ".bar");
  await page.locator(".direction label", { hasText: "Salida" }).click();
  await readDocument(desk, namesake.file, namesake.number);
  for (const [code, words] of [["fr", "déjà écarté"], ["en", "cleared before"], ["es", "ya se descartó"]]) {
    await desk.language(code);
    await desk.shows(words, ".alert-cleared");
    await desk.shows("PASO-NORTE", ".alert-cleared");
    assert.equal(await page.locator(".other-checks", { hasText: /Sin coincidencia|No match|Aucune correspondance/ }).count(), 0,
      "no check says that nobody was found");
    await desk.look(`desk-21-cleared-before-${code}`, { fits: true });
  }
  assert.equal(await page.locator(".panel-alerts .question").count(), 0, "nothing is asked");
  await desk.decides("F8");
  await desk.shows("Salida autorizada", ".bar");
  await page.locator(".direction label", { hasText: "Entrada" }).click();
}

/** What stopped the traveller does not go without a word: the dialog asks until there is one. */
export async function putsAsideWithAReason(desk, name) {
  const { page } = desk;
  await page.getByRole("button", { name: "Descartar" }).click();
  await page.waitForSelector("#aside-reason");
  for (const [code, words] of [["fr", "Pourquoi on l’écarte"], ["en", "Why it is put aside"], ["es", "Por qué se descarta"]]) {
    await page.evaluate((one) => { document.querySelector(".language select").value = one;
      document.querySelector(".language select").dispatchEvent(new Event("change", { bubbles: true })); }, code);
    await desk.shows(words, ".dialog");
    await desk.look(`${name}-${code}`, { fits: true });
  }
  for (const unsaid of ["", "."]) {
    await page.fill("#aside-reason", unsaid);
    await page.click(".dialog button[type=submit]");
    await page.waitForSelector("#aside-reason[aria-invalid]");
  }
  await page.fill("#aside-reason", "Se leyó el documento de otro viajero");
  await page.click(".dialog button[type=submit]");
  await page.waitForSelector(idle);
}

/** As a station answers whose names are being made ready: here they are ready at once. */
export async function saysThatNamesWereNotSearched(desk, { readDocument }, picture) {
  const { page } = desk;
  await page.route("**/api/readings*", async (route) => {
    const response = await route.fetch();
    const found = await response.json();
    Object.assign(found.checks.find((one) => one.code === "alert_names"), { state: "not_done", reason: "names_not_ready" });
    found.alerts.push({ id: "alert-9", kind: "names_not_searched", severity: "warning", source: "alert_list" });
    found.questions.push({ id: "names", code: "names_not_searched", alert: "alert-9", check: "alert_names",
      for: ["admit"], answers: ["compared_by_hand", "cannot_wait"], note: "optional" });
    await route.fulfill({ response, json: found });
  });
  await readDocument(desk, picture.file, picture.number);
  await page.unrouteAll({ behavior: "ignoreErrors" });
  for (const [code, words] of [["fr", "pas encore cherchés"], ["en", "not searched yet"], ["es", "Aún no se buscó"]]) {
    await desk.language(code);
    await desk.shows(words, ".panel-alerts");
    await desk.look(`desk-22-names-not-searched-${code}`, { fits: true });
  }
  assert.equal(await page.locator(".no-alerts").count(), 0, "it does not say that there is nobody");
  await desk.decides("F8");
  assert.match(await desk.text(".bar-state"), /sin responder/);
  await page.getByRole("button", { name: "Descartar" }).click();
  await page.waitForSelector(idle);
}
