// Makes the pictures of every page in the README from those that the browser test took:
//   node deploy/pictures/gallery.mjs build/screenshots
// Chromium itself makes them small. A page whose picture is missing is an error.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { openBrowser } from "../../tests/browser/browser.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const readme = join(here, "../../README.md");
const quality = 0.65;
const shownWidth = 420;

const pages = [
  ["desk-01-log-in", "Log-in"],
  ["desk-54-code-asked-es", "A code of the second factor is asked for"],
  ["desk-03-ready", "Ready for the next traveller"],
  ["desk-04-read", "A clean traveller: F8"],
  ["desk-05-derivation", "How the last day was worked out"],
  ["desk-12-slip", "The traveller's slip"],
  ["desk-43-exit-by-scan", "An exit by the scan alone"],
  ["desk-11-alert", "An alert, which has to be answered"],
  ["desk-12-earlier-reading", "An earlier reading of the same document said otherwise"],
  ["desk-13-wrong-digit", "A check digit is wrong, and where"],
  ["desk-15-by-hand", "Typed by hand"],
  ["desk-08-refer", "Refer: F9"],
  ["desk-09-refuse", "Refuse: F10, with coded grounds"],
  ["desk-10-slip", "The form of a refusal"],
  ["desk-09-claim-es", "A need of protection is asked about before a refusal"],
  ["desk-40-in-confidence-es", "Told in confidence"],
  ["desk-39-group", "A family crosses together"],
  ["desk-21-correct", "One's own last record is corrected"],
  ["desk-34-camera", "The camera, with an automatic shutter"],
  ["desk-44-photo", "A photo of the traveller"],
  ["desk-19-offline-exit", "Without a network"],
  ["desk-20-old-lists-es", "Lists that are old"],
  ["desk-21-cleared-before-es", "Cleared before: nothing is asked again"],
  ["desk-22-names-not-searched-es", "Names of the list are not ready yet"],
  ["desk-60-paper-announced", "Hours on paper are announced"],
  ["desk-62-paper-typing", "Typed in later, of its moment"],
  ["desk-63-paper-closing-es", "All of it is typed in"],
  ["desk-70-approval-es", "A supervisor approves at the desk"],
  ["desk-51-locked", "Locked"],
  ["desk-53-shift", "The shift and its counts"],
  ["desk-61-second-line-es", "The second line"],
  ["directorate-01-log-in", "The directorate: log-in"],
  ["directorate-02-overstays", "Overstays"],
  ["directorate-05-person", "A person"],
  ["directorate-07-posts", "Posts, and what each holds up"],
  ["directorate-09-look-up", "A person is looked up, with a reason"],
  ["directorate-10-review", "Who is one person"],
  ["directorate-15-decisions-that-wait-es", "Decisions that wait for their entry"],
];

async function small(page, file) {
  const url = `data:image/png;base64,${readFileSync(file).toString("base64")}`;
  const text = await page.evaluate(async ([source, q]) => {
    const picture = new Image();
    picture.src = source;
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = picture.naturalWidth;
    canvas.height = picture.naturalHeight;
    canvas.getContext("2d").drawImage(picture, 0, 0);
    return canvas.toDataURL("image/webp", q);
  }, [url, quality]);
  return Buffer.from(text.split(",")[1], "base64");
}

const [screenshots] = process.argv.slice(2);
const browser = await openBrowser();
const page = await browser.newPage();
mkdirSync(join(here, "pages"), { recursive: true });
const rows = ["| | 1366 × 768 | 1920 × 1080 |", "|---|---|---|"];
for (const [name, caption] of pages) {
  const cells = [];
  for (const [width, folder] of [[1366, ""], [1920, "1920"]]) {
    const file = `${name}.${width}.webp`;
    writeFileSync(join(here, "pages", file), await small(page, join(screenshots, folder, `${name}.png`)));
    cells.push(`<img src="deploy/pictures/pages/${file}" alt="${caption}, ${width} pixels wide" width="${shownWidth}">`);
  }
  rows.push(`| ${caption} | ${cells.join(" | ")} |`);
}
await browser.close();
const text = readFileSync(readme, "utf8");
const [begin, end] = ["<!-- pages: deploy/pictures/gallery.mjs -->", "<!-- /pages -->"];
if (!text.includes(begin) || !text.includes(end)) throw new Error("README.md has no place for the pages");
const from = text.indexOf(begin) + begin.length;
writeFileSync(readme, `${text.slice(0, from)}\n\n${rows.join("\n")}\n\n${text.slice(text.indexOf(end))}`);
