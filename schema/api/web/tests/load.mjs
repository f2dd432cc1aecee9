// The consoles' own modules, for tests that need no browser.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

export const web = join(dirname(fileURLToPath(import.meta.url)), "..");
export const root = join(web, "../../..");

export async function load(path) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(web, "src", path)], bundle: true, write: false, format: "esm", logLevel: "error",
    alias: { "@garita": join(web, "src") }, nodePaths: [join(web, "node_modules")], tsconfigRaw: {},
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`);
}
