// An officer takes one of their last records back, or says what it should have said.
import assert from "node:assert/strict";

const row = (desk, number) => desk.page.locator("[data-test=recent] li", { hasText: number });

async function restatesDays(desk, number) {
  await row(desk, number).first().locator(".recent-correct").click();
  await desk.page.waitForSelector(".dialog");
  await desk.page.locator(".correct-ways .tick").nth(1).click();
  assert.equal(await desk.page.inputValue("#correct-purpose"), "holiday", "what was recorded is filled in");
  await desk.page.fill("#correct-days", "12");
  await desk.page.fill("#correct-until", "2026-04-31");
  await desk.page.click(".dialog button[type=submit]");
  await desk.shows("Escriba por qué", ".error-summary");
  await desk.shows("Escriba una fecha que exista", ".error-summary");
  await desk.page.fill("#correct-until", "2026-05-10");
  await desk.shows("10 may 2026", ".day-read");
  await desk.page.fill("#correct-until", "");
  assert.equal(await desk.page.locator(".error-summary a").count(), 1, "what is put right is said no more");
  await desk.look("desk-21-correct", { fits: true });
  await desk.page.fill("#correct-reason", "Dijo doce días; se tecleó treinta.");
  await desk.page.fill("#correct-days", "31");
  await desk.page.click(".dialog button[type=submit]");
  await desk.shows("fuera de límites", ".dialog");
  await desk.page.fill("#correct-days", "12");
  await desk.page.selectOption("#correct-direction", "exit");
  assert.equal(await desk.page.locator("#correct-days").count(), 0, "an exit is granted nothing");
  await desk.page.selectOption("#correct-direction", "entry");
  await desk.page.click(".dialog button[type=submit]");
  await desk.shows("quedó corregido", ".bar");
  await row(desk, number).getByText("Corregido").first().waitFor();
  await row(desk, number).getByText("Corrección").first().waitFor();
  await desk.look("desk-22-corrected", { fits: true });
  await printsWhatHoldsNow(desk, number);
}

/** The paper of what was wrong is nobody's: by its key, and from the list for whoever comes back. */
async function printsWhatHoldsNow(desk, number) {
  const opens = [() => desk.page.keyboard.press("F7"), () => row(desk, number).first().getByText("Imprimir").click()];
  for (const open of opens) {
    await open();
    await desk.page.waitForSelector(".slip");
    assert.match(await desk.text(".slip"), /Días concedidos\s*12\b/);
    assert.match(await desk.text(".slip-until"), /hasta el 1 may 2026/);
    await desk.look("desk-22-paper-corrected", { fits: true });
    await desk.page.keyboard.press("Escape");
    await desk.page.waitForSelector(".slip", { state: "detached" });
  }
  assert.equal(await row(desk, number).filter({ hasText: "Corregido" }).first().getByText("Imprimir").count(), 0);
}

async function takesARecordBack(desk, number) {
  await row(desk, number).first().locator(".recent-correct").click();
  await desk.shows("Solo una admisión se rectifica", ".dialog");
  await desk.page.fill("#correct-reason", "Era otra persona.");
  await desk.page.keyboard.press("Enter");
  assert.equal(await desk.page.locator(".dialog").count(), 1, "a swipe reader's Enter corrects nothing");
  await desk.page.click(".dialog button[type=submit]");
  await row(desk, number).getByText("Anulado").first().waitFor();
  assert.equal(await row(desk, number).locator(".recent-correct").count(), 0, "once");
  await desk.page.keyboard.press("F7");
  assert.equal(await desk.page.locator(".slip-button, .slip").count(), 0, "there is no paper of what was taken back");
}

/** As from another desk, or from another page: whoever has the paper open is told. Of somebody of whom nothing
    else is shown. */
async function closesThePaperOfWhatIsTakenBack(desk) {
  const [number, zone] = ["Q7654321", ["P<UTOROSSI<<LUCIA<<<<<<<<<<<<<<<<<<<<<<<<<<<", "Q7654321<6UTO8204099F3111024<<<<<<<<<<<<<<00"]];
  await desk.page.keyboard.press("F4");
  await desk.page.locator(".ways label").nth(1).click();
  await desk.page.fill("#hand-lines", zone.join("\n"));
  await desk.page.locator(".hand-actions button[type=submit]").click();
  await desk.shows("ROSSI", ".fields");
  for (const [id, value] of [["#purpose", "holiday"], ["#transport", "own_vehicle"]]) await desk.page.selectOption(id, value);
  await desk.decides("F8");
  const admitted = row(desk, number).filter({ hasText: "Admitido" }).first();
  await admitted.getByText("Imprimir").click();
  const record = await desk.text(".slip-record .code");
  const status = await desk.page.evaluate(async (path) => {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ reason: "Leído dos veces." }) });
    await answer.text();
    return answer.status;
  }, `/api/decisions/${record}/correction`);
  assert.equal(status, 201);
  await desk.page.waitForSelector(".slip", { state: "detached" });
  await desk.shows("se anuló mientras su papel estaba abierto", ".bar");
  await desk.shows(record, ".bar");
  for (const code of ["fr", "en", "es"]) {
    await desk.language(code);
    await desk.look(`desk-23-paper-voided-${code}`, { fits: true });
  }
}

/** Of a refusal, its paper in the traveller's hand. */
async function takesARefusalBack(desk, number) {
  const refusal = row(desk, number).filter({ hasText: "Rechazado" });
  assert.equal(await refusal.getByText("Imprimir").count(), 1);
  await refusal.locator(".recent-correct").click();
  await desk.shows("Entrada · Rechazado", ".dialog-who");
  await desk.shows("pídalo de vuelta", ".dialog");
  await desk.look("desk-23-refusal-to-void", { fits: true });
  await desk.page.fill("#correct-reason", "Tenía visa.");
  await desk.page.click(".dialog button[type=submit]");
  await refusal.getByText("Anulado").waitFor();
  assert.equal(await refusal.getByText("Imprimir").count(), 0, "it does not print as if it held");
  await desk.page.keyboard.press("F7");
  assert.equal(await desk.page.locator(".slip-button, .slip").count(), 0);
}

export async function correctsRecords(desk, pictures) {
  await desk.page.waitForSelector("[data-test=drop]");
  await restatesDays(desk, pictures.clean.number);
  await takesARecordBack(desk, pictures.second.number);
  await takesARefusalBack(desk, pictures.refused.number);
  await closesThePaperOfWhatIsTakenBack(desk);
  await desk.look("desk-23-voided", { fits: true });
}
