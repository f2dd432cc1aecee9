// node print_slip.mjs SCENE.json: admits a traveller at a desk and prints their paper on the system's printer, in a
// browser that was started as the scene says. It ends once its standard input does.
import { readFileSync } from "node:fs";
import { Console, openPrintingDesk } from "./browser.mjs";

const scene = JSON.parse(readFileSync(process.argv[2], "utf8"));
const browser = await openPrintingDesk(scene.profile, scene.options);
try {
  const desk = await Console.open(browser, scene.url, scene.profile);
  const { page } = desk;
  await desk.logIn(scene.officer, scene.password);
  await page.waitForSelector("[data-test=drop]");
  await page.setInputFiles("[data-test=picture]", scene.picture);
  await page.waitForSelector(".zone");
  await page.fill("#days", "17");
  for (const [id, value] of [["#purpose", "holiday"], ["#transport", "own_vehicle"]]) await page.selectOption(id, value);
  await desk.decides("F8");
  await desk.shows("Admitido", ".bar");
  await page.keyboard.press("F7");
  await page.waitForSelector("#print-slip");
  // The page stands still until the browser has printed.
  await page.evaluate(() => setTimeout(() => document.querySelector("#print-slip").click()));
  await new Promise((resolve) => process.stdin.once("end", resolve).resume());
} finally {
  await browser.close();
}
