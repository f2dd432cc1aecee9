// What a browser keeps of a crossing in its profile on the disk: consoles_test.py looks through it.
import { Console, openProfile } from "./browser.mjs";

const idle = "[data-test=drop]";
/** Nobody decides in the moment in which a traveller appears. */
const looksMilliseconds = 1500;

async function admitsByPicture(desk, { file }) {
  const { page } = desk;
  await page.setInputFiles("[data-test=picture]", file);
  await page.waitForSelector(".zone");
  await page.fill("#days", "17");
  for (const [id, value] of [["#purpose", "holiday"], ["#transport", "own_vehicle"]]) await page.selectOption(id, value);
  await desk.shows("Listo para decidir", ".bar");
  await page.waitForTimeout(looksMilliseconds);
  await page.keyboard.press("F8");
  await desk.shows("Admitido", ".bar");
  await page.keyboard.press("F7");
  await page.waitForSelector(".slip");
  // To a file of the test's own, as a queue that keeps nothing would take it.
  await page.pdf();
  await page.keyboard.press("Escape");
  await page.waitForSelector(".slip", { state: "detached" });
}

async function refersWhoIsTypedIn(desk, { document, note }) {
  const { page } = desk;
  await page.keyboard.press("F4");
  await page.waitForSelector(".by-hand");
  for (const [field, value] of Object.entries(document)) await page.fill(`#hand-${field}`, value);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".fields");
  await page.waitForTimeout(looksMilliseconds);
  await page.keyboard.press("F9");
  await page.waitForSelector(".confidence");
  await page.check("#concern-others_speak_for");
  await page.fill("#confide-note", note);
  await page.click(".dialog button[type=submit]");
  await desk.shows("Derivado", ".bar");
}

/** A working day in little, with a password, a picture, a paper, fields by hand and what is told in confidence.
    The page is open when the browser ends, as it would be after a power cut. */
export async function leavesAProfile({ desk: place, pictures, profile, screenshots }) {
  const browser = await openProfile(profile.folder);
  try {
    const desk = await Console.open(browser, place.url, screenshots);
    await desk.logIn(place.officer, place.password);
    await desk.page.waitForSelector(idle);
    await admitsByPicture(desk, pictures.kept);
    await refersWhoIsTypedIn(desk, profile);
    await desk.page.waitForTimeout(profile.settles_ms);
  } finally {
    await browser.close();
  }
}
