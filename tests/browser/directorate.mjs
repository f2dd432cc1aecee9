// What the directorate looks up.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Console } from "./browser.mjs";

const list = "[data-test=overstays]";

async function row(page, name) {
  const found = page.locator(`${list} tbody tr`, { hasText: name });
  await found.first().waitFor();
  return (await found.first().innerText()).replace(/\s+/g, " ");
}

async function showsWhatIsRaisedAndWhatIsHeld(directorate, names) {
  const { page } = directorate;
  const raised = await row(page, names.overstayer);
  assert.match(raised, /Probable/);
  const held = await row(page, names.held);
  assert.match(held, /En espera de datos/);
  assert.match(held, new RegExp(names.blocking_post));
  assert.match(held, /sin determinar/, "nothing is counted against somebody while data are missing");
  await directorate.shows(names.blocking_post, ".blocking");
  await directorate.shows("no son señalamientos", ".held-note");
  await directorate.look("directorate-02-overstays");
}

async function filtersInTheAddress(directorate, names) {
  const { page } = directorate;
  await page.click(".state-button.state-pending_data");
  await page.waitForFunction(() => new URL(location.href).searchParams.get("states") === "probable,confirmed");
  await page.locator(`${list} tbody tr`, { hasText: names.held }).first().waitFor({ state: "detached" });
  await page.reload();
  await row(page, names.overstayer);
  assert.equal(await page.locator(`${list} tbody tr`, { hasText: names.held }).count(), 0);
  await page.click(".filters summary");
  await page.fill("#filter-days_over_min", "100000");
  await page.click(".filter-form button");
  await directorate.shows("Nada en esta lista", "main");
  await directorate.look("directorate-03-filtered");
  await page.click(".chip");
  await row(page, names.overstayer);
  await page.goBack();
  await directorate.shows("Nada en esta lista", "main");
  await page.goto(`${directorate.url}/overstays`);
  await row(page, names.held);
}

async function sortsTheWholeSet(directorate) {
  const { page } = directorate;
  await page.locator(".sort", { hasText: "Persona" }).click();
  await page.waitForFunction(() => new URL(location.href).searchParams.get("sort") === "name");
  const head = page.locator("th", { hasText: "Persona" });
  await page.waitForFunction(() => {
    const names = [...document.querySelectorAll("[data-test=overstays] tbody th a")].map((link) => link.textContent);
    return names.length > 1 && names.every((name, i) => i === 0 || names[i - 1] <= name);
  });
  assert.equal(await head.getAttribute("aria-sort"), "ascending");
}

async function givesTheListAsAFile(directorate) {
  const { page } = directorate;
  await page.click("button.csv");
  await page.click(".dialog .why button");
  await directorate.shows("Elija una razón", ".error-summary");
  await directorate.look("directorate-08-take-a-list");
  await page.selectOption("#reason", "court_request");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(".dialog .why button")]);
  const text = readFileSync(await download.path(), "utf8");
  assert.match(text, /^flag,state,person,name,nationality,document,entry_post,entry_at,/);
}

/** One document is one person: the list answers when the reason is stated, and not before. */
async function looksADocumentUpForAReason(directorate, names) {
  const { page } = directorate;
  await page.goto(`${directorate.url}/overstays?document=${names.held_number}`);
  await directorate.shows("¿Por qué busca este documento?", "h1");
  assert.equal(await page.locator(list).count(), 0);
  await directorate.look("directorate-09-look-up");
  await page.selectOption("#reason", "border_case");
  await page.click(".why button");
  await row(page, names.held);
  await page.click(".chip");
  await row(page, names.overstayer);
}

async function opensAPersonForAReason(directorate, names) {
  const { page } = directorate;
  await page.locator(`${list} a`, { hasText: names.held }).first().click();
  await page.waitForSelector("#reason");
  await page.click(".why button");
  await directorate.shows("Elija una razón", ".error-summary");
  await directorate.look("directorate-04-reason");
  await page.selectOption("#reason", "flag_review");
  await page.click(".why button");
  await page.waitForSelector(".identity");
  assert.ok(await page.locator(".stay-card .derivation li").count() >= 3, "the derivation, line by line");
  assert.ok(await page.locator(".timeline .event").count() >= 1);
  assert.equal(await page.locator(".flag-line.flag-held").count() > 0, true);
  await directorate.look("directorate-05-person");
  await directorate.language("en");
  await directorate.shows("Waiting for data", ".stay-card");
  await directorate.language("fr");
  await directorate.look("directorate-06-person-fr");
  await directorate.language("es");
  await page.click(".back");
  await page.waitForSelector(list);
}

/** As the centre tells it of a child's entry that was decided on paper and corrected since. */
async function saysWhoTypedInWhoApprovedAndWhatShowedIt(directorate, names) {
  const { page } = directorate;
  const told = {
    evidence: "officer_typed", fallback: true, decided_by: "blopez", typed_by: "agarcia", approved_by: "jcoc",
    codes: ["voided"], corrected_by: "ramos", correction_reason: "otra persona", correction_approved_by: "dramos",
    companions: [{ person: "P-21TVBTNCHRWA", record: "PASO-NORTE-01:1:movement:1", leads: true,
      relationship: "with_parent", relationship_evidence: "birth_certificate" }],
  };
  await page.route("**/api/persons/**", async (route) => {
    const response = await route.fetch();
    const person = await response.json();
    const timeline = person.timeline.map((event) => event.kind === "entry" ? { ...event, ...told } : event);
    await route.fulfill({ response, json: { ...person, timeline } });
  });
  await page.locator(`${list} a`, { hasText: names.held }).first().click();
  await page.selectOption("#reason", "flag_review");
  await page.click(".why button");
  for (const text of ["menor con su madre o padre · Partida de nacimiento", "decidido por blopez, introducido por agarcia",
    "aprobado por jcoc", "corrección de ramos: otra persona", "la corrección la aprobó dramos"]) await directorate.shows(text, ".event-entry");
  await directorate.look("directorate-10-person-told");
  await directorate.language("fr");
  await directorate.look("directorate-10-person-told-fr");
  await directorate.language("es");
  await page.unrouteAll();
  await page.click(".back");
  await page.waitForSelector(list);
}

async function seesThePosts(directorate, names) {
  const { page } = directorate;
  await page.locator("nav a", { hasText: "Puestos" }).click();
  const post = page.locator("[data-test=posts] tbody tr", { hasText: names.blocking_post });
  await post.waitFor();
  assert.ok(Number(await post.locator("strong").innerText()) > 0, "decisions held up by the silent post");
  await page.click(".filters summary");
  await directorate.look("directorate-07-posts");
}

export async function directorateOnline(browser, place, names, screenshots) {
  const directorate = await Console.open(browser, place.url, screenshots);
  await directorate.page.waitForSelector("#officer");
  await directorate.look("directorate-01-log-in", { fits: true });
  await directorate.logIn(place.officer, place.password);
  await directorate.page.waitForSelector(list);
  await showsWhatIsRaisedAndWhatIsHeld(directorate, names);
  await filtersInTheAddress(directorate, names);
  await sortsTheWholeSet(directorate);
  await givesTheListAsAFile(directorate);
  await looksADocumentUpForAReason(directorate, names);
  await opensAPersonForAReason(directorate, names);
  await saysWhoTypedInWhoApprovedAndWhatShowedIt(directorate, names);
  await seesThePosts(directorate, names);
}
