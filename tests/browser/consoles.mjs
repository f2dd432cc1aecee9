// node consoles.mjs PHASE SCENE.json: one phase of the browser test. The scene says where the consoles
// are and what stands there; consoles_test.py makes it.
import { readFileSync } from "node:fs";
import { asksASecondPerson } from "./approval.mjs";
import { openBrowser } from "./browser.mjs";
import { captures } from "./capture.mjs";
import { goesOnWhenItIsCut } from "./cut.mjs";
import { offline, online } from "./desk.mjs";
import { decidesAboutWhoWasSeen } from "./haste.mjs";
import { directorateOnline } from "./directorate.mjs";
import { countsKeys, exitsByScan } from "./keys.mjs";
import { locks } from "./locking.mjs";
import { worksOnPaper } from "./paper.mjs";
import { takesPhotos } from "./photo.mjs";
import { leavesAProfile } from "./profile.mjs";
import { decidesWhoIsOnePerson } from "./reviews.mjs";
import { asksTheCode } from "./second_factor.mjs";
import { examines } from "./second_line.mjs";
import { printsWhatIsNotKnown } from "./slip.mjs";

const [phase, file] = process.argv.slice(2);
const scene = JSON.parse(readFileSync(file, "utf8"));
const { desk, directorate, pictures, names, screenshots } = scene;
const phases = {
  desk: (browser) => online(browser, desk, pictures, screenshots),
  capture: (browser) => captures(browser, scene),
  code: (browser) => asksTheCode(browser, scene),
  haste: (browser) => decidesAboutWhoWasSeen(browser, scene),
  keys: (browser) => countsKeys(browser, scene),
  exits: (browser) => exitsByScan(browser, scene),
  slip: (browser) => printsWhatIsNotKnown(browser, scene),
  photo: (browser) => takesPhotos(browser, scene),
  profile: () => leavesAProfile(scene),
  approval: (browser) => asksASecondPerson(browser, scene),
  paper: (browser) => worksOnPaper(browser, scene),
  locking: (browser) => locks(browser, scene),
  second_line: (browser) => examines(browser, scene),
  cut: (browser) => goesOnWhenItIsCut(browser, scene),
  offline: (browser) => offline(browser, scene),
  reviews: (browser) => decidesWhoIsOnePerson(browser, directorate, names, screenshots),
  directorate: (browser) => directorateOnline(browser, directorate, names, screenshots),
};

const browser = await openBrowser();
try {
  await phases[phase](browser);
  process.stdout.write(`${phase}: as it should be\n`);
} catch (error) {
  process.stderr.write(`${phase}: ${error.stack}\n`);
  for (const context of browser.contexts())
    for (const page of context.pages()) await page.screenshot({ path: `${screenshots}/failed-${phase}.png` });
  process.exitCode = 1;
} finally {
  await browser.close();
}
