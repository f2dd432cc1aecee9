// Bundles one console: node build.mjs CONSOLE OUTPUT. The output is a folder of static files; all
// but index.html carry the hash of their content in their names.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");
const consoles = {
  desk: { source: "border-station/desk/web/src", title: "Garita" },
  directorate: { source: "central-sync/directorate/web/src", title: "Garita" },
};

const [name, output] = process.argv.slice(2);
const console_ = consoles[name];
if (!console_ || !output) {
  process.stderr.write(`usage: node build.mjs ${Object.keys(consoles).join("|")} OUTPUT\n`);
  process.exit(2);
}

const assets = join(output, "assets");
await rm(output, { recursive: true, force: true });
await mkdir(assets, { recursive: true });

const result = await esbuild.build({
  entryPoints: [join(root, console_.source, "main.tsx"), join(root, console_.source, "console.css")],
  outdir: assets,
  entryNames: `${name}-[hash]`,
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  jsx: "automatic",
  jsxImportSource: "preact",
  alias: { "@garita": join(here, "src") },
  nodePaths: [join(here, "node_modules")],
  loader: { ".woff2": "file", ".svg": "file" },
  tsconfigRaw: {},
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

const built = Object.keys(result.metafile.outputs).map((path) => basename(path));
const script = built.find((file) => file.endsWith(".js"));
const style = built.find((file) => file.endsWith(".css"));

const icon = await readFile(join(here, "src/favicon.svg"));
const iconName = `favicon-${createHash("sha256").update(icon).digest("hex").slice(0, 8)}.svg`;
await writeFile(join(assets, iconName), icon);

// A browser that offered to translate a page would send what stands on it to whoever translates.
await writeFile(join(output, "index.html"), `<!doctype html>
<html lang="es" translate="no">
<head>
<meta charset="utf-8">
<meta name="google" content="notranslate">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${console_.title}</title>
<link rel="icon" href="/assets/${iconName}" type="image/svg+xml">
<link rel="stylesheet" href="/assets/${style}">
<script type="module" src="/assets/${script}"></script>
</head>
<body><div id="app"></div></body>
</html>
`);

const bytes = async (file) => (await readFile(join(assets, file))).length;
process.stdout.write(`${name}: script ${await bytes(script)}, style ${await bytes(style)} bytes\n`);
