// An officer whose account has a second factor: password first, then the code of their telephone.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { Console } from "./browser.mjs";

const idle = "[data-test=drop]";

/** What an authenticator shows (RFC 6238), of the key in an otpauth:// address. */
function codeOf(uri, stepsOff = 0) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...new URL(uri).searchParams.get("secret")].map((one) => alphabet.indexOf(one).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((one) => parseInt(one, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + stepsOff));
  const hash = createHmac("sha1", key).update(counter).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

export async function asksTheCode(browser, { desk: place, second_factor: { officer, uri }, screenshots }) {
  const desk = await Console.open(browser, place.url, screenshots);
  const { page } = desk;
  await page.waitForSelector("#officer");
  assert.equal(await page.locator("#code").count(), 0, "nobody else is asked");
  await desk.logIn(officer, place.password);
  await page.waitForSelector("#code");
  await page.waitForFunction(() => document.activeElement?.id === "code");
  for (const language of ["fr", "en", "es"]) {
    await desk.language(language);
    await desk.look(`desk-54-code-asked-${language}`, { fits: true });
  }
  await page.click("button[type=submit]");
  await desk.shows("Escriba las seis cifras", ".error-summary");
  const code = codeOf(uri);
  await page.fill("#code", code === "000000" ? "000001" : "000000");
  await page.keyboard.press("Enter");
  await desk.shows("El código no es el de ahora", ".error-summary");
  await desk.look("desk-55-wrong-code", { fits: true });
  await page.fill("#code", codeOf(uri));
  await page.keyboard.press("Enter");
  await page.waitForSelector(idle);
  await page.getByRole("button", { name: "Salir" }).click();
  await page.waitForSelector("#officer");
}
