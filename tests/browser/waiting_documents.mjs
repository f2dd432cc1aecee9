// A document that a scanner leaves while a desk types in from paper: it waits, which the screen says, and is
// of now.
import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const waits = "[data-test=scanner-waits]";

export async function waitsForPaper(desk, other, scene, moment) {
  const { page } = desk;
  // The other desk would take it.
  await other.page.keyboard.press("F4");
  await other.page.waitForSelector(".by-hand");
  await page.keyboard.press("Shift+F4");
  await page.fill("#paper-at", moment);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".paper-banner");
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
}
