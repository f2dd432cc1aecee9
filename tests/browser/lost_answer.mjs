// The decision is durable and its answer is lost; the officer has another mind meanwhile. What was recorded stands, and
// the desk is free.
import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const idle = "[data-test=drop]";

/** The station records, and its answer never comes: once. */
export async function losesTheAnswer(page) {
  let lost = false;
  await page.route("**/decision", async (route) => {
    if (lost) return route.continue();
    lost = true;
    await route.fetch();
    await route.abort("connectionreset");
  });
}

async function admitsForTwentyDays(desk, { file }) {
  const { page } = desk;
  await page.waitForSelector(idle);
  await page.setInputFiles("[data-test=picture]", file);
  await page.waitForSelector(".zone");
  await page.selectOption("#purpose", "holiday");
  await page.selectOption("#transport", "own_vehicle");
  await page.fill("#days", "20");
  await losesTheAnswer(page);
  await desk.decides("F8");
  await desk.shows("La estación no responde", ".bar");
  desk.complaints.length = 0;
}

async function showsWhatStands(desk, number) {
  const { page } = desk;
  await desk.shows("Ya estaba registrado", ".bar-done");
  await desk.shows("20 días", ".bar-done");
  assert.equal(await page.locator(".zone").count(), 0, "the desk is free");
  await page.locator("[data-test=recent] li", { hasText: number }).first().getByText("Admitido").waitFor();
  await page.unrouteAll({ behavior: "ignoreErrors" });
}

export async function keepsWhatWasRecorded(desk, { drop, pictures: { second, third } }) {
  const { page } = desk;
  await admitsForTwentyDays(desk, second);
  await page.fill("#days", "25");
  await desk.decides("F8");
  await showsWhatStands(desk, second.number);
  for (const code of ["fr", "en", "es"]) {
    await desk.language(code);
    await desk.look(`desk-65-recorded-before-${code}`, { fits: true });
  }
  await page.keyboard.press("F7");
  await desk.shows("20", ".slip-lines");
  await desk.closesDialog();
  await admitsForTwentyDays(desk, second);
  await page.getByRole("button", { name: "Descartar" }).click();
  await showsWhatStands(desk, second.number);
  const next = join(drop, "..", "after-lost.jpg");
  writeFileSync(next, readFileSync(third.file));
  renameSync(next, join(drop, "after-lost.jpg"));
  await page.waitForSelector(".zone");
  assert.equal(await desk.text(".fields .value.code"), third.number, "whoever comes next is taken");
  await page.getByRole("button", { name: "Descartar" }).click();
  await page.waitForSelector(idle);
}
