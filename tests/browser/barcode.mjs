// A card without a machine readable zone: its barcode fills in the form, and the officer confirms.
import assert from "node:assert/strict";

const form = (desk, field) => desk.page.inputValue(`#hand-${field}`);

/** In the very moment in which the form stands on the screen, before anybody can have looked at it. */
async function pressesEnterAtOnce(page) {
  await page.evaluate(() => new MutationObserver((_, watch) => {
    if (!document.querySelector("[data-test=to-confirm]")) return;
    watch.disconnect();
    document.querySelector("form.by-hand").requestSubmit();
  }).observe(document.body, { childList: true, subtree: true }));
}

/** Wherever the panel was scrolled to. */
async function inSight(desk, words) {
  await desk.shows(words, ".findings");
  const hidden = await desk.page.evaluate(() => {
    const [{ top, bottom }, panel] = [".findings", ".panel-data .panel-body"]
      .map((one) => document.querySelector(one).getBoundingClientRect());
    return top < panel.top || bottom > panel.bottom;
  });
  assert.equal(hidden, false, words);
}

/** Somebody stuck another barcode on the card, which anybody can print. */
export async function tellsTwoBarcodes(desk, { file, surname }) {
  const { page } = desk;
  await page.setInputFiles("[data-test=picture]", file);
  await page.waitForSelector("[data-test=to-confirm]");
  assert.equal(await form(desk, "surname"), surname, "what is hardest to make counts");
  const contradiction = `Apellidos: código de la tarjeta dice ${surname}, zona en código de barras dice MUSTER`;
  await inSight(desk, contradiction);
  await desk.look("desk-38-two-barcodes", { fits: true });
  await page.waitForSelector("[data-test=just-came]", { state: "detached" });
  await page.fill("#hand-nationality", "GTM");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".fields");
  await inSight(desk, contradiction);
  const whose = await page.locator(".panel-data .whose").boundingBox();
  const scrolled = await page.locator(".panel-data .panel-body").boundingBox();
  assert.equal(await desk.text(".panel-data .whose"), `${surname}, IXCHEL`);
  assert.ok(whose.y + whose.height <= scrolled.y, "whose data they are scrolls out of nobody's sight");
  await desk.look("desk-39-two-barcodes-confirmed", { fits: true });
  await page.getByRole("button", { name: "Descartar" }).click();
  await page.waitForSelector("[data-test=drop]");
}

/** ICAO Doc 9303, part 3, 4.9. */
function digit(text) {
  const values = [...text].map((one) => one === "<" ? 0 : Number.parseInt(one, 36));
  return String(values.reduce((sum, value, index) => sum + value * [7, 3, 1][index % 3], 0) % 10);
}

/** The zone of the licence's holder. */
function zoneOf({ surname }) {
  const [number, birth, expiry, personal] = ["X1234567<", "900315", "320415", "".padEnd(14, "<")];
  const parts = [number, birth, expiry, personal].map((part) => part + digit(part));
  const line = `${parts[0]}GTM${parts[1]}F${parts[2]}${parts[3]}`;
  return [`P<GTM${surname}<<IXCHEL`.padEnd(44, "<"), line + digit(parts.join(""))];
}

/** Whoever finds the zone after all swipes it: the same traveller, and what nobody typed gives way. The next one in the
    queue is somebody else. */
export async function givesWayToASwipe(desk, licence, other, swipe) {
  const { page } = desk;
  const own = zoneOf(licence);
  await page.setInputFiles("[data-test=picture]", licence.file);
  await page.waitForSelector("[data-test=to-confirm]");
  await page.fill("#hand-nationality", "GTM");
  await swipe(desk, own);
  await desk.shows("documento", ".bar");
  assert.equal(await form(desk, "document_number"), licence.number, "what is typed is not lost");
  await page.waitForTimeout(500);  // longer than between a reader's keys
  // Where a busy machine took the keys in too slowly, the desk says so, and it is done as it says.
  const again = "Pase el documento de nuevo";
  const swiped = async (lines, there) => {
    for (let tries = 0; tries < 3 && await there.count() === 0; tries++) {
      await page.fill("#hand-nationality", "");
      await swipe(desk, lines);
      await there.or(page.locator(".bar").getByText(again)).first().waitFor();
      await page.waitForTimeout(500);
    }
    await there.first().waitFor();
  };
  await swiped(other, page.locator(".bar").getByText("el otro documento NO se tomó"));
  assert.equal(await form(desk, "surname"), licence.surname, "nobody is taken for somebody else");
  await swiped(own, page.locator(".fields"));
  assert.equal(await desk.text(".fields .value.code"), "X1234567");
  // Not "typed by hand: without a picture".
  await desk.shows("El navegador no puede mostrar este formato", ".panel-document .no-picture");
  await desk.shows("Zona escrita o deslizada", ".panel-document .tag");
  assert.equal(await page.locator(".fields .field-source", { hasText: "Tecleado" }).count(), 0, "nobody has typed it");
  await desk.look("desk-39-swiped-over-a-barcode", { fits: true });
  await page.getByRole("button", { name: "Descartar" }).click();
  await page.waitForSelector("[data-test=drop]");
}

export async function confirmsABarcode(desk, { file, number, surname }) {
  const { page } = desk;
  await page.waitForSelector("[data-test=drop]");
  await pressesEnterAtOnce(page);
  await page.setInputFiles("[data-test=picture]", file);
  await page.waitForSelector("[data-test=to-confirm]");
  assert.equal(await page.locator(".error-summary").count(), 0, "an Enter that was on its way confirms nothing");
  await desk.shows("la tecla no contó", ".bar");
  await desk.shows("Confirmar el documento", ".panel-data");
  await desk.shows("código de la tarjeta", "[data-test=to-confirm]");
  assert.equal(await form(desk, "document_number"), number);
  assert.equal(await form(desk, "surname"), surname);
  assert.equal(await form(desk, "birth_date"), "1990-03-15");
  await desk.shows("Del código de barras", ".panel-document");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "hand-nationality", "the one thing that no licence says");
  await desk.look("desk-36-barcode", { fits: true });
  await page.getByRole("button", { name: "Cancelar" }).click();
  await desk.shows("Compare con la tarjeta lo que dice el código de barras", ".bar");
  await page.keyboard.press("F4");
  await page.waitForSelector("#hand-nationality:focus");
  // A licence prints no check digits; another document does, whatever barcode stands on it.
  for (const [code, digits] of [["P", 3], ["D", 0]]) {
    await page.fill("#hand-document_code", code);
    assert.equal(await page.locator(".hand-fields .digit").count(), digits, code);
  }
  await page.focus("#hand-nationality");
  await page.keyboard.type("gtm", { delay: 60 });
  await page.keyboard.press("Enter");
  await page.waitForSelector(".fields");
  await desk.shows("Código de barras, completado a mano", ".panel-document");
  await desk.shows("código de la tarjeta", ".fields");
  await desk.look("desk-37-barcode-confirmed", { fits: true });
  await page.getByRole("button", { name: "Descartar" }).click();
  await page.waitForSelector("[data-test=drop]");
}
