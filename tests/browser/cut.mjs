// What is cut in the middle of a traveller: the link to the centre, the desk's own network to the station, and the
// browser's camera. The work goes on, nothing is lost, nothing is recorded twice, and the page says what happened.
import assert from "node:assert/strict";
import { Console, openBrowser } from "./browser.mjs";
import { losesTheAnswer } from "./lost_answer.mjs";
import { unplug, watchesCameras } from "./unplug.mjs";

const idle = "[data-test=drop]";

/** consoles_test.py holds the link in its hands, and does what a line asks. */
function link(what) {
  process.stdout.write(`link: ${what}\n`);
}

async function opens(browser, { desk: place, screenshots }, more) {
  const desk = await Console.open(browser, place.url, screenshots, more);
  await desk.page.waitForSelector("#officer");
  await desk.logIn(place.officer, place.password);
  await desk.page.waitForSelector(idle);
  return desk;
}

async function reads({ page }, picture) {
  await page.waitForSelector(idle);
  await page.setInputFiles("[data-test=picture]", picture.file);
  await page.waitForSelector(".zone");
  await page.selectOption("#purpose", "holiday");
  await page.selectOption("#transport", "own_vehicle");
  await page.fill("#days", "17");
  // Whom the second line has not let go is asked about once, and stays so until somebody lets them pass.
  const why = page.getByLabel("¿Por qué se le deja pasar ahora?");
  if (await why.count() > 0) await why.selectOption("supervisor_decided");
}

const records = (desk) => desk.page.evaluate(async () =>
  (await (await fetch("/api/decisions?limit=100")).json()).items.length);
const latest = (desk) => desk.page.locator("[data-test=recent] li").first();

/** Between the picture and the key, and between the key and the answer. */
async function losesTheCentre(desk, { clean, second }) {
  const { page } = desk;
  await reads(desk, clean);
  link("cut");
  await desk.shows("Sin conexión", ".strip");
  await desk.look("desk-66-link-cut-with-a-traveller", { fits: true });
  await desk.decides("F8");
  await desk.shows("Admitido", ".bar");
  await latest(desk).getByText("Guardado aquí").waitFor();
  link("restored");
  await desk.shows("Conectado", ".strip");
  await latest(desk).getByText("El centro lo leyó").waitFor();
  await reads(desk, second);
  await page.route("**/decision", async (route) => {
    link("cut");
    await desk.shows("Sin conexión", ".strip");
    await route.continue();
  });
  await desk.decides("F8");
  await desk.shows("Admitido", ".bar");
  await page.unrouteAll({ behavior: "ignoreErrors" });
  link("restored");
  await latest(desk).getByText("El centro lo leyó").waitFor();
}

async function losesTheStation(desk, { clean, second }) {
  const { page } = desk;
  const before = await records(desk);
  // While the picture is on its way.
  await page.context().setOffline(true);
  await page.setInputFiles("[data-test=picture]", clean.file);
  await desk.shows("La estación no responde", ".bar");
  await page.context().setOffline(false);
  await desk.shows("Conectado", ".strip");
  // Between the picture and the key.
  await reads(desk, clean);
  await page.context().setOffline(true);
  await desk.decides("F8");
  await desk.shows("La estación no responde", ".bar");
  await desk.look("desk-67-station-cut-with-a-traveller", { fits: true });
  assert.equal(await page.inputValue("#days"), "17", "what was filled in stands");
  await page.context().setOffline(false);
  await desk.shows("Conectado", ".strip");
  await desk.decides("F8");
  await desk.shows("Admitido", ".bar");
  assert.equal(await records(desk), before + 1);
  // Between the key and the answer.
  await reads(desk, second);
  await losesTheAnswer(page);
  await desk.decides("F8");
  await desk.shows("La estación no responde", ".bar");
  await desk.decides("F8");
  await desk.shows("Admitido", ".bar-done");
  assert.equal(await records(desk), before + 2, "the same decision again is the same record");
  await page.unrouteAll({ behavior: "ignoreErrors" });
}

/** Its last picture is of a document that may be gone. */
async function sendsNothingOfIt(page) {
  await page.waitForTimeout(1_000);  // one that was on its way
  let frames = 0;
  page.on("request", (request) => { if (request.url().includes("frame=yes")) frames += 1; });
  await page.waitForTimeout(2_000);
  assert.equal(frames, 0);
}

async function losesItsCamera(scene) {
  const browser = await openBrowser(["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${scene.film}`]);
  try {
    const desk = await opens(browser, scene, { permissions: ["camera"] });
    const { page } = desk;
    await watchesCameras(page);
    await page.keyboard.press("F3");
    await page.waitForSelector(".zone", { timeout: 40_000 });
    await page.selectOption("#purpose", "holiday");
    await page.selectOption("#transport", "own_vehicle");
    await unplug(page);
    await desk.shows("La cámara se desconectó", "[role=alert]");
    await desk.decides("F8");
    await desk.shows("Admitido", ".bar");
    await desk.shows("La cámara se desconectó", ".panel-document");
    await desk.look("desk-68-camera-unplugged", { fits: true });
    await reads(desk, scene.pictures.third);
    await desk.decides("F8");
    await desk.shows("Admitido", ".bar");
    await page.keyboard.press("F3");
    await page.keyboard.press("F3");
    await page.waitForSelector(".zone", { timeout: 40_000 });
    await page.getByRole("button", { name: "Descartar" }).click();
    await page.waitForSelector("video.camera");
    await unplug(page);
    await desk.shows("La cámara se desconectó", ".panel-document");
    await sendsNothingOfIt(page);
  } finally {
    await browser.close();
  }
}

export async function goesOnWhenItIsCut(browser, scene) {
  const desk = await opens(browser, scene);
  await losesTheCentre(desk, scene.pictures);
  await losesTheStation(desk, scene.pictures);
  await desk.page.close();
  await losesItsCamera(scene);
}
