// Policies want a second person before a record is taken back: a supervisor approves it at the officer's desk.
import assert from "node:assert/strict";
import { Console } from "./browser.mjs";

const idle = "[data-test=drop]";

async function admits(desk, picture) {
  const { page } = desk;
  await page.setInputFiles("[data-test=picture]", picture.file);
  await page.waitForSelector(".zone");
  for (const [id, value] of [["#purpose", "holiday"], ["#transport", "own_vehicle"]])
    if (await page.locator(id).inputValue() === "") await page.selectOption(id, value);
  await desk.decides("F8");
  await desk.shows("Admitido", ".bar");
}

async function takesBack(desk, row) {
  const { page } = desk;
  await row.locator(".recent-correct").click();
  await page.fill("#correct-reason", "Era otra persona.");
  await page.click(".dialog button[type=submit]");
  await page.waitForFunction(() => document.activeElement?.id === "approval-officer");
}

/** Only keys, as the supervisor would who leans over; no faster, or it is a reader that types. */
async function gives(page, officer, password) {
  await page.fill("#approval-officer", "");
  await page.focus("#approval-officer");
  await page.keyboard.type(officer, { delay: 60 });
  await page.keyboard.press("Tab");
  await page.keyboard.type(password, { delay: 60 });
  await page.keyboard.press("Enter");
}

export async function asksASecondPerson(browser, { desk: place, supervisor, pictures, screenshots }) {
  const desk = await Console.open(browser, place.url, screenshots);
  const { page } = desk;
  await page.waitForSelector("#officer");
  await desk.logIn(place.officer, place.password);
  await page.waitForSelector(idle);
  await admits(desk, pictures.third);
  const row = page.locator("[data-test=recent] li", { hasText: pictures.third.number }).first();
  await takesBack(desk, row);
  for (const language of ["fr", "en", "es"]) {
    await desk.language(language);
    await desk.look(`desk-70-approval-${language}`, { fits: true });
  }
  await page.keyboard.press("Escape");
  await desk.shows("antes lo aprueba un supervisor", ".dialog");
  assert.equal(await page.inputValue("#correct-reason"), "Era otra persona.", "what was written stands");
  await page.click(".dialog button[type=submit]");
  await gives(page, place.officer, place.password);
  await desk.shows("No aprobado", ".error-summary");
  await desk.look("desk-71-not-approved", { fits: true });
  await page.fill("#approval-password", "");
  await gives(page, supervisor, place.password);
  await row.getByText("Anulado").waitFor();
  await page.waitForFunction(() => !document.querySelector(".dialog"));
  await page.getByRole("button", { name: "Salir" }).click();
  await page.waitForSelector("#officer");
}
