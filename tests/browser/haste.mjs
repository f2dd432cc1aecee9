// Keys in a row, with the next traveller's picture waiting: nobody is decided about who was not seen.
import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Console } from "./browser.mjs";
import { keepsWhatWasRecorded } from "./lost_answer.mjs";

const idle = "[data-test=drop]";
let scans = 0;

/** As a scanner does: the whole picture appears at once. */
function scan(drop, file) {
  const name = `haste-${++scans}.jpg`;
  writeFileSync(join(drop, "..", name), readFileSync(file));
  renameSync(join(drop, "..", name), join(drop, name));
}

const shows = (desk, number) => desk.page.waitForFunction(
  (wanted) => document.querySelector(".fields .value.code")?.textContent === wanted, number);
const records = (desk) => desk.page.evaluate(async () =>
  (await (await fetch("/api/decisions?limit=100")).json()).items.length);

async function putsAside(desk) {
  await desk.page.getByRole("button", { name: "Descartar" }).click();
  await desk.page.waitForSelector(idle);
}

async function twoAreScanned(desk, { drop, pictures: { second, third } }) {
  scan(drop, second.file);
  await shows(desk, second.number);
  scan(drop, third.file);
  await desk.page.waitForTimeout(600);
  await desk.hasLooked();
}

async function pressesTwice(desk, scene, gapMilliseconds) {
  await twoAreScanned(desk, scene);
  const before = await records(desk);
  await desk.page.keyboard.press("F8");
  if (gapMilliseconds) await desk.page.waitForTimeout(gapMilliseconds);
  else await shows(desk, scene.pictures.third.number);
  await desk.page.keyboard.press("F8");
  await shows(desk, scene.pictures.third.number);
  await desk.hasLooked();
  assert.equal(await records(desk), before + 1, `a second press after ${gapMilliseconds} ms`);
  await putsAside(desk);
}

/** The next traveller stands there: the key, and a click, did not count, which is said. */
async function saysThatItDidNotCount(desk, scene) {
  for (const decide of [(page) => page.keyboard.press("F8"), (page) => page.click(".decide-admit", { force: true }), (page) => page.keyboard.press("F9")]) {
    await twoAreScanned(desk, scene);
    const before = await records(desk);
    await desk.page.keyboard.press("F8");
    await desk.page.waitForSelector("[data-test=just-came]");
    await desk.shows("Mire a la persona", ".bar-text");
    await decide(desk.page);
    await desk.shows("la tecla no contó", ".bar-text");
    await desk.shows("la tecla no contó", "[role=alert]");
    assert.equal(await desk.page.locator(".dialog").count(), 0);
    await desk.hasLooked();
    assert.equal(await records(desk), before + 1);
    await putsAside(desk);
  }
}

/** What the station knows has changed under the officer's hands: that is looked at too before a key counts. */
async function looksAtWhatChanged(desk, scene) {
  const { page } = desk;
  scan(scene.drop, scene.pictures.second.file);
  await shows(desk, scene.pictures.second.number);
  await desk.hasLooked();
  await desk.shows("Listo para decidir", ".bar-text");
  const before = await records(desk);
  await page.route("**/decision", (route) => route.fulfill({ status: 409, contentType: "application/problem+json",
    body: JSON.stringify({ type: "urn:garita:problem:inspection-changed", title: "It has changed", status: 409 }) }));
  await page.keyboard.press("F8");
  await page.waitForSelector("[data-test=just-came]");
  assert.equal((await desk.text(".bar-text")).includes("Listo"), false, "nothing is ready while no key counts");
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.keyboard.press("F8");
  await desk.shows("Algo acaba de cambiar", "[role=alert]");
  await desk.hasLooked();
  assert.equal(await records(desk), before, "the key was for what stood there before");
  await page.keyboard.press("F8");
  await page.waitForSelector(".bar-done");
  assert.equal(await records(desk), before + 1);
}

export async function decidesAboutWhoWasSeen(browser, scene) {
  const { desk: place, screenshots } = scene;
  const desk = await Console.open(browser, place.url, screenshots);
  await desk.page.waitForSelector("#officer");
  await desk.logIn(place.officer, place.password);
  await desk.page.waitForSelector(idle);
  await keepsWhatWasRecorded(desk, scene);
  await desk.page.locator(".direction label", { hasText: "Salida" }).click();
  for (const gapMilliseconds of [120, 200, 0]) await pressesTwice(desk, scene, gapMilliseconds);
  await saysThatItDidNotCount(desk, scene);
  await looksAtWhatChanged(desk, scene);
  await desk.page.close();
}
