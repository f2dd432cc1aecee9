// A desk that nobody touches locks, and opens as it was for the officer who left it.
import assert from "node:assert/strict";
import { choosesBehind, Console } from "./browser.mjs";
import { asksBeforeWhatIsTypedIsLost, followsTheOtherTab, keysInOneKeepTheOtherOpen } from "./tabs.mjs";

const idle = "[data-test=drop]";

async function readDocument(desk, { file, number }) {
  await desk.page.waitForSelector(idle);
  await desk.page.setInputFiles("[data-test=picture]", file);
  await desk.page.waitForSelector(".zone");
  assert.equal(await desk.text(".fields .value.code"), number);
}

export async function locks(browser, scene) {
  const { desk: place, pictures, screenshots } = scene;
  const desk = await Console.open(browser, place.url, screenshots);
  const { page } = desk;
  await page.clock.install();
  await page.reload();
  await page.waitForSelector("#officer");
  await desk.logIn(place.officer, place.password);
  await readDocument(desk, pictures.clean);
  await page.clock.fastForward("14:10");
  await page.waitForSelector(".idle-warning");
  await desk.shows("se bloquea en menos de un minuto", ".idle-warning");
  await desk.look("desk-50-about-to-lock", { fits: true });
  await page.keyboard.press("Shift");
  await page.waitForSelector(".idle-warning", { state: "detached" });
  await keysInOneKeepTheOtherOpen(desk);
  await page.clock.fastForward("15:01");
  await desk.shows("Página bloqueada", "h1");
  assert.equal(await page.locator(".fields").count(), 0, "nothing of the traveller shows");
  assert.equal(await page.inputValue("#officer"), place.officer);
  await page.waitForFunction(() => document.activeElement?.id === "password");
  await desk.look("desk-51-locked", { fits: true });
  const answer = await page.evaluate(async () => {
    const response = await fetch("/api/decisions");
    await response.text();  // or Chromium keeps it back from whoever looks on
    return response.status;
  });
  assert.equal(answer, 401, "the station locks too, not the page alone");
  desk.complaints.length = 0;
  await page.keyboard.type(place.password);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".fields");
  assert.equal(await desk.text(".fields .value.code"), pictures.clean.number, "the inspection in hand is still there");
  await asksBeforeItLogsOut(desk, place, pictures.clean);
  await keepsWhatIsTyped(desk, place);
  await comesBackWithThePage(desk, place, pictures.clean);
  await page.clock.fastForward("15:01");
  await desk.shows("Página bloqueada", "h1");
  await page.waitForFunction(() => document.activeElement?.id === "password");
  await desk.logIn(scene.other_officer, place.password);
  await page.waitForSelector(idle);
  await desk.shows("Benita López", ".who");
  assert.equal(await page.locator(".fields").count(), 0, "of the other officer's work nothing is left");
  await desk.look("desk-52-another-officer", { fits: true });
  await asksBeforeWhatIsTypedIsLost(desk);
  await followsTheOtherTab(desk, scene, pictures.clean);
  await closesAShift(desk);
}

/** By the keyboard: the button that has the focus leaves nobody, and whoever goes after all finds the traveller again. */
async function asksBeforeItLogsOut(desk, { officer, password }, { number }) {
  const { page } = desk;
  const asks = async () => {
    await page.getByRole("button", { name: "Salir" }).focus();
    await page.keyboard.press("Enter");
    await desk.shows("Salir con un viajero sin decisión", "dialog h2");
    assert.equal(await desk.text("dialog .dialog-who .code"), number);
  };
  for (const key of ["Enter", "Escape"]) {
    await asks();
    await page.keyboard.press(key);
    await page.waitForSelector(".dialog", { state: "detached" });
    assert.equal(await desk.text(".fields .value.code"), number);
  }
  await asks();
  for (const [code, words] of [["fr", "Sur ce voyageur"], ["en", "About this traveller"], ["es", "Sobre este viajero"]]) {
    await choosesBehind(page, code);
    await desk.shows(words, "dialog");
  }
  await desk.look("desk-51-log-out-asks", { fits: true });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#officer");
  desk.complaints.length = 0;
  await desk.logIn(officer, password);
  await page.waitForSelector(".fields");
  assert.equal(await desk.text(".fields .value.code"), number);
}

/** Half a number, and a page that locks over it. */
async function keepsWhatIsTyped(desk, { password }) {
  const { page } = desk;
  await page.keyboard.press("F4");
  await page.fill("#hand-document_number", "HALF");
  await page.clock.fastForward("15:01");
  await desk.shows("Página bloqueada", "h1");
  await page.waitForFunction(() => document.activeElement?.id === "password");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.waitForSelector("#hand-document_number");
  assert.equal(await page.inputValue("#hand-document_number"), "HALF");
  await page.locator(".hand-actions").getByRole("button", { name: "Cancelar" }).click();
  await page.keyboard.press("F4");
  assert.notEqual(await page.inputValue("#hand-document_number"), "HALF", "what was cancelled is gone");
  await page.locator(".hand-actions").getByRole("button", { name: "Cancelar" }).click();
  await page.waitForSelector(".fields");
}

/** The browser asks before the page goes; of who loads it after all the traveller is there again, as long as the
    station has them. */
async function comesBackWithThePage(desk, { password }, { number }) {
  const { page } = desk;
  const asked = [];
  const leaves = (dialog) => { asked.push(dialog.type()); return dialog.accept(); };
  page.on("dialog", leaves);
  await page.reload();
  await page.waitForSelector(".fields");
  assert.deepEqual(asked, ["beforeunload"]);
  assert.equal(await desk.text(".fields .value.code"), number);
  await desk.shows("La página se cargó de nuevo", ".bar");
  await desk.look("desk-51-loaded-again", { fits: true });
  // As when the station was started again meanwhile.
  await page.evaluate(() => fetch(`/api/inspections/${JSON.parse(sessionStorage["garita.in_hand"]).id}`, { method: "DELETE" }));
  await page.clock.fastForward("15:01");
  await desk.shows("Página bloqueada", "h1");
  await page.waitForFunction(() => document.activeElement?.id === "password");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await desk.shows("La inspección ya no existe", ".bar");
  await page.waitForSelector(idle);
  desk.complaints.length = 0;
  asked.length = 0;
  await page.reload();
  await page.waitForSelector(idle);
  assert.deepEqual(asked, [], "there is nobody to ask about");
  page.off("dialog", leaves);
}

/** By the keyboard alone: a key shows the counts, an Enter without a look closes nothing but the dialog, and the paper
    has nothing else. */
async function closesAShift(desk) {
  const { page } = desk;
  await page.keyboard.press("F1");
  await desk.shows("Turno de Benita López", ".shift");
  assert.equal(await desk.text(".shift [data-count=entries]"), "0");
  await desk.look("desk-53-shift", { fits: true });
  await page.keyboard.press("Enter");
  await page.waitForSelector(".dialog", { state: "detached" });
  await page.keyboard.press("F1");
  await desk.shows("abierto", ".shift");
  for (let stops = 0; await page.evaluate(() => document.activeElement?.id) !== "close-shift" && stops < 5; stops++)
    await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#leave");
  await desk.shows("El turno está cerrado", "dialog [role=status]");
  assert.equal(await page.locator("#close-shift").count(), 0);
  await page.evaluate(() => { window.printed = 0; window.print = () => { window.printed += 1; }; });
  await page.click("#print-shift");
  assert.equal(await page.evaluate(() => window.printed), 1);
  for (const [code, word] of [["fr", "Service de"], ["en", "Shift of"], ["es", "Turno de"]]) {
    await choosesBehind(page, code);
    await desk.shows(word, ".shift");
  }
  await desk.shows("Benita López (blopez)", ".slip-signatures");
  await desk.look("desk-54-shift-closed", { fits: true });
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".bar").evaluate((bar) => getComputedStyle(bar).visibility), "hidden");
  await page.screenshot({ path: `${desk.screenshots}/desk-54-shift-printed.png` });
  await page.emulateMedia({ media: null });
  await page.click("#leave");
  await page.waitForSelector("#officer");
}
