// What the strip says of the station, as it may stand one day: all of it wrong at once, old lists, no live updates, gone.
import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { choosesBehind } from "./browser.mjs";

/** Of 768: what is left shows a traveller whole. */
const headHeightPxMax = 170;

/** Everything at once, in the longest words. */
async function showsAllThatMayBeWrong(desk) {
  const { page } = desk;
  const ago = (strip, days) => new Date(Date.parse(strip.at) - days * 86_400_000).toISOString();
  await page.route("**/api/strip", async (route) => {
    const strip = await (await route.fetch()).json();
    for (const list of strip.bulletins) Object.assign(list, { version: "1", entries: 1, stale: true, issued_at: ago(strip, 130) });
    Object.assign(strip.bulletins.find(({ channel }) => channel === "officers"), { expiry: "soon", expires_at: ago(strip, -9.5) });
    Object.assign(strip, {
      link: { state: "down", since: ago(strip, 80), reason: "centre_not_valid_now" }, camera: "ended",
      clock: { state: "doubtful", offset_ms: 90_000_000, trusted_at: ago(strip, 80) },
      disk: { state: "no_pictures" }, paper: { from: ago(strip, 1), entered: 0, closed_at_centre: strip.at },
      unsent: { records: 12345, evidence_records: 100, evidence_bytes: 2e9, oldest_at: ago(strip, 80), put_aside: 3 },
    });
    await route.fulfill({ json: strip });
  });
  await page.reload();
  await desk.shows("el centro apartará lo que registre", ".strip");
  await keepsWhatIsCountedOn(desk);
  for (const code of ["fr", "en", "es"]) {
    await desk.language(code);
    await desk.look(`desk-20-all-is-wrong-${code}`, { fits: true });
    const { height } = await page.locator(".top").boundingBox();
    assert.ok(height <= headHeightPxMax, `the head is ${height} px high in ${code}`);
    const alerts = await page.locator(".strip-whole").first().boundingBox();
    assert.ok(alerts.x >= 0 && alerts.width > 50, "how old the alerts are is there to be read");
  }
}

/** However much is wrong, the traveller has the screen; the rest is there for who asks, by key and click. */
async function keepsWhatIsCountedOn(desk) {
  const { page } = desk;
  // The last of them shows after a while: that nothing comes by itself.
  await desk.shows("y 5 más", ".strip");
  const shown = (await page.locator(".strip .strip-item").allInnerTexts()).map((text) => text.trim());
  const words = [/Sin conexión/, /por enviar, el más antiguo/, /Reloj adelantado/, /Queda poco disco/, /Alertas: /, /y 5 más/];
  assert.equal(shown.length, words.length, shown.join());
  for (const [index, expected] of words.entries()) assert.match(shown[index], expected);
  await page.keyboard.press("Shift+F1");
  for (const text of ["registros por enviar", "segunda rama", "Sin avisos en vivo", "Queda poco disco", "la lista de oficiales"])
    await desk.shows(text, "[data-test=station]");
  for (const code of ["fr", "en", "es"]) {
    await choosesBehind(page, code);
    await desk.look(`desk-20-station-${code}`, { fits: true });
  }
  await desk.closesDialog();
  await page.click("#strip-more");
  await page.waitForSelector("[data-test=station]");
  await desk.closesDialog();
}

/** How many checks that failed the form below the fields covers. */
const failedAndCovered = () => {
  const { top } = document.querySelector(".stay-and-grant").getBoundingClientRect();
  return [...document.querySelectorAll(".panel-data .verdict-fail")].filter((one) => one.getBoundingClientRect().bottom > top + 1).length;
};

/** A traveller with whom something is wrong besides, at a station with which everything is. */
async function hidesNoCheckThatFailed(desk, { file }) {
  const { page } = desk;
  await page.route("**/api/readings*", async (route) => {
    const response = await route.fetch();
    const found = await response.json();
    Object.assign(found.checks.find(({ code }) => code === "check_digit_composite"), { state: "fail", reason: "wrong_digit" });
    await route.fulfill({ response, json: found });
  });
  await page.setInputFiles("[data-test=picture]", file);
  await page.waitForSelector(".zone");
  const size = page.viewportSize();
  for (const [code, words] of [["fr", "1 vérification en échec plus bas"], ["en", "1 failed check further down"], ["es", "1 comprobación fallida más abajo"]]) {
    await desk.language(code);
    await desk.look(`desk-20-all-is-wrong-read-${code}`, { fits: true });
    await page.setViewportSize({ ...size, height: 660 });
    await desk.shows(words, ".checks-below-place .more-below");
    assert.equal(await page.evaluate(failedAndCovered), 1);
    if (code !== "es") await page.setViewportSize(size);
  }
  await page.screenshot({ path: `${desk.screenshots}/desk-20-checks-below.png` });
  await page.focus(".checks-below-place .more-below");
  await page.keyboard.press("Space");
  await page.waitForSelector(".checks-below-place button", { state: "detached" });
  assert.equal(await page.evaluate(failedAndCovered), 0, "it leads there");
  await page.setViewportSize(size);
  await page.unroute("**/api/readings*");
  await page.getByRole("button", { name: "Descartar" }).click();
  await page.waitForSelector("[data-test=drop]");
}

/** A station that does not answer any more, on a page that it has told everything before. */
async function claimsNothingUnheard(desk, picture) {
  const { page } = desk;
  await page.route("**/api/**", (route) => route.abort());
  await page.setInputFiles("[data-test=picture]", picture);
  await desk.shows("La estación no responde", ".strip");
  for (const code of ["fr", "en", "es"]) {
    await desk.language(code);
    await desk.look(`desk-20-not-heard-${code}`, { fits: true });
  }
  const notHeard = /^La estación no responde .*sin saber desde las \d\d:\d\d$/;
  assert.match(await desk.text(".strip"), notHeard, "and nothing else");
  await page.keyboard.press("Shift+F1");
  const { said, close } = await page.locator("dialog").evaluate((dialog) => ({
    said: dialog.innerText.replace(/\s+/g, " "), close: dialog.querySelector(".dialog-actions").innerText.replace(/\s+/g, " ") }));
  assert.match(said.slice(said.indexOf("La estación no"), said.indexOf(close)).trim(), notHeard, `nor there: ${said}`);
  await desk.closesDialog();
}

/** As long as the station answers it is not said to be gone. */
async function saysThatNothingComesByItself(desk) {
  const { page } = desk;
  await page.evaluate(() => {
    globalThis.gone = 0;
    new MutationObserver(() => { globalThis.gone += document.querySelector(".strip").innerText.includes("no responde") ? 1 : 0; })
      .observe(document.querySelector(".top"), { subtree: true, childList: true, characterData: true });
  });
  await page.locator(".strip").getByText("Sin avisos en vivo").waitFor();
  // Over the next times that the page tries.
  await page.waitForTimeout(11_000);
  assert.equal(await page.locator(".strip").getByText("Sin avisos en vivo").count(), 1);
  assert.equal(await page.evaluate(() => globalThis.gone), 0);
}

/** The page asks for it, with everything else. */
async function takesWhatIsScannedAllTheSame(desk, drop, { file, number }) {
  const { page } = desk;
  const made = join(drop, "..", "no-news.jpg");
  writeFileSync(made, readFileSync(file));
  renameSync(made, join(drop, "no-news.jpg"));
  await page.waitForSelector(".zone");
  assert.equal(await desk.text(".fields .value.code"), number);
  await desk.shows("Sin avisos en vivo", ".strip");
  await page.getByRole("button", { name: "Descartar" }).click();
  await page.waitForSelector("[data-test=drop]");
  // Over the next times that the page asks: what was taken is nobody else's.
  await page.waitForTimeout(11_000);
  assert.equal(await page.locator(".zone").count(), 0);
}

/** A strip as after ten days without a link: nobody waits for those here. */
export async function saysWhichListIsOldest(desk, drop, pictures) {
  const { page } = desk;
  // Closed for good: a stream that is cut comes back, and is cut again.
  await page.route("**/api/events", (route) => route.fulfill({ status: 204 }));
  await page.route("**/api/strip", async (route) => {
    const strip = await (await route.fetch()).json();
    const days = { alerts: 11, policies: 9, "open-stays": 10 };
    for (const list of strip.bulletins)
      if (days[list.channel]) Object.assign(list, { version: "1", entries: 1, stale: true,
        issued_at: new Date(Date.parse(strip.at) - days[list.channel] * 86_400_000).toISOString() });
    await route.fulfill({ json: strip });
  });
  await page.reload();
  await desk.shows("Estancias abiertas: 10 d", ".strip-button");
  await saysThatNothingComesByItself(desk);
  await takesWhatIsScannedAllTheSame(desk, drop, pictures.clean);
  for (const code of ["fr", "en", "es"]) {
    await desk.language(code);
    await desk.look(`desk-20-old-lists-${code}`, { fits: true });
  }
  await showsAllThatMayBeWrong(desk);
  await hidesNoCheckThatFailed(desk, pictures.wrong_digit);
  await claimsNothingUnheard(desk, pictures.clean.file);
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.reload();
  await desk.shows("Sin conexión", ".strip");
}

/** In the officer's language; the log's English and the address are there for who asks for them. */
export async function saysWhatTheLinkLacks(desk) {
  const { page } = desk;
  for (const [code, words] of [["fr", "la connexion a été coupée"], ["en", "the connection was cut"], ["es", "se cortó la conexión"]]) {
    await choosesBehind(page, code);
    await desk.shows(words, "[data-test=link]");
    const read = (await desk.text("[data-test=link]")).match(/\d+\.\d+\.\d+\.\d+|:\d{4}/);
    assert.equal(read, null, "no address before it is asked for");
  }
  await page.click(".link-logged summary");
  await page.locator(".link-logged [lang=en]").getByText("127.0.0.1").first().waitFor();
  await desk.look("desk-20-link-logged", { fits: true });
}
