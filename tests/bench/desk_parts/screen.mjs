// node screen.mjs SCENE.json: an officer in a real Chromium; a line of JSON a traveller, with the milliseconds from the
// picture's being handed over until the last answer and the picture are on the screen, and from the key of the
// decision until the next document can come. Times are of the page's own clock.
import { readFileSync } from "node:fs";
import { Console, openBrowser } from "../../browser/browser.mjs";

const { url, officer, password, pictures } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const idle = "[data-test=drop]";

/** Looks at every frame that is drawn from a first event on until it shows the end of it. */
async function installWatch(desk) {
  await desk.page.evaluate((drop) => {
    const shown = () => {
      const picture = document.querySelector(".picture");
      return !document.querySelector(drop) && picture?.complete && picture.naturalWidth > 0;
    };
    const ready = () => document.querySelector(drop) && document.querySelector(".bar-done")
      && document.querySelector("[data-test=picture]");
    const watch = (name, began, isOver) => {
      globalThis.times[name] = undefined;
      // The frame after the one that holds it has begun: the one before was drawn.
      const look = () => requestAnimationFrame(() => isOver()
        ? requestAnimationFrame(() => (globalThis.times[name] = performance.now() - began)) : look());
      look();
    };
    globalThis.times = {};
    document.addEventListener("change", (event) => {
      if (event.target.type === "file") watch("screen", performance.now(), shown);
    }, true);
    document.addEventListener("keydown", (event) => {
      if (event.key === "F8") watch("decision", performance.now(), ready);
    }, true);
  }, idle);
}

async function time(desk, name) {
  await desk.page.waitForFunction((which) => globalThis.times[which] !== undefined, name, { polling: 20 });
  return desk.page.evaluate((which) => globalThis.times[which], name);
}

async function fillsWhatIsMissing(desk) {
  for (const [id, value] of [["#purpose", "holiday"], ["#transport", "own_vehicle"]])
    if (await desk.page.locator(id).inputValue() === "") await desk.page.selectOption(id, value);
}

async function meets(desk, { file, number }) {
  await desk.page.waitForSelector(idle);
  await desk.page.setInputFiles("[data-test=picture]", file);
  const screen = await time(desk, "screen");
  const shown = await desk.page.locator(".fields .value.code").first().innerText().catch(() => "");
  const found = { screen, read: shown === number, stopped: await desk.page.locator(".question-open").count() > 0 };
  if (!found.read || found.stopped) {
    await desk.page.getByRole("button", { name: "Descartar" }).click();
    // Where an alert was shown the station asks why.
    await desk.page.waitForSelector(`${idle}, #aside-reason`);
    if (await desk.page.locator("#aside-reason").count() > 0) {
      await desk.page.fill("#aside-reason", "A traveller of the bench.");
      await desk.page.click(".dialog button[type=submit]");
    }
    return found;
  }
  await fillsWhatIsMissing(desk);
  await desk.decides("F8");
  return { ...found, decision: await time(desk, "decision") };
}

const browser = await openBrowser();
try {
  const desk = await Console.open(browser, url, ".");
  await desk.page.waitForSelector("#officer");
  await desk.logIn(officer, password);
  await desk.page.waitForSelector(idle);
  await installWatch(desk);
  for (const picture of pictures) process.stdout.write(`${JSON.stringify(await meets(desk, picture))}\n`);
} catch (error) {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
