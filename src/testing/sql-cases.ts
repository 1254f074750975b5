import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from '../model/engine.ts';
import { sourcePath } from './repository.ts';

const FOLDER = sourcePath('src/sql/cases');

/** The programs whose SQL stands in src/sql/goldens, by name. */
export const SQL_CASES: readonly string[] = readdirSync(FOLDER)
  .map((file) => file.replace(/\.json$/, ''))
  .sort();

export function sqlCase(name: string): Program {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Program;
}
