import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout, from source or compiled file alike. */
export const REPOSITORY = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  return existsSync(join(folder, 'layers.json')) ? folder : findRoot(dirname(folder));
}

/** A file or folder of the source tree: `sourcePath('src/sources/zeek/cases')`. */
export function sourcePath(path: string): string {
  return join(REPOSITORY, path);
}
