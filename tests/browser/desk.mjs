// What an officer does at a desk.
import assert from "node:assert/strict";
import { Console } from "./browser.mjs";
import { correctsRecords } from "./desk_corrections.mjs";
import { stopsAtExit } from "./exit_stop.mjs";
import { asksOnceAboutTwo, putsAsideWithAReason, saysThatNamesWereNotSearched, showsWhomTheListMeans } from "./hits.mjs";
import { tellsInConfidence } from "./protection.mjs";
import { saysWhatTheLinkLacks, saysWhichListIsOldest } from "./station_strip.mjs";

const idle = "[data-test=drop]";

async function read(desk, picture) {
  await desk.page.waitForSelector(idle);
  await desk.page.setInputFiles("[data-test=picture]", picture);
}

async function readDocument(desk, picture, number) {
  await read(desk, picture);
  await desk.page.waitForSelector(".zone");
  assert.equal(await desk.text(".fields .value.code"), number);
}

async function recent(desk, number) {
  await desk.page.locator("[data-test=recent] li", { hasText: number }).first().waitFor();
  return (await desk.page.locator("[data-test=recent] li", { hasText: number }).first().innerText()).replace(/\s+/g, " ");
}

/** The page moves the keyboard once it has drawn: to what is named so, or begins so. */
async function isAt(desk, id) {
  await desk.page.waitForFunction((wanted) => document.activeElement?.id.startsWith(wanted), id);
}

async function logsIn(desk, place) {
  await desk.page.waitForSelector("#officer");
  await desk.look("desk-01-log-in", { fits: true });
  await desk.page.click("button[type=submit]");
  await desk.shows("Escriba su usuario");
  await desk.look("desk-02-log-in-errors", { fits: true });
  await desk.logIn(place.officer, "wrong");
  await desk.shows("Usuario o contraseña incorrectos");
  await desk.logIn(place.officer, place.password);
  await desk.page.waitForSelector(idle);
  await desk.shows("Conectado", ".strip");
  await desk.look("desk-03-ready", { fits: true });
}

async function admitsByOneKey(desk, pictures) {
  const { file, number } = pictures.clean;
  await readDocument(desk, file, number);
  await desk.look("desk-04-read", { fits: true });
  assert.equal(await desk.page.locator(".picture").evaluate((image) => image.complete && image.naturalWidth > 0), true);
  await desk.page.click(".derivation summary");
  assert.ok(await desk.page.locator(".derivation li").count() >= 2);
  await desk.look("desk-05-derivation", { fits: true });
  await desk.page.click(".derivation summary");
  await fillsWhatIsMissing(desk);
  await desk.hasLooked();
  await desk.page.focus(".decide-admit");
  await desk.page.keyboard.press("Enter");
  await desk.shows("Intro no decide", "[role=alert]");
  assert.equal(await desk.page.locator(".zone").count(), 1, "a slow reader's Enter decides nothing");
  await desk.decides("F8");
  await desk.shows("Admitido: GARCIA MENDEZ, ANA LUCIA", ".bar");
  await desk.look("desk-06-admitted", { fits: true });
  assert.match(await recent(desk, number), /Admitido/);
  await desk.shows("El centro lo leyó", "[data-test=recent]");
}

/** A first traveller has no last trip to take purpose and transport from. */
async function fillsWhatIsMissing(desk) {
  for (const [id, value] of [["#purpose", "holiday"], ["#transport", "own_vehicle"]])
    if (await desk.page.locator(id).inputValue() === "") await desk.page.selectOption(id, value);
}

/** The slip of the last decision, in the traveller's language and not in the console's. */
async function printsASlip(desk, name, title, lines, open = () => desk.page.keyboard.press("F7")) {
  await desk.page.evaluate(() => { window.printed = 0; window.print = () => { window.printed += 1; }; });
  await open();
  await desk.page.waitForSelector(".slip");
  await desk.page.selectOption("#slip-language", "en");
  await desk.shows(title, ".slip");
  for (const line of lines) await desk.shows(line, ".slip");
  await desk.shows("Imprimir", ".dialog");
  await desk.look(`${name}-slip`, { fits: true });
  await desk.page.click("#print-slip");
  assert.equal(await desk.page.evaluate(() => window.printed), 1);
  await desk.page.emulateMedia({ media: "print" });
  assert.equal(await desk.page.locator(".bar").evaluate((bar) => getComputedStyle(bar).visibility), "hidden");
  assert.equal(await desk.page.locator(".slip h4").evaluate((one) => getComputedStyle(one).visibility), "visible");
  await desk.page.screenshot({ path: `${desk.screenshots}/${name}-slip-printed.png` });
  await desk.page.emulateMedia({ media: null });
  await desk.page.keyboard.press("Escape");
  await desk.page.waitForSelector(".slip", { state: "detached" });
}

async function keepsWhatWasTypedInAnyLanguage(desk, pictures) {
  await readDocument(desk, pictures.second.file, pictures.second.number);
  await desk.page.selectOption("#purpose", "conference");
  await desk.page.focus("#purpose");
  await desk.page.keyboard.press("Enter");  // a habit: no list opens that would take the next key
  await desk.decides("F10");
  await desk.page.waitForSelector(".dialog-refuse");
  await desk.page.keyboard.press("Escape");
  await desk.page.waitForSelector(".dialog-refuse", { state: "detached" });
  await desk.page.fill("#days", "17");
  await desk.shows("hasta el 6 may 2026", "#days-until");
  assert.doesNotMatch(await desk.text(".stay"), /Último día legal/, "there is one last day, and it follows what is typed");
  for (const [code, word] of [["fr", "Admettre"], ["en", "Admit"], ["es", "Admitir"]]) {
    await desk.language(code);
    await desk.shows(word, ".bar");
    assert.equal(await desk.page.inputValue("#purpose"), "conference");
    assert.equal(await desk.page.inputValue("#days"), "17");
    await desk.look(`desk-07-language-${code}`, { fits: true });
  }
}

/** At another desk, say, a minute later. */
async function asksWhyWhoWasRefusedMayPass(desk, { file, number }) {
  await readDocument(desk, file, number);
  await desk.shows("Rechazado en este puesto", ".panel-alerts");
  await fillsWhatIsMissing(desk);
  await desk.decides("F8");
  await desk.shows("1 pregunta sin responder", ".bar");
  for (const code of ["fr", "en", "es"]) {
    await desk.language(code);
    await desk.look(`desk-10-refused-again-${code}`, { fits: true });
  }
  await desk.page.getByRole("button", { name: "Descartar" }).click();
  await desk.page.waitForSelector(idle);
}

async function refersWithAReason(desk) {
  await desk.decides("F9");
  await desk.page.waitForSelector(".dialog-refer");
  await desk.look("desk-08-refer", { fits: true });
  await desk.decides("F8");
  assert.equal(await desk.page.locator(".dialog-refer").count(), 1, "keys are dead while a dialog is open");
  for (let again = 0; again < 10; again++) {
    await desk.closesDialog();
    await desk.decides("F9");
    await desk.page.waitForSelector(".dialog-refer");  // however soon the key comes after the dialog before
  }
  await desk.page.check("#ground-identity_doubt");
  await desk.page.click(".dialog h2");  // a press beside the fields
  assert.equal(await desk.page.evaluate(() => document.activeElement.matches(".dialog")), true, "the focus stays in the dialog");
  for (const key of ["F8", "F10", "F7", "F5"]) await desk.page.keyboard.press(key);
  assert.equal(await desk.page.locator(".dialog").count(), 1, "what it covers hears no key");
  assert.equal(await desk.page.locator(".bar-done").count(), 0);
  await desk.page.keyboard.press("F9");
  await desk.shows("Derivado", ".bar");
}

/** At the end of what scrolls, on the smallest screen. */
async function keepsItsHeadingInSight(desk) {
  const before = desk.page.viewportSize();
  await desk.page.setViewportSize({ width: 1366, height: 560 });
  const places = await desk.page.locator(".dialog-refuse").evaluate((dialog) => {
    dialog.scrollTo(0, dialog.scrollHeight);
    const at = (one) => one.getBoundingClientRect();
    const { left, top, height } = at(dialog.querySelector("h2"));
    return { scrolled: dialog.scrollTop, below: top - at(dialog).top, on: document.elementFromPoint(left + 30, top + height / 2)?.localName };
  });
  assert.ok(places.scrolled > 20, `it scrolls: ${places.scrolled}`);
  assert.ok(places.below >= 0 && places.below < 20, `its heading is at its top: ${places.below}`);
  assert.equal(places.on, "h2", "and nothing covers it");
  await desk.page.screenshot({ path: `${desk.screenshots}/desk-09-refuse-scrolled.png` });
  await desk.page.setViewportSize(before);
}

/** In the refusal, by keys alone: the referral opens with what was heard. What is told in it is not kept, and
    the refusal still has the claim, which somebody has to take back. */
async function hearsAClaim(desk) {
  await desk.page.focus("#question-asylum");
  await desk.page.keyboard.press("p");
  assert.equal(await desk.page.inputValue("#question-asylum"), "claim_made");
  assert.equal(await desk.page.isDisabled("#ground-no_valid_visa"), true);
  for (const [code, words] of [["fr", "Passer à l'orientation"], ["en", "Go on to the referral"], ["es", "Pasar a la derivación"]]) {
    await desk.page.evaluate((one) => { document.querySelector(".language select").value = one;
      document.querySelector(".language select").dispatchEvent(new Event("change", { bubbles: true })); }, code);
    await desk.shows(words, ".dialog-refuse button[type=submit]");
    await desk.look(`desk-09-claim-${code}`, { fits: true });
  }
  await desk.decides("F10");
  await desk.page.waitForSelector(".dialog-refer");
  assert.equal(await desk.page.isChecked("#concern-asks_for_protection"), true);
  assert.equal(await desk.page.isChecked("#ground-second_interview"), true);
  await isAt(desk, "concern-asks_for_protection");
  await desk.look("desk-09-claim-referral", { fits: true });
  await desk.closesDialog();
  await desk.decides("F10");
  await desk.page.waitForSelector(".dialog-refuse");
  assert.equal(await desk.page.inputValue("#question-asylum"), "claim_made");
  assert.equal(await desk.page.isDisabled("#ground-no_valid_visa"), true);
}

async function refusesWithGrounds(desk, pictures) {
  await readDocument(desk, pictures.refused.file, pictures.refused.number);
  await desk.decides("F10");
  await desk.page.waitForSelector(".dialog-refuse");
  await desk.page.click(".dialog button[type=submit]");
  await desk.shows("Marque al menos un fundamento", ".error-summary");
  await desk.look("desk-09-refuse", { fits: true });
  await keepsItsHeadingInSight(desk);
  await desk.page.check("#ground-no_valid_visa");
  assert.equal(await desk.page.locator(".error-summary a").count(), 1, "what is put right is said no more");
  await desk.page.selectOption("#question-asylum", "no_claim");
  assert.equal(await desk.page.locator(".error-summary, .dialog .field-error").count(), 0);
  assert.equal(await desk.page.evaluate(() => document.activeElement.closest(".error-summary")), null, "the focus stays");
  for (const place of ["#ground-no_valid_visa", ".dialog-refuse [type=submit]"]) {
    await desk.page.focus(place);
    await desk.page.keyboard.press("Enter");
  }
  assert.equal(await desk.page.locator(".dialog-refuse").count(), 1, "a swipe reader's Enter decides nothing");
  await hearsAClaim(desk);
  await desk.page.selectOption("#question-asylum", "no_claim");
  await desk.page.check("#ground-no_valid_visa");
  await desk.page.evaluate(() => document.activeElement.blur());  // as where what had the focus has gone
  await desk.page.keyboard.press("F10");
  await desk.shows("Rechazado", ".bar");
  await desk.look("desk-10-refused", { fits: true });
  await printsASlip(desk, "desk-10", "Refusal of entry", formOfTheRefusal);
}

const formOfTheRefusal = ["C. No valid visa", "1987", "Ana García (agarcia)", "You may appeal to the Migration Court of Zenda."];

/** The page remembers nothing, and the traveller comes back for the form. */
async function printsAgainAfterAReload(desk, { number }) {
  await desk.page.reload();
  await desk.page.waitForSelector(idle);
  const again = () => desk.page.locator("[data-test=recent] li", { hasText: number }).first().getByText("Imprimir").click();
  await printsASlip(desk, "desk-10-again", "Refusal of entry", formOfTheRefusal, again);
}

/** The officer's answer to every question on the screen; the last resort that each list offers. */
async function answersEverything(desk) {
  const questions = desk.page.locator(".panel-alerts .question");
  for (let i = 0; i < await questions.count(); i++) {
    await questions.nth(i).locator("select").selectOption({ index: 1 });
    const note = questions.nth(i).locator("input");
    if (await note.count()) await note.fill("Comparado con el documento y con la persona.");
  }
}

/** The question of the second hit lies below the edge of the panel: that is on the screen, and leads there. */
async function saysWhatLiesBelow(desk) {
  await desk.page.locator(".panel-alerts .panel-body").evaluate((panel) => panel.scrollTo(0, 0));
  for (const [code, words] of [["fr", "1 question sans réponse plus bas"], ["en", "1 unanswered question further down"], ["es", "1 pregunta sin responder más abajo"]]) {
    await desk.language(code);
    await desk.shows(words, ".more-below");
    await desk.look(`desk-11-more-below-${code}`, { fits: true });
  }
  await desk.page.click(".more-below");
  await desk.page.waitForSelector(".more-below", { state: "detached" });
  assert.ok(await desk.page.evaluate(() => document.activeElement.id.startsWith("question-")));
}

async function answersAlertsFirst(desk, pictures) {
  await readDocument(desk, pictures.alert.file, pictures.alert.number);
  await desk.shows("Coincide con la lista de alertas", ".panel-alerts");
  await desk.shows("A segunda línea", ".panel-alerts");
  await desk.shows("Por un nombre parecido", ".panel-alerts");
  await desk.shows("solo en la lista: JOSÉ", ".panel-alerts");
  await showsWhomTheListMeans(desk, ".panel-alerts", "UT7741903");
  await desk.shows("12 abr 1987", ".panel-alerts .listed");
  await desk.shows("THAMES~TAMES 98", ".panel-alerts .listed");
  await desk.look("desk-11-alert", { fits: true });
  await desk.decides("F8");
  await isAt(desk, "question-");  // the key leads to it
  assert.match(await desk.text(".bar-state"), /sin responder/);
  await saysWhatLiesBelow(desk);
  await answersEverything(desk);
  assert.equal(await desk.page.locator(".more-below").count(), 0);
  await fillsWhatIsMissing(desk);
  await desk.look("desk-12-alert-answered", { fits: true });
  await desk.decides("F8");
  await desk.shows("Admitido", ".bar");
  await printsASlip(desk, "desk-12", "Record of admission", ["KEHLER THAMES, WALTER", "You may stay in the country until"]);
}

async function keepsTheHitOfWhatWasReadFirst(desk, pictures) {
  await readDocument(desk, pictures.alert.file, pictures.alert.number);
  await desk.page.keyboard.press("F4");
  await desk.page.locator(".ways label").nth(1).click();
  await desk.page.fill("#hand-lines", [
    "P<UTOMUSTER<<MAX<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "X1234567<7UTO7001017M3012316<<<<<<<<<<<<<<06"].join("\n"));
  await desk.page.locator(".hand-actions button[type=submit]").click();
  await desk.shows("MUSTER", ".fields");
  await desk.shows("de otra lectura", ".panel-alerts");
  await desk.look("desk-12-earlier-reading", { fits: true });
  await putsAsideWithAReason(desk, "desk-12-put-aside");
}

async function marksAWrongDigit(desk, pictures) {
  await readDocument(desk, pictures.wrong_digit.file, pictures.wrong_digit.number);
  await desk.shows("Dígito incorrecto", ".fields");
  assert.ok(await desk.page.locator(".zone mark.zone-digit").count() > 0, "the digit is marked in the zone");
  await desk.page.waitForSelector("[data-test=places] .place-digit");
  await desk.look("desk-13-wrong-digit", { fits: true });
  await desk.page.keyboard.press("F4");
  await desk.page.fill("#hand-given_names", "PEDRO");
  for (const key of ["F8", "F9", "F10"]) {
    await desk.decides(key);
    await desk.shows("Termine o cancele lo que escribe", ".bar");
    assert.equal(await desk.page.locator("dialog[open]").count(), 0, "nothing is decided over what is half typed");
  }
  await desk.look("desk-13-half-typed", { fits: true });
  await desk.page.keyboard.press("Enter");
  await desk.shows("De la imagen, corregido a mano", ".panel-document");
  assert.equal(await desk.page.locator(".fields .field-source", { hasText: "Tecleado" }).count(), 1, "one field was typed");
  await desk.look("desk-13-put-right", { fits: true });
  await desk.page.getByRole("button", { name: "Descartar" }).click();
  await desk.page.waitForSelector(idle);
  await isAt(desk, "choose-picture");  // where it was before the document
}

async function takesADocumentByHand(desk, pictures) {
  await read(desk, pictures.empty.file);
  await desk.page.waitForSelector(".by-hand");
  await desk.shows("No se encontró", ".panel-data");
  await desk.look("desk-14-nothing-found", { fits: true });
  const typed = { document_number: "L898902C3", surname: "ERIKSSON", given_names: "ANNA MARIA",
    issuing_state: "UTO", nationality: "UTO", birth_date: "1974-08-12", expiry_date: "2032-04-15" };
  for (const [field, value] of Object.entries(typed)) await desk.page.fill(`#hand-${field}`, value);
  await desk.page.fill("#digit-document_number", "6");
  await desk.page.fill("#digit-birth_date", "3");
  await desk.shows("Dígito correcto", ".by-hand");
  await desk.shows("Dígito incorrecto", ".by-hand");
  await desk.page.fill("#digit-birth_date", "2");
  await desk.look("desk-15-by-hand", { fits: true });
  await desk.page.keyboard.press("Enter");
  await desk.page.waitForSelector(".fields");
  assert.equal(await desk.text(".fields .value.code"), "L898902C3");
  await desk.shows("Escrito a mano", ".panel-document");
  await desk.look("desk-16-typed", { fits: true });
  await desk.page.getByRole("button", { name: "Descartar" }).click();
}

async function typesAZone(desk) {
  await desk.page.waitForSelector(idle);
  await desk.page.keyboard.press("F4");
  await desk.page.locator(".ways label").nth(1).click();
  await desk.page.fill("#hand-lines", [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<19"].join("\n"));
  await desk.page.waitForSelector(".zone mark.zone-digit");
  await desk.look("desk-17-zone-by-hand", { fits: true });
  await desk.page.getByRole("button", { name: "Cancelar" }).click();
  await desk.page.waitForSelector(idle);
  await isAt(desk, "choose-picture");
}

/** Of who comes home neither purpose nor transport is asked, and nothing is granted. */
async function letsANationalComeHome(desk) {
  await desk.page.keyboard.press("F4");
  await desk.page.locator(".ways label").nth(1).click();
  await desk.page.fill("#hand-lines", [
    "P<ZENMUSTER<<MAX<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "X1234567<7ZEN7001017M3012316<<<<<<<<<<<<<<06"].join("\n"));
  await desk.page.locator(".hand-actions button[type=submit]").click();
  await desk.shows("Nacional de este país", "[data-test=comes-home]");
  for (const id of ["#purpose", "#transport", "#class", "#days"]) assert.equal(await desk.page.locator(id).count(), 0, id);
  await desk.look("desk-17-comes-home", { fits: true });
  await desk.decides("F8");
  await desk.shows("Admitido", ".bar");
}

async function saysWhatIsNoPicture(desk, pictures) {
  await read(desk, pictures.not_a_picture.file);
  await desk.shows("no es una imagen", ".bar");
  await isAt(desk, "choose-picture");
  await desk.look("desk-18-no-picture", { fits: true });
}

export async function online(browser, place, pictures, screenshots) {
  const desk = await Console.open(browser, place.url, screenshots);
  await logsIn(desk, place);
  await admitsByOneKey(desk, pictures);
  await keepsWhatWasTypedInAnyLanguage(desk, pictures);
  await refersWithAReason(desk);
  await tellsInConfidence(desk, readDocument, pictures.confided);
  await refusesWithGrounds(desk, pictures);
  await printsAgainAfterAReload(desk, pictures.refused);
  await asksWhyWhoWasRefusedMayPass(desk, pictures.refused);
  const hands = { readDocument, answersEverything, fillsWhatIsMissing };
  await stopsAtExit(desk, hands, pictures.refused);
  await keepsTheHitOfWhatWasReadFirst(desk, pictures);
  await answersAlertsFirst(desk, pictures);
  await asksOnceAboutTwo(desk, hands, pictures.namesake);
  await saysThatNamesWereNotSearched(desk, hands, pictures.clean);
  await marksAWrongDigit(desk, pictures);
  await takesADocumentByHand(desk, pictures);
  await typesAZone(desk);
  await saysWhatIsNoPicture(desk, pictures);
  await correctsRecords(desk, pictures);
  await letsANationalComeHome(desk);
}

/** The link is cut: the work goes on, in words. */
export async function offline(browser, { desk: place, drop, pictures, screenshots }) {
  const desk = await Console.open(browser, place.url, screenshots);
  await desk.page.waitForSelector("#officer");
  await desk.logIn(place.officer, place.password);
  await desk.shows("Sin conexión", ".strip");
  await desk.shows("se cortó la conexión", ".strip");
  await desk.page.locator(".direction label", { hasText: "Salida" }).click();
  await readDocument(desk, pictures.clean.file, pictures.clean.number);
  await desk.look("desk-19-offline-exit", { fits: true });
  await desk.decides("F8");
  await desk.shows("Salida autorizada", ".bar");
  assert.match(await recent(desk, pictures.clean.number), /Guardado aquí/);
  await desk.shows("1 registro por enviar, con imágenes", ".strip");  // though each has some ninety parts
  await desk.page.click(".strip-button");
  await desk.page.waitForSelector("dialog");
  await desk.look("desk-20-lists", { fits: true });
  await saysWhatTheLinkLacks(desk);
  await desk.page.keyboard.press("Escape");
  await saysWhichListIsOldest(desk, drop, pictures);
  await desk.page.getByRole("button", { name: "Salir" }).click();
  await desk.page.waitForSelector("#officer");
}
