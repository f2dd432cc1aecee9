// What is told to the protection unit alone: on the screen a second interview remains.
import assert from "node:assert/strict";

const note = "Contesta otro por ella";

/** In the page. The ring is the outline and the shadow around it: 5 px (base.css). */
const ringMisses = () => {
  const field = document.querySelector("#confide-note");
  return field.getBoundingClientRect().top - field.previousElementSibling.getBoundingClientRect().bottom >= 5;
};

/** The station knows nothing of the traveller any more, as after a start, and says so to the decision. */
async function forgetsWithTheInspection(desk, readDocument, { file, number }) {
  await readDocument(desk, file, number);
  const picture = await desk.page.getAttribute("img.picture", "src");
  await desk.decides("F9");
  await desk.page.waitForSelector(".confidence");
  await desk.page.check("#concern-others_speak_for");
  await desk.page.fill("#confide-note", note);
  const status = await desk.page.evaluate(async (src) => (await fetch(src.replace("/picture", ""), { method: "DELETE" })).status, picture);
  assert.equal(status, 204);
  await desk.page.click(".dialog button[type=submit]");
  await desk.page.waitForSelector(".dialog", { state: "detached" });
  await nothingIsTold(desk, readDocument, { file, number });
}

async function nothingIsTold(desk, readDocument, { file, number }) {
  await readDocument(desk, file, number);
  await desk.decides("F9");
  await desk.page.waitForSelector(".confidence");
  assert.equal(await desk.page.locator(".dialog input:checked").count(), 0, "nothing of it is kept on the page");
  assert.equal(await desk.page.locator("#confide-note").count(), 0);
  await desk.page.keyboard.press("Escape");
  await desk.page.getByRole("button", { name: "Descartar" }).click();
}

export async function tellsInConfidence(desk, readDocument, { file, number }) {
  await readDocument(desk, file, number);
  await desk.decides("F9");
  await desk.page.waitForSelector(".confidence");
  await desk.page.check("#ground-identity_doubt");
  await desk.page.check("#concern-others_speak_for");
  assert.equal(await desk.page.isChecked("#ground-second_interview"), true);
  assert.equal(await desk.page.isChecked("#ground-identity_doubt"), false, "no other reason stands beside it");
  assert.equal(await desk.page.isDisabled("#ground-identity_doubt"), true);
  await desk.page.fill("#confide-note", note);
  assert.ok(await desk.page.evaluate(ringMisses), "the ring of the field does not lie on its label");
  for (const code of ["fr", "en", "es"]) {
    await desk.page.evaluate((one) => { document.querySelector(".language select").value = one;
      document.querySelector(".language select").dispatchEvent(new Event("change", { bubbles: true })); }, code);
    await desk.look(`desk-40-in-confidence-${code}`, { fits: true });
  }
  const asked = desk.page.waitForRequest((request) => request.url().endsWith("/decision"));
  await desk.page.click(".dialog button[type=submit]");
  assert.deepEqual((await asked).postDataJSON().concerns, ["others_speak_for"]);
  await desk.shows("Derivado", ".bar");
  await desk.page.locator("[data-test=recent] li", { hasText: number }).first().waitFor();
  await desk.look("desk-41-second-interview", { fits: true });
  const shown = await desk.page.evaluate(() => document.documentElement.outerHTML);
  assert.doesNotMatch(shown, /others_speak_for|Contesta otro|decide en su lugar/);
  await nothingIsTold(desk, readDocument, { file, number });
  await forgetsWithTheInspection(desk, readDocument, { file, number });
}
