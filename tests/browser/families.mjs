// An adult and children who cross together: the next document joins the group by one key.
import assert from "node:assert/strict";
import { choosesBehind } from "./browser.mjs";

/** ICAO Doc 9303-3, 4.9. */
function digit(text) {
  const value = (one) => one === "<" ? 0 : /[0-9]/.test(one) ? Number(one) : one.charCodeAt(0) - 55;
  return String([...text].reduce((sum, one, index) => sum + value(one) * [7, 3, 1][index % 3], 0) % 10);
}

function passport(number, name, birth) {
  const expiry = "320220";
  const items = [number.padEnd(9, "<"), birth, expiry].map((item) => item + digit(item));
  const personal = `${"<".repeat(14)}<`;
  const composite = digit(items[0] + items[1] + items[2] + personal);
  return [`P<UTO${name}`.padEnd(44, "<"), `${items[0]}UTO${items[1]}F${items[2]}${personal}${composite}`];
}

const mother = passport("FA1000001", "ARRIAGA<<LUISA", "850412");
const brother = passport("FA1000003", "ARRIAGA<<TEO", "140412");
const child = passport("FA1000002", "ARRIAGA<<INES", "160412");
const sister = passport("FA1000004", "ARRIAGA<<EVA", "170412");
const cousin = passport("FA1000006", "ARRIAGA<<SARA", "150412");
const father = passport("FA1000005", "ARRIAGA<<JULIO", "830412");

async function fills(desk) {
  for (const [id, value] of [["#purpose", "visit_family"], ["#transport", "bus"]])
    if (await desk.page.locator(id).inputValue() === "") await desk.page.selectOption(id, value);
}

/** Where a busy machine took the keys in too slowly, the desk says so, and it is done as it says. */
async function reads(desk, swipe, lines) {
  await swipe(desk, lines);
  const read = desk.page.locator(".zone");
  const again = desk.page.locator(".bar").getByText("Pase el documento de nuevo");
  await read.or(again).first().waitFor();
  if (await again.count() === 1) await swipe(desk, lines);
  await read.waitFor();
}

/** What the station finds wrong is read out once, with its place. */
async function isToldOnceWhatIsWrong({ page }) {
  await page.route("**/decision", (route) =>
    route.continue({ postData: JSON.stringify({ ...route.request().postDataJSON(), grounds: [] }) }), { times: 1 });
  await page.click(".dialog button[type=submit]");
  await page.locator(".dialog .field-error", { hasText: "fundamento" }).waitFor();
  const spoken = (await page.locator(".dialog [role=alert]").allTextContents()).filter((text) => text.includes("fundamento"));
  assert.equal(spoken.length, 1, spoken.join(" | "));
}

/** As where a screen is lower still: what stands above scrolls under them. */
async function reachesTheButtonsOfALowWindow(desk) {
  const { page } = desk;
  const size = page.viewportSize();
  await page.setViewportSize({ ...size, height: 480 });
  const { scrolls, bottom } = await page.locator(".dialog").evaluate((dialog) => ({
    scrolls: dialog.scrollHeight > dialog.clientHeight, bottom: dialog.querySelector("[type=submit]").getBoundingClientRect().bottom }));
  assert.ok(scrolls && bottom <= 480, `${bottom}`);
  await page.focus(".dialog .grounds label:last-of-type input");
  const [field, actions] = await Promise.all([".dialog .grounds label:last-of-type input", ".dialog .dialog-actions"]
    .map((one) => page.locator(one).boundingBox()));
  assert.ok(field.y + field.height <= actions.y, "what has the focus is not under them");
  await page.setViewportSize(size);
}

/** Nobody is sent back alone unasked, nor parted from the group unsaid. */
async function partsAChild(desk, swipe) {
  await reads(desk, swipe, brother);
  await desk.page.keyboard.press("F6");
  await desk.decides("F10");
  assert.equal(await desk.page.locator(".dialog").count(), 0, "who it is with is asked first");
  assert.equal(await desk.page.evaluate(() => document.activeElement?.id), "question-child");
  await desk.page.selectOption("#question-child", "with_parent");
  await desk.page.selectOption("#question-child-evidence", "birth_certificate");
  await desk.decides("F10");
  await desk.shows("Ya se admitió a LUISA ARRIAGA", "[data-test=parted]");
  await desk.page.selectOption("#question-asylum", "no_claim");
  await desk.page.check("#ground-no_valid_visa");
  await desk.page.click(".dialog button[type=submit]");
  await desk.shows("¿Qué hará el adulto con quien viaja el menor?", ".error-summary");
  await desk.look("desk-39-parted", { fits: true });
  await desk.page.selectOption("#question-parted", "adult_stays");
  await desk.page.click(".dialog button[type=submit]");
  await desk.shows("anule la admisión de LUISA ARRIAGA en Últimas decisiones", ".error-summary");
  assert.equal(await desk.page.locator("label[for=question-parted].question-open").count(), 1, "nothing is ticked off");
  await desk.look("desk-39-parted-admitted", { fits: true });
  await reachesTheButtonsOfALowWindow(desk);
  await desk.page.selectOption("#question-parted", "adult_goes_on");
  await isToldOnceWhatIsWrong(desk);
  await desk.page.click(".dialog button[type=submit]");
  await desk.shows("Rechazado", ".bar");
}

/** A page that was opened anew knows of no adult: the station does, and asks. */
async function partsAChildWhoseAdultThePageDoesNotKnow(desk, swipe) {
  const { page } = desk;
  await page.evaluate(() => sessionStorage.removeItem("garita.leader"));
  await page.reload();
  await page.waitForSelector("[data-test=drop]");
  await reads(desk, swipe, cousin);
  assert.equal(await page.locator("#together").count(), 0, "the page offers no group");
  await page.selectOption("#question-child", "alone");
  await desk.decides("F10");
  await desk.shows("Ya se admitió a LUISA ARRIAGA", "[data-test=parted]");
  await page.selectOption("#question-asylum", "no_claim");
  await page.check("#ground-no_valid_visa");
  await page.selectOption("#question-parted", "adult_stays");
  await page.click(".dialog button[type=submit]");
  await desk.shows("diga que se queda otro adulto", ".error-summary");
  await desk.look("desk-39-parted-unknown", { fits: true });
  await page.selectOption("#question-parted", "adult_goes_on");
  await page.click(".dialog button[type=submit]");
  await desk.shows("hay un adulto con este menor", ".dialog .field-error");
  await page.selectOption("#question-parted", "no_adult_here");
  await page.click(".dialog button[type=submit]");
  await desk.shows("Rechazado", ".bar");
}

/** Who was let pass with an adult is told where nothing holds of the adult any more, and not put away by Enter. */
async function takesBackTheAdultOfAChild(desk) {
  const { page } = desk;
  await page.locator("[data-test=recent] li", { hasText: mother[1].slice(0, 9) }).first().locator(".recent-correct").click();
  await page.fill("#correct-reason", "No sigue el viaje.");
  await page.click(".dialog button[type=submit]");
  await desk.shows("Con esta persona se dejó pasar a: INES ARRIAGA", "[data-test=children-left]");
  for (const [code, words] of [["fr", "On a laissé passer"], ["en", "Let pass with that person"], ["es", "se dejó pasar"]]) {
    await choosesBehind(page, code);
    await desk.shows(words, "[data-test=children-left]");
    await desk.look(`desk-39-children-left-${code}`, { fits: true });
  }
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("[data-test=children-left]").count(), 1, "a reader's Enter puts nothing away unseen");
  await page.keyboard.press("Escape");
  await page.waitForSelector("[data-test=children-left]", { state: "detached" });
}

/** A child is let pass before its adult, who is then referred: nobody goes on alone unasked. */
async function stopsTheAdultOfAChildWhoWasAdmitted(desk, swipe) {
  const { page } = desk;
  await reads(desk, swipe, sister);
  await fills(desk);
  await page.selectOption("#question-child", "with_parent");
  await page.selectOption("#question-child-evidence", "birth_certificate");
  await page.fill("#question-child-note", "El padre, que viene detrás");
  await desk.decides("F8");
  await desk.shows("Admitido", ".bar");
  await reads(desk, swipe, father);
  await desk.decides("F9");
  await page.check("#ground-identity_doubt");
  await page.click(".dialog button[type=submit]");
  await desk.shows("Admitido en la última media hora con un adulto que no consta: EVA ARRIAGA", ".dialog");
  assert.equal(await page.isChecked("#ground-identity_doubt"), true, "what was ticked stands");
  await page.click(".dialog button[type=submit]");
  await desk.shows("¿Qué será del menor que ya se admitió?", ".error-summary");
  for (const [code, words] of [["fr", "Que devient le mineur déjà admis"], ["en", "What becomes of the child"], ["es", "¿Qué será del menor"]]) {
    await choosesBehind(page, code);
    await desk.shows(words, ".dialog .question");
    await desk.look(`desk-39-child-ahead-${code}`, { fits: true });
  }
  await page.selectOption("#question-child_ahead", "child_stays");
  await page.click(".dialog button[type=submit]");
  await desk.shows("Derivado", ".bar");
  // Of whoever is stopped at this desk later it is not asked again.
  const status = await page.evaluate(async () => {
    const { items } = await (await fetch("/api/decisions?limit=10")).json();
    const { record } = items.find((one) => one.document_number === "FA1000004");
    return (await fetch(`/api/decisions/${record}/correction`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ reason: "Espera al padre." }) })).status;
  });
  assert.equal(status, 201);
}

export async function crossesTogether(desk, swipe) {
  await reads(desk, swipe, mother);
  await fills(desk);
  await desk.decides("F8");
  await desk.shows("Admitido", ".bar");
  // A page that is loaded again still knows with whom the child may be, and has kept no name for that.
  await desk.page.reload();
  await desk.page.waitForSelector("[data-test=drop]");
  assert.doesNotMatch(await desk.page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage })), /LUISA|ARRIAGA/);
  await reads(desk, swipe, child);
  await desk.shows("Viaja con LUISA ARRIAGA", ".panel-data");
  assert.equal(await desk.page.locator("#question-child-evidence").count(), 0, "alone, nothing more is asked");
  await desk.page.selectOption("#question-child", "with_relative");
  await desk.page.waitForSelector("#question-child-evidence");
  await desk.shows("(obligatoria)", ".panel-alerts .question-note");
  await desk.page.keyboard.press("F6");
  await fills(desk);
  assert.equal(await desk.page.isChecked("#together"), true);
  await desk.page.selectOption("#question-child", "with_parent");
  await desk.decides("F8");
  assert.equal(await desk.page.evaluate(() => document.activeElement?.id), "question-child-evidence",
    "what shows it is not skipped");
  await desk.page.selectOption("#question-child-evidence", "birth_certificate");
  await desk.look("desk-38-together", { fits: true });
  await desk.decides("F8");
  await desk.shows("Admitido", ".bar");
  await desk.page.locator("[data-test=recent] li", { hasText: "FA1000002" }).getByText("En grupo").waitFor();
  await desk.look("desk-39-group", { fits: true });
  await partsAChild(desk, swipe);
  await partsAChildWhoseAdultThePageDoesNotKnow(desk, swipe);
  await takesBackTheAdultOfAChild(desk);
  await stopsTheAdultOfAChildWhoWasAdmitted(desk, swipe);
}
