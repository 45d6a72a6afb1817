// Puts built files in place while somebody may be reading the old ones.
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Puts the files in place one by one, so that whoever reads meanwhile finds the old or the new; then clears up. */
export async function replace(folder, files) {
  for (const [name, text] of files) {
    const path = `${folder}/${name}`;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
  }
  const kept = new Set([...files.keys()].flatMap((name) => [name, dirname(name)]));
  for (const name of await readdir(folder, { recursive: true }))
    if (!kept.has(name)) await rm(`${folder}/${name}`, { recursive: true, force: true });
}
