// The directorate's lists are drawn in one place, so that they all look alike and are told alike to who hears them.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { root } from "./load.mjs";

const folder = join(root, "central-sync/directorate/web/src");
const pages = readdirSync(folder).filter((name) => name.endsWith(".tsx"));

test("every table of the directorate's pages is drawn by its one component", () => {
  const drawing = pages.filter((name) => /<table|"table-box"/.test(readFileSync(join(folder, name), "utf8")));
  assert.deepEqual(drawing, ["list_table.tsx"]);
});
