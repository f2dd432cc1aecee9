// A Chromium that forgives nothing: findings of axe, violations of the Content Security Policy,
// errors of scripts, requests to anywhere else and answers that do not keep to openapi.yaml end the test.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { answerFaults } from "./contract.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(join(here, "../../schema/api/web/package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const screen = { width: 1366, height: 768 };
const wideScreen = { width: 1920, height: 1080 };
const waitMillisecondsMax = 15_000;

const launched = (more) => ({
  executablePath: process.env.GARITA_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", ...more],
});

export async function openBrowser(more = []) {
  return chromium.launch(launched(more));
}

/** One whose profile stays in `folder`, as at a desk. */
export async function openProfile(folder) {
  const context = await chromium.launchPersistentContext(folder, { ...launched([]), viewport: screen, ignoreHTTPSErrors: true });
  return { newContext: async () => context, close: () => context.close() };
}

/** One with a window and a printer, started as `options` say; what a page prints goes to the system's first queue
    without a dialog. */
export async function openPrintingDesk(folder, options) {
  const context = await chromium.launchPersistentContext(folder, {
    ...launched(["--kiosk-printing", ...options]), headless: false, viewport: screen, ignoreHTTPSErrors: true });
  return { newContext: async () => context, close: () => context.close() };
}

/** Another language, where the head is out of reach behind a dialog. */
export const choosesBehind = (page, code) => page.evaluate((chosen) => {
  const select = document.querySelector(".language select");
  select.value = chosen;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}, code);

/** What of the head of a page, where the state of the station stands, lies outside the window. */
function outOfSight() {
  // A long page may be scrolled away from its head, which is there all the same.
  const cut = ({ left, right, top, bottom }) =>
    left < 0 || top + scrollY < 0 || right > innerWidth || bottom + scrollY > innerHeight;
  return [...document.querySelectorAll(".top *:not(.unseen, .unseen *, svg *, option)")]
    .filter((one) => cut(one.getBoundingClientRect())).map((one) => one.textContent);
}

/** What of the buttons that end a dialog lies outside the window. */
function buttonsOutOfSight() {
  const ending = "dialog[open] > .dialog-actions, dialog[open]:not(:has(> .dialog-actions)) > form > .dialog-actions";
  return [...document.querySelectorAll(ending)].flatMap((one) => [...one.querySelectorAll("button")])
    .filter((one) => one.getBoundingClientRect().bottom > innerHeight).map((one) => one.textContent);
}

export class Console {
  constructor(page, url, screenshots) {
    this.page = page;
    this.url = url;
    this.screenshots = screenshots;
    this.complaints = [];
    this.reading = new Set();
  }

  /** Holds an answer of the API to the contract. Streams have no end to wait for. */
  judge(response) {
    const path = new URL(response.url()).pathname;
    if (!path.startsWith("/api/") || path === "/api/events") return;
    const read = this.judged(response, path).finally(() => this.reading.delete(read));
    this.reading.add(read);
  }

  async judged(response, path) {
    const contentType = response.headers()["content-type"];
    // Chromium keeps no body of an answer whose page has gone.
    const body = contentType?.includes("json") ? await response.text().catch(() => undefined) : "";
    if (body === undefined) return;
    this.complaints.push(...answerFaults({
      method: response.request().method(), path, status: response.status(), contentType, body }));
  }

  static async open(browser, url, screenshots, more = {}) {
    // The demo's own authority signed the certificate; that it is checked is another test's matter.
    const context = await browser.newContext({ viewport: screen, ignoreHTTPSErrors: true, acceptDownloads: true, ...more });
    const page = await context.newPage();
    page.setDefaultTimeout(waitMillisecondsMax);
    const console_ = new Console(page, url, screenshots);
    const origin = new URL(url).origin;
    page.on("request", (request) => {
      if (new URL(request.url()).origin !== origin) console_.complaints.push(`asked elsewhere: ${request.url()}`);
    });
    page.on("response", (response) => console_.judge(response));
    page.on("pageerror", (error) => console_.complaints.push(`script: ${error.message}`));
    page.on("console", (message) => {
      // Chromium reports every refused request there; the pages say those in words.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        console_.complaints.push(`console: ${message.text()}`);
    });
    await page.exposeFunction("garitaComplains", (text) => console_.complaints.push(text));
    await page.addInitScript(() => document.addEventListener("securitypolicyviolation", (event) =>
      globalThis.garitaComplains(`policy: ${event.violatedDirective} ${event.blockedURI}`)));
    await page.goto(url);
    return console_;
  }

  /** A picture of the page as it is, and everything that is always demanded of a page. `fits`: nothing
      scrolls but the insides of panels. */
  async look(name, { fits = false } = {}) {
    const { page } = this;
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(this.screenshots, `${name}.png`) });
    const { violations } = await page.evaluate(`(async () => { ${axe}; return axe.run(document,
      { runOnly: ${JSON.stringify(rules)} }); })()`);
    const found = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`);
    assert.deepEqual(found, [], `axe on ${name}`);
    const size = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth, height: document.documentElement.scrollHeight }));
    assert.ok(size.width <= screen.width, `${name} is ${size.width} px wide`);
    assert.deepEqual(await page.evaluate(outOfSight), [], `${name} has a head that is cut`);
    assert.deepEqual(await page.evaluate(buttonsOutOfSight), [], `${name} has a dialog whose buttons are cut`);
    if (fits) assert.ok(size.height <= screen.height, `${name} is ${size.height} px high`);
    await this.lookWide(name);
    await Promise.all(this.reading);
    assert.deepEqual(this.complaints, [], name);
  }

  /** A picture of the same on a large screen, which is filled and not overrun. */
  async lookWide(name) {
    const { page } = this;
    await page.setViewportSize(wideScreen);
    await page.screenshot({ path: join(this.screenshots, "1920", `${name}.png`) });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    await page.setViewportSize(screen);
    assert.ok(width <= wideScreen.width, `${name} is ${width} px wide on a large screen`);
  }

  /** Waits until the page shows the text somewhere. */
  async shows(text, where = "body") {
    await this.page.locator(where).getByText(text, { exact: false }).first().waitFor({ state: "attached" });
  }

  async text(selector) {
    return (await this.page.locator(selector).first().innerText()).replace(/\s+/g, " ").trim();
  }

  /** Keys of decisions count once the traveller on the screen has been there for a moment. */
  async hasLooked() {
    await this.page.waitForSelector("[data-test=just-came]", { state: "detached" });
  }

  async decides(key) {
    await this.hasLooked();
    await this.page.keyboard.press(key);
  }

  /** The next key may follow at once. */
  async closesDialog() {
    await this.page.keyboard.press("Escape");
    await this.page.waitForSelector(".dialog", { state: "detached" });
  }

  async language(code) {
    await this.page.selectOption(".language select", code);
    assert.equal(await this.page.getAttribute("html", "lang"), code);
  }

  async logIn(officer, password) {
    await this.page.fill("#officer", officer);
    await this.page.fill("#password", password);
    await this.page.keyboard.press("Enter");
  }
}
