// A live photo of the traveller, where the country's policies want one at entry: one key opens the camera,
// the same key takes it, and who has no camera says so and goes on.
import assert from "node:assert/strict";
import { Console, openBrowser } from "./browser.mjs";
import { unplug, watchesCameras } from "./unplug.mjs";

const idle = "[data-test=drop]";

async function opens(browser, { desk: place, screenshots }, more) {
  const desk = await Console.open(browser, place.url, screenshots, more);
  await desk.page.waitForSelector("#officer");
  await desk.logIn(place.officer, place.password);
  await desk.page.waitForSelector(idle);
  return desk;
}

async function reads(desk, picture) {
  await desk.page.waitForSelector(idle);
  await desk.page.setInputFiles("[data-test=picture]", picture);
  await desk.page.waitForSelector(".zone");
  for (const [id, value] of [["#purpose", "holiday"], ["#transport", "own_vehicle"]])
    if (await desk.page.locator(id).inputValue() === "") await desk.page.selectOption(id, value);
}

async function takesNoneOfACameraThatIsGone(desk) {
  const { page } = desk;
  await watchesCameras(page);
  await page.keyboard.press("F3");
  await page.waitForFunction(() => document.querySelector("dialog video")?.videoWidth > 0);
  await unplug(page);
  await desk.shows("La cámara se desconectó", "dialog");
  await page.keyboard.press("F3");
  await page.waitForTimeout(1_000);
  assert.equal(await page.locator("dialog").count(), 1);
  assert.equal(await page.locator("img.photo").count(), 0);
  await desk.closesDialog();
}

async function takesOne(scene) {
  const browser = await openBrowser(["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${scene.film}`]);
  try {
    const desk = await opens(browser, scene, { permissions: ["camera"] });
    await reads(desk, scene.pictures.clean.file);
    await desk.page.fill("#days", "17");
    await desk.decides("F8");
    await desk.shows("Falta la foto del viajero");
    assert.equal(await desk.page.locator(".bar-done").count(), 0, "nothing was recorded");
    await takesNoneOfACameraThatIsGone(desk);
    await desk.page.keyboard.press("F3");
    await desk.page.waitForFunction(() => document.querySelector("dialog video")?.videoWidth > 0);
    await desk.look("desk-44-photo", { fits: true });
    await desk.page.keyboard.press("F3");
    await desk.page.waitForSelector("dialog", { state: "detached" });
    await desk.page.waitForFunction(() => document.querySelector("img.photo")?.naturalHeight > 0);
    assert.equal(await desk.page.locator("img.photo").evaluate((one) => one.naturalHeight <= 640), true);
    assert.equal(await desk.page.inputValue("#days"), "17", "what was filled in stands");
    await desk.look("desk-45-photo-taken", { fits: true });
    await desk.decides("F8");
    await desk.shows("Admitido", ".bar");
  } finally {
    await browser.close();
  }
}

async function goesOnWithout(browser, scene) {
  const desk = await opens(browser, scene);
  await reads(desk, scene.pictures.clean.file);
  await desk.page.keyboard.press("F3");
  await desk.page.locator("dialog .camera-trouble").waitFor();
  await desk.look("desk-46-no-camera-for-a-photo", { fits: true });
  await desk.closesDialog();
  await desk.page.selectOption("#question-photo", "no_camera");
  await desk.decides("F8");
  await desk.shows("Admitido", ".bar");
  await desk.page.close();
}

/** The station was started again, say: nobody's dialog opens by itself for the next traveller. */
async function losesItsTraveller(scene) {
  const browser = await openBrowser(["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${scene.film}`]);
  try {
    const desk = await opens(browser, scene, { permissions: ["camera"] });
    const { page } = desk;
    await reads(desk, scene.pictures.clean.file);
    const picture = await page.getAttribute("img.picture", "src");
    await page.keyboard.press("F3");
    await page.waitForFunction(() => document.querySelector("dialog video")?.videoWidth > 0);
    await page.evaluate((src) => fetch(src.replace("/picture", ""), { method: "DELETE" }), picture);
    await page.keyboard.press("F3");
    await desk.shows("La inspección ya no existe", ".bar");
    await page.waitForSelector("dialog", { state: "detached" });
    await reads(desk, scene.pictures.second.file);
    assert.equal(await page.locator("dialog").count(), 0);
    await page.getByRole("button", { name: "Descartar" }).click();
    await page.waitForSelector(idle);
  } finally {
    await browser.close();
  }
}

export async function takesPhotos(browser, scene) {
  await takesOne(scene);
  await losesItsTraveller(scene);
  await goesOnWithout(browser, scene);
}
