// Several pictures that are given at once: one page under several lights, by their files' names.

const named = /^(.*)\.(white|ir|uv)\.[^.]+$/i;

/** "scan-7" and "ir" of "scan-7.ir.png"; a name without a light is that of white light. */
function pageAndLight(name: string): [string, string] {
  const [, page, light] = named.exec(name) ?? [];
  return page && light ? [page, light.toLowerCase()] : [name.replace(/\.[^.]+$/, ""), "white"];
}

/** Each file by its light; undefined where they are not lights of one page. */
export function lightsOf<File extends { name: string }>(files: File[]): Map<string, File> | undefined {
  const lights = new Map<string, File>();
  const pages = new Set<string>();
  for (const file of files) {
    const [page, light] = pageAndLight(file.name);
    if (lights.has(light)) return undefined;
    lights.set(light, file);
    pages.add(page);
  }
  return pages.size === 1 ? lights : undefined;
}

/** One upload of them (multipart/form-data), as the station reads it. */
export function formOf(lights: Map<string, File>): Blob {
  // A blob's type is kept in lower case, so the boundary is.
  const boundary = `garita${crypto.randomUUID().replaceAll("-", "")}`;
  const parts = [...lights].flatMap(([light, file]) =>
    [`--${boundary}\r\nContent-Disposition: form-data; name="${light}"\r\n\r\n`, file, "\r\n"]);
  return new Blob([...parts, `--${boundary}--\r\n`], { type: `multipart/form-data; boundary=${boundary}` });
}
