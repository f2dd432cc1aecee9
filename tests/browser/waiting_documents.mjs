// Documents that come by themselves while a desk types in from paper are of now, and none is taken for the
// sheet: what a scanner leaves waits, a swipe is refused, a camera's frame that was on its way is put aside.
// The screen says each.
import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Console, openBrowser } from "./browser.mjs";
import { swipe, swiped } from "./capture.mjs";

const waits = "[data-test=scanner-waits]";

async function goesOnPaper(page, moment) {
  await page.keyboard.press("Shift+F4");
  await page.fill("#paper-at", moment);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".paper-banner");
}

async function refusesASwipe(desk) {
  await swipe(desk, swiped);
  await desk.shows("el documento pasado por el lector NO se tomó. Deje el papel primero", ".bar");
  assert.equal(await desk.page.locator(".zone").count(), 0, "whose document it is stands here now");
  await desk.look("desk-65-paper-swipe", { fits: true });
}

/** The frame that shows a document is held back until the desk types in from paper. */
async function setsAFrameAside(scene, moment) {
  const browser = await openBrowser(
    ["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${scene.film}`]);
  try {
    const desk = await Console.open(browser, scene.desk.url, scene.screenshots, { permissions: ["camera"] });
    const { page } = desk;
    await page.waitForSelector("#officer");
    await desk.logIn(scene.other_officer, scene.desk.password);
    await page.waitForSelector("[data-test=drop]");
    let letGo;
    const onPaper = new Promise((resolve) => { letGo = resolve; });
    const isRead = new Promise((resolve) => {
      void page.route((url) => url.searchParams.has("frame"), async (route) => {
        const response = await route.fetch();
        if (response.status() === 201) {
          resolve();
          await onPaper;
        }
        await route.fulfill({ response });
      });
    });
    await page.keyboard.press("F3");
    await isRead;
    await goesOnPaper(page, moment);
    letGo();
    await desk.shows("El documento que vio la cámara NO se tomó", ".bar");
    await desk.shows("La cámara espera mientras se ingresa lo del papel", ".camera-hint");
    assert.equal(await page.locator(".zone").count(), 0, "it is not of the sheet");
    await desk.look("desk-66-paper-frame", { fits: true });
  } finally {
    await browser.close();
  }
}

export async function waitsForPaper(desk, other, scene, moment) {
  const { page } = desk;
  // The other desk would take it.
  await other.page.keyboard.press("F4");
  await other.page.waitForSelector(".by-hand");
  await goesOnPaper(page, moment);
  await refusesASwipe(desk);
  const made = join(scene.drop, "..", "of-now.jpg");
  writeFileSync(made, readFileSync(scene.pictures.third.file));
  renameSync(made, join(scene.drop, "of-now.jpg"));
  await desk.shows("espera hasta dos minutos", waits);
  assert.equal(await page.locator(".zone").count(), 0, "it is not of the sheet");
  await desk.look("desk-64-paper-scanner-waits", { fits: true });
  await page.click(".paper-banner button");
  await page.waitForSelector(".zone");
  assert.equal(await page.locator(".paper-banner").count(), 0, "whoever is read now is here now");
  await page.click(".document-actions button:last-child");
  await page.waitForSelector("[data-test=drop]");
  await other.page.click(".hand-actions .button-ghost");
  await other.page.waitForSelector("[data-test=drop]");
  await setsAFrameAside(scene, moment);
}
