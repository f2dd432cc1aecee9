// Puts a folder of static files into the program: node embed.mjs FOLDER BUNDLE HEADER FUNCTION
// writes BUNDLE.bin (the files one after the other) and BUNDLE.cpp, which takes them in by .incbin:
// the compiler then copies bytes instead of parsing them as numbers.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const [folder, bundle, header, qualified] = process.argv.slice(2);
const namespace = qualified.split("::").slice(0, -1).join("::");
const name = qualified.split("::").pop();
const symbol = `${qualified.replaceAll("::", "_")}_bytes`;

async function filesBelow(path, prefix) {
  const entries = await readdir(path, { withFileTypes: true });
  const found = await Promise.all(entries.map((entry) => entry.isDirectory()
    ? filesBelow(join(path, entry.name), `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`]));
  return found.flat().sort();
}

const files = await filesBelow(folder, "/");
const bodies = await Promise.all(files.map((file) => readFile(join(folder, file))));
await writeFile(`${bundle}.bin`, Buffer.concat(bodies));

let offset = 0;
const rows = files.map((file, index) => {
  const row = `    {"${file}", {${symbol} + ${offset}, ${bodies[index].length}}},`;
  offset += bodies[index].length;
  return row;
});

await writeFile(`${bundle}.cpp`, `// Made by schema/api/web/embed.mjs.
#include "${header}"

asm(R"(.pushsection .rodata
  .balign 16
  .global ${symbol}
${symbol}:
  .incbin "${bundle}.bin"
  .popsection)");

extern "C" const std::uint8_t ${symbol}[];

namespace ${namespace} {

std::span<const PageFile> ${name}() {
  static const PageFile files[] = {
${rows.join("\n")}
  };
  return files;
}

}  // namespace ${namespace}
`);
