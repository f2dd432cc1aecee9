// A card without a machine readable zone: its barcode fills in the form, and the officer confirms.
import assert from "node:assert/strict";

const form = (desk, field) => desk.page.inputValue(`#hand-${field}`);

export async function confirmsABarcode(desk, { file, number, surname }) {
  const { page } = desk;
  await page.waitForSelector("[data-test=drop]");
  await page.setInputFiles("[data-test=picture]", file);
  await page.waitForSelector("[data-test=to-confirm]");
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
  await page.keyboard.type("gtm", { delay: 60 });
  await page.keyboard.press("Enter");
  await page.waitForSelector(".fields");
  await desk.shows("Código de barras", ".fields");
  await desk.shows("Código de barras, completado a mano", ".panel-document");
  await desk.look("desk-37-barcode-confirmed", { fits: true });
  await page.getByRole("button", { name: "Descartar" }).click();
  await page.waitForSelector("[data-test=drop]");
}
