// How many keys a decision costs, counted by the page's own events: a scanner leaves the picture, and every
// key and every press of a pointer from then on is the officer's.
import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { Console } from "./browser.mjs";

const idle = "[data-test=drop]";
let scans = 0;

/** Counts from now on. Held down, a key is one. */
async function countAnew(desk) {
  await desk.page.evaluate(() => {
    globalThis.spent = { keys: 0, pointers: 0 };
    if (globalThis.counts) return;
    globalThis.counts = true;
    document.addEventListener("keydown", (event) => { if (event.isTrusted && !event.repeat) globalThis.spent.keys++; }, true);
    document.addEventListener("pointerdown", (event) => { if (event.isTrusted) globalThis.spent.pointers++; }, true);
  });
}

/** As a scanner does: the whole picture appears at once. */
function scan(drop, file) {
  const name = `keys-${++scans}.jpg`;
  writeFileSync(join(drop, "..", name), readFileSync(file));
  renameSync(join(drop, "..", name), join(drop, name));
}

/** A page under several lights, which are one picture each. */
function scanLights(drop, lights) {
  const page = `keys-${++scans}`;
  for (const [light, file] of Object.entries(lights)) {
    const name = `${page}.${light}${extname(file)}`;
    writeFileSync(join(drop, "..", name), readFileSync(file));
    renameSync(join(drop, "..", name), join(drop, name));
  }
}

async function costs(desk, wanted, what) {
  assert.deepEqual(await desk.page.evaluate(() => globalThis.spent), { keys: wanted, pointers: 0 }, what);
}

/** A traveller is scanned, `keys` are pressed one after the other, and the station says what became of it. */
async function decides(desk, { drop, file, keys, says, look, beyond }) {
  await desk.page.waitForSelector(idle);
  await countAnew(desk);
  scan(drop, file);
  if (keys.length > 0) await desk.page.waitForSelector(".zone");
  if (beyond) assert.equal(await desk.page.locator("#other_state").inputValue(), beyond);
  await desk.hasLooked();
  for (const key of keys) await desk.page.keyboard.press(key, { delay: 40 });
  await desk.page.locator(".bar-done").getByText(says).waitFor();
  if (look) await desk.look(look, { fits: true });
  await costs(desk, keys.length, says);
}

async function opens(browser, place, screenshots) {
  const desk = await Console.open(browser, place.url, screenshots);
  await desk.page.waitForSelector("#officer");
  await desk.logIn(place.officer, place.password);
  await desk.page.waitForSelector(idle);
  return desk;
}

const turn = (desk, word) => desk.page.locator(".direction label", { hasText: word }).click();

/** The country's policies ask for a key at every exit, and where travellers come from: the post proposes it. */
export async function countsKeys(browser, { desk: place, drop, pictures, screenshots }) {
  const desk = await opens(browser, place, screenshots);
  const { clean, fresh, second, refused } = pictures;
  // Purpose and transport are as on the last trip.
  await decides(desk, { drop, file: clean.file, keys: ["F8"], says: "Admitido", beyond: "QMA" });
  // A first visit is asked its purpose: the field has the focus, and a letter answers it.
  await decides(desk, { drop, file: fresh.file, keys: ["v", "F8"], says: "Admitido", look: "desk-42-first-visit" });
  await decides(desk, { drop, file: second.file, keys: ["F9", "Space", "F9"], says: "Derivado" });
  await decides(desk, { drop, file: refused.file, keys: ["F10", "s", "Tab", "Space", "F10"], says: "Rechazado" });
  await turn(desk, "Salida");
  await decides(desk, { drop, file: clean.file, keys: ["F8"], says: "Salida autorizada", beyond: "QMA" });
  await desk.page.close();
}

/** Somebody stuck a barcode on the passport that names somebody else: nobody leaves before an officer has looked. */
async function staysWithWhomABarcodeContradicts(desk, drop, { film_one, stuck_on }) {
  await desk.page.waitForSelector(idle);
  scanLights(drop, { white: film_one.file, ir: stuck_on.file });
  await desk.page.waitForSelector(".findings-stay");
  await desk.hasLooked();
  await desk.page.waitForTimeout(1000);
  assert.equal(await desk.page.locator(".bar-done").count(), 0, "not by the scan");
  assert.equal(await desk.text(".panel-data .whose"), "ARGUETA SOLIS, ELENA");
  await desk.look("desk-43-exit-contradicted", { fits: true });
  await desk.page.keyboard.press("F8");
  await desk.shows("1 pregunta", ".bar");
  await desk.page.selectOption("#question-override-reading", "read_by_eye");
  await desk.page.keyboard.press("F8");
  await desk.page.locator(".bar-done").getByText("Salida autorizada: ARGUETA SOLIS, ELENA").waitFor();
}

/** They let whoever leaves go by the scan, where nothing is amiss. */
export async function exitsByScan(browser, { desk: place, drop, pictures, screenshots }) {
  const desk = await opens(browser, place, screenshots);
  await turn(desk, "Salida");
  await decides(desk, { drop, file: pictures.fresh.file, keys: [], says: "Salida autorizada: ZALDIVAR OCHOA, RENATA", look: "desk-43-exit-by-scan" });
  await staysWithWhomABarcodeContradicts(desk, drop, pictures);
  // Nobody knows of a stay any more: the officer looks, and presses the key.
  await decides(desk, { drop, file: pictures.clean.file, keys: ["F8"], says: "Salida autorizada" });
  await desk.page.close();
}
