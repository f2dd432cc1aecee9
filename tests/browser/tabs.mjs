// Two tabs of one browser have one session: what somebody does with it in one of them, the other follows.
import assert from "node:assert/strict";
import { choosesBehind } from "./browser.mjs";

const idle = "[data-test=drop]";

async function logsOut(page) {
  await page.getByRole("button", { name: "Salir" }).click();
  await page.waitForSelector("#officer");
}

async function logsIn(page, officer, password) {
  await page.fill("#officer", officer);
  await page.fill("#password", password);
  await page.keyboard.press("Enter");
  await page.waitForSelector(idle);
}

/** A traveller is in hand in the first tab, of the other officer; nobody has one in the second. */
export async function followsTheOtherTab(desk, { desk: place, other_officer }, { file, number }) {
  const { page } = desk;
  await page.setInputFiles("[data-test=picture]", file);
  await page.waitForSelector(".zone");
  const other = await page.context().newPage();
  other.setDefaultTimeout(15_000);
  await other.goto(place.url);
  await other.waitForSelector(idle);
  await logsOut(other);
  await page.waitForSelector("#officer");
  await logsIn(other, other_officer, place.password);
  await page.waitForSelector(".fields");
  assert.equal(await desk.text(".fields .value.code"), number, "the same officer goes on where the page stood");
  await logsOut(other);
  await page.waitForSelector("#officer");
  await logsIn(other, place.officer, place.password);
  await page.waitForSelector(idle);
  await desk.shows("Ana García", ".who");
  assert.equal(await page.locator(".fields").count(), 0, "of the other officer's work nothing is left");
  // Unheard, and at one stroke: the first tab learns of it once its stream ends.
  await page.setInputFiles("[data-test=picture]", file);
  await page.waitForSelector(".zone");
  const status = await other.evaluate(async (who) => (await fetch("/api/session", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(who) })).status,
  { officer: other_officer, password: place.password });
  assert.equal(status, 201);
  await page.locator(".who", { hasText: "Benita López" }).waitFor({ timeout: 40_000 });
  assert.equal(await page.locator(".fields").count(), 0, "nobody decides under another's name");
  await other.close();
  desk.complaints.length = 0;
}

/** Whoever works in one of them is there for all. */
export async function keysInOneKeepTheOtherOpen(desk) {
  const { page } = desk;
  const other = await page.context().newPage();
  await other.goto(desk.url);
  await other.waitForSelector(idle);
  await page.clock.fastForward("14:10");
  await page.waitForSelector(".idle-warning");
  await other.keyboard.press("Shift");
  await page.waitForSelector(".idle-warning", { state: "detached" });
  await other.close();
}

/** Without a traveller there is the form all the same. */
export async function asksBeforeWhatIsTypedIsLost(desk) {
  const { page } = desk;
  await page.keyboard.press("F4");
  await page.fill("#hand-document_number", "HALF");
  await page.getByRole("button", { name: "Salir" }).click();
  for (const [code, title, words] of [
    ["fr", "document à moitié saisi", "se perd si vous quittez"], ["en", "document half typed", "is lost when you log out"],
    ["es", "documento a medio teclear", "se pierde al salir"]]) {
    await choosesBehind(page, code);
    await desk.shows(title, "dialog h2");
    await desk.shows(words, "dialog");
  }
  assert.equal(await page.locator("dialog .dialog-who").count(), 0, "there is nobody");
  await desk.look("desk-51-log-out-asks-of-a-form", { fits: true });
  await desk.closesDialog();
  assert.equal(await page.inputValue("#hand-document_number"), "HALF");
  await page.locator(".hand-actions").getByRole("button", { name: "Cancelar" }).click();
  await page.waitForSelector(idle);
}
