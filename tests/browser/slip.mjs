// The paper of a traveller whose earlier stays nobody here knows, and count in this country.
import { Console } from "./browser.mjs";

const caveat = { es: "no se conocen estancias anteriores", en: "Earlier stays are not known here",
  fr: "Les séjours antérieurs ne sont pas connus" };

/** A paper that is silent where the screen has a doubt would be taken for the last word. */
export async function printsWhatIsNotKnown(browser, { desk: place, pictures, screenshots }) {
  const desk = await Console.open(browser, place.url, screenshots);
  const { page } = desk;
  await page.waitForSelector("#officer");
  await desk.logIn(place.officer, place.password);
  await page.waitForSelector("[data-test=drop]");
  await page.setInputFiles("[data-test=picture]", pictures.third.file);
  await page.waitForSelector(".zone");
  await desk.shows(caveat.es, ".derivation");
  for (const [id, value] of [["#purpose", "holiday"], ["#transport", "own_vehicle"]]) await page.selectOption(id, value);
  await desk.decides("F8");
  await desk.shows("Admitido", ".bar");
  await page.keyboard.press("F7");
  await page.waitForSelector(".slip");
  for (const [code, words] of Object.entries(caveat)) {
    await page.selectOption("#slip-language", code);
    await desk.shows(words, ".slip");
    await desk.look(`desk-44-slip-${code}`, { fits: true });
  }
  await page.close();
}
