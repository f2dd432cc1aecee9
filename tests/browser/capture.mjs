// Documents that reach the desk without a key of the officer's: a reader that types, a scanner's
// folder, the browser's camera.
import assert from "node:assert/strict";
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { confirmsABarcode, givesWayToASwipe, tellsTwoBarcodes } from "./barcode.mjs";
import { Console, openBrowser } from "./browser.mjs";
import { crossesTogether } from "./families.mjs";

const idle = "[data-test=drop]";
// ICAO's own, with later expiry dates and the digits that these make.
export const swiped = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F3204153ZE184226B<<<<<16"];
const another = ["P<UTOMUSTER<<MAX<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "X1234567<7UTO7001017M3012316<<<<<<<<<<<<<<06"];

/** What the page hears of the strokes, from now on. */
const listen = () => {
  const field = document.activeElement;
  globalThis.heard = { field, value: field.value, at: [], stroke: (event) => globalThis.heard.at.push(event.timeStamp) };
  globalThis.addEventListener("keydown", globalThis.heard.stroke, true);
};

/** Whether they came as a reader's: quick at first, then without a pause (wedge.ts). If not, the field is as before. */
const cameAsAReaders = () => {
  const { field, value, at, stroke } = globalThis.heard;
  globalThis.removeEventListener("keydown", stroke, true);
  const quick = at.every((one, index) => index === 0 || one - at[index - 1] <= (index < 6 ? 35 : 250));
  if (!quick && value !== undefined && field.value !== value) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return quick;
};

/** As a reader does it: the next key without waiting for what came of the last. Real key events, through
    the browser's own input; anew where a busy machine sent them at a person's pace. */
export async function swipe(desk, lines) {
  const input = await desk.page.context().newCDPSession(desk.page);
  const strokes = [...`${lines.join("\n")}\n`].flatMap((one) => {
    const enter = one === "\n";
    const code = enter ? "Enter" : one === "<" ? "Comma" : /[0-9]/.test(one) ? `Digit${one}` : `Key${one}`;
    const key = { key: enter ? "Enter" : one, code, modifiers: one === "<" ? 8 : 0,
      windowsVirtualKeyCode: enter ? 13 : one === "<" ? 188 : one.charCodeAt(0) };
    return [{ ...key, type: "keyDown", text: enter ? "\r" : one }, { ...key, type: "keyUp" }];
  });
  for (let tries = 0; tries < 5; tries += 1) {
    await desk.page.evaluate(listen);
    await Promise.all(strokes.map((stroke) => input.send("Input.dispatchKeyEvent", stroke)));
    if (await desk.page.evaluate(cameAsAReaders)) break;
    await desk.page.waitForTimeout(500);
  }
  await input.detach();
}
/** The film shows each document for seconds, and who was read a moment ago is not taken again. */
const filmShowsOne = { timeout: 40_000 };
const documentNumber = (desk) => desk.text(".fields .value.code");

async function opensDesk(browser, place, screenshots, more) {
  const desk = await Console.open(browser, place.url, screenshots, more);
  await desk.page.waitForSelector("#officer");
  await desk.logIn(place.officer, place.password);
  await desk.page.waitForSelector(idle);
  return desk;
}

async function admits(desk) {
  for (const [id, value] of [["#purpose", "holiday"], ["#transport", "own_vehicle"]])
    if (await desk.page.locator(id).inputValue() === "") await desk.page.selectOption(id, value);
  await desk.decides("F8");
  await desk.shows("Admitido", ".bar");
}

/** Where the officer looks; what a busy machine took in too slowly is said there too, and swiped again. */
async function isToldInTheDialog(desk, words) {
  const told = desk.page.locator(".dialog-meanwhile");
  await told.waitFor();
  if ((await told.innerText()).includes("Pase el documento de nuevo")) await swipe(desk, another);
  await told.getByText(words).waitFor();
}

async function readsASwipeWhereverTheFocusIs(desk) {
  await desk.page.focus("#choose-picture");
  await swipe(desk, swiped);
  await desk.page.waitForSelector(".zone");
  assert.equal(await documentNumber(desk), "L898902C3");
  await desk.page.selectOption("#purpose", "holiday");
  for (const [field, value] of [["#days", "17"], ["#purpose", "holiday"]]) {
    if (field === "#days") await desk.page.fill(field, value);
    await desk.page.focus(field);
    await swipe(desk, another);
    await desk.shows("NO se tomó", ".bar");
    assert.equal(await desk.page.inputValue(field), value, "nothing of it lands in a field");
  }
  await desk.look("desk-31-swipe-too-early", { fits: true });
  await desk.decides("F10");
  await desk.page.waitForSelector(".dialog-refuse");
  await desk.page.focus(".dialog button[type=submit]");
  await swipe(desk, another);
  await desk.page.waitForTimeout(400);
  assert.equal(await desk.page.locator(".dialog .error-summary a").count(), 0, "its Enter presses no button");
  await isToldInTheDialog(desk, "el otro documento NO se tomó");
  await desk.look("desk-31-swipe-behind-a-dialog", { fits: true });
  await desk.closesDialog();
  await desk.decides("F10");
  await desk.page.waitForSelector(".dialog-refuse");
  assert.equal(await desk.page.locator(".dialog-meanwhile").count(), 0, "it is not said of the next time");
  await desk.closesDialog();
  await desk.page.focus("#days");
  await desk.page.fill("#days", "");
  await desk.page.keyboard.type("21", { delay: 60 });
  assert.equal(await desk.page.inputValue("#days"), "21", "a person types as ever");
  await admits(desk);
  await swipe(desk, ["0123456789"]);
  await desk.shows("no es una zona de lectura", ".bar");
  await desk.page.waitForSelector(idle);
  await desk.page.keyboard.press("F1");
  await desk.page.waitForSelector(".shift");
  await swipe(desk, another);
  await isToldInTheDialog(desk, "Termine primero con esta ventana");
  await desk.closesDialog();
  assert.equal(await desk.page.locator(".zone").count(), 0);
}

async function takesWhatAScannerLeaves(desk, drop, pictures) {
  const picture = readFileSync(pictures.clean.file);
  const file = join(drop, "scan-0001.jpg");
  writeFileSync(file, picture.subarray(0, picture.length / 2));
  await desk.page.waitForTimeout(900);
  assert.equal(await desk.page.locator(".zone").count(), 0, "half a picture is waited for");
  appendFileSync(file, picture.subarray(picture.length / 2));
  await desk.page.waitForSelector(".zone");
  assert.equal(await documentNumber(desk), pictures.clean.number);
  assert.equal(existsSync(file), false, "nothing of it stays");
  writeFileSync(join(drop, "scan-0002.jpg"), picture);
  await desk.page.waitForTimeout(1200);
  assert.equal(existsSync(join(drop, "scan-0002.jpg")), false);
  await desk.look("desk-32-scanned", { fits: true });
  await admits(desk);
  await desk.page.waitForTimeout(1500);
  assert.equal(await desk.page.locator(".zone").count(), 0, "another light of the same page is no other traveller");
  writeFileSync(join(drop, "notes.txt"), "no picture");
  await desk.shows("no es una imagen: se apartó", ".bar");
  assert.deepEqual(readdirSync(drop), ["not-read"]);
  assert.deepEqual(readdirSync(join(drop, "not-read")), ["notes.txt"]);
  await desk.look("desk-33-set-aside", { fits: true });
}

/** The film shows one document for seconds, then another, and begins again: each is taken once. */
async function releasesTheShutterByItself(place, film, pictures, screenshots) {
  const browser = await openBrowser(["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${film}`]);
  try {
    const desk = await opensDesk(browser, place, screenshots, { permissions: ["camera"] });
    await desk.page.keyboard.press("F3");
    await desk.page.waitForSelector("video.camera");
    await desk.page.waitForFunction(() => document.querySelector("video.camera")?.videoWidth > 0);
    await desk.look("desk-34-camera", { fits: true });
    const seen = [];
    for (let traveller = 0; traveller < 2; traveller++) {
      await desk.page.waitForSelector(".zone", filmShowsOne);
      seen.push(await documentNumber(desk));
      if (traveller === 0) await desk.look("desk-35-released", { fits: true });
      await admits(desk);
    }
    assert.deepEqual([...seen].sort(), [pictures.film_one.number, pictures.film_two.number].sort());
    await desk.page.keyboard.press("F3");
    await desk.page.waitForSelector("video.camera", { state: "detached" });
  } finally {
    await browser.close();
  }
}

/** What is typed is not lost to a document that comes by itself; an empty form is. */
async function keepsWhatIsTyped(desk) {
  const { page } = desk;
  await page.keyboard.press("F4");
  await page.fill("#hand-surname", "TECLEADO");
  await page.focus("#hand-document_number");
  await swipe(desk, swiped);
  await desk.shows("NO se tomó", ".bar");
  assert.equal(await page.inputValue("#hand-surname"), "TECLEADO");
  await page.getByRole("button", { name: "Cancelar" }).click();
  await page.keyboard.press("F4");
  await page.waitForSelector("#hand-document_number:focus");
  await swipe(desk, swiped);
  await page.waitForSelector(".zone");
  await page.getByRole("button", { name: "Descartar" }).click();
  await page.waitForSelector(idle);
}

/** Documents lie under the camera all the time: beside a form and behind a dialog they wait. */
async function waitsForTheOfficer(place, film, screenshots) {
  const browser = await openBrowser(["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${film}`]);
  try {
    const desk = await opensDesk(browser, place, screenshots, { permissions: ["camera"] });
    const { page } = desk;
    await keepsWhatIsTyped(desk);
    await page.keyboard.press("F4");
    await page.fill("#hand-surname", "TECLEADO");
    await page.locator(".drop-actions button", { hasText: "Cámara" }).click();
    await desk.shows("La cámara espera", ".camera-hint");
    await page.waitForTimeout(4500);
    assert.equal(await page.inputValue("#hand-surname"), "TECLEADO", "nothing that is typed is lost");
    await desk.look("desk-37-camera-waits", { fits: true });
    await page.getByRole("button", { name: "Cancelar" }).click();
    await page.waitForSelector(".zone", filmShowsOne);
    await page.getByRole("button", { name: "Descartar" }).click();
    await page.waitForSelector(idle);
    await page.keyboard.press("F1");
    await page.waitForSelector(".shift");
    await page.waitForTimeout(6000);
    assert.equal(await page.locator(".zone").count(), 0, "nobody is read behind a dialog");
    await desk.closesDialog();
    await page.waitForSelector(".zone", filmShowsOne);
  } finally {
    await browser.close();
  }
}

async function saysWhyThereIsNoCamera(place, film, screenshots) {
  for (const [args, words, name] of [
    [["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${film}`], "no permite usar la cámara", "desk-36-camera-refused"],
    [[], "No hay ninguna cámara", "desk-37-no-camera"],
  ]) {
    const browser = await openBrowser(args);
    try {
      const desk = await opensDesk(browser, place, screenshots, args.length ? {} : { permissions: ["camera"] });
      await desk.page.keyboard.press("F3");
      await desk.shows(words, ".panel-document");
      await desk.look(name, { fits: true });
      assert.equal(await desk.page.locator("#choose-picture").count(), 1, "a picture can still be chosen");
    } finally {
      await browser.close();
    }
  }
}

export async function captures(browser, { desk: place, drop, film, pictures, screenshots }) {
  const desk = await opensDesk(browser, place, screenshots);
  await readsASwipeWhereverTheFocusIs(desk);
  await takesWhatAScannerLeaves(desk, drop, pictures);
  await confirmsABarcode(desk, pictures.licence);
  await tellsTwoBarcodes(desk, pictures.stuck_on);
  await givesWayToASwipe(desk, pictures.licence, swiped, swipe);
  await crossesTogether(desk, swipe);
  await desk.page.close();
  await releasesTheShutterByItself(place, film, pictures, screenshots);
  await waitsForTheOfficer(place, film, screenshots);
  await saysWhyThereIsNoCamera(place, film, screenshots);
}
