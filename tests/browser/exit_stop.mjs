// Whoever is not let out: its own words and reasons, no form, and a list that says which way somebody went.
import assert from "node:assert/strict";
import { choosesBehind } from "./browser.mjs";

const turn = (desk, word) => desk.page.locator(".direction label", { hasText: word }).click();

/** None of them is a ground of refusing an entry, nor a stay that is over. */
async function offersWhatKeepsSomebodyHere({ page }) {
  const offered = await page.locator(".dialog-refuse .grounds input").evaluateAll((all) => all.map(({ id }) => id.replace("ground-", "")));
  for (const ground of ["exit_forbidden", "wanted", "child_not_permitted"]) assert.ok(offered.includes(ground), offered.join());
  for (const ground of ["insufficient_means", "stay_used_up", "charge_on_public_funds"])
    assert.ok(!offered.includes(ground), offered.join());
}

export async function stopsAtExit(desk, { readDocument }, { file, number }) {
  const { page } = desk;
  await turn(desk, "Salida");
  await readDocument(desk, file, number);
  await desk.shows("Impedir salida", ".decide-refuse");
  await desk.decides("F10");
  await page.waitForSelector(".dialog-refuse");
  await offersWhatKeepsSomebodyHere(desk);
  await page.click(".dialog button[type=submit]");
  await desk.shows("Marque al menos un motivo", ".error-summary");
  for (const [code, words] of [["fr", "Aucun formulaire ne s'imprime"], ["en", "No form is printed"], ["es", "No se imprime ningún formulario"]]) {
    await choosesBehind(page, code);
    await desk.shows(words, ".dialog-refuse");
    await desk.look(`desk-10-exit-stop-${code}`, { fits: true });
  }
  await page.check("#ground-exit_forbidden");
  await page.selectOption("#question-asylum", "no_claim");
  await page.keyboard.press("F10");
  await desk.shows("Salida impedida", ".bar-done");
  await page.keyboard.press("F7");
  assert.equal(await page.locator(".slip-button, .slip").count(), 0, "a refusal of entry is no paper of this");
  const said = await page.locator("[data-test=recent] li", { hasText: number }).evaluateAll((all) => all.map((one) =>
    [".recent-direction", ".recent-decision > :first-child"].map((part) => one.querySelector(part).textContent).join(": ")));
  assert.deepEqual(said.slice(0, 2), ["Salida: Salida impedida", "Entrada: Rechazado"]);
  await desk.look("desk-10-exit-stopped", { fits: true });
  await readDocument(desk, file, number);
  await desk.shows("Salida impedida en este puesto", ".panel-alerts");
  await desk.shows("Salida impedida aquí", ".other-checks");
  await desk.look("desk-10-exit-stopped-again", { fits: true });
  await page.getByRole("button", { name: "Descartar" }).click();
  await turn(desk, "Entrada");
}
