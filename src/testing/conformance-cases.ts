import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../language/index.ts';
import { fieldType } from '../model/car-table.ts';
import type { Program } from '../model/engine.ts';
import { objectOf } from '../model/event-kind.ts';
import { parseIsoTime } from '../model/time.ts';
import type { PlainEvent, PlainRow } from './events.ts';
import { REPOSITORY, sourcePath } from './repository.ts';

/** A program, events, and the rows that it must give, which were worked out by hand. */
export interface ConformanceCase {
  /** The path of its file from the root, without the ending. */
  readonly name: string;
  /** What is special about it, in a sentence. */
  readonly about: string;
  readonly program: Program;
  readonly events: readonly PlainEvent[];
  /** In the order that engines promise. */
  readonly rows: readonly PlainRow[];
}

/**
 * A case as its file states it. Times are ISO 8601 or microseconds. `text` is the lines of the analytic; without
 * it the analytic is that of the folder above. `rows` has every output of the text, in order, with each row as
 * the numbers of its events.
 */
interface CaseFile {
  readonly about: string;
  readonly text?: readonly string[];
  readonly events: readonly PlainEvent[];
  readonly rows: Readonly<Record<string, readonly (readonly number[])[]>>;
}

const KEYS = ['about', 'text', 'events', 'rows'];

/** The cases beside every analytic, and those of the suite itself. */
export function conformanceCases(): readonly ConformanceCase[] {
  const analytics = readdirSync(sourcePath('analytics')).map((id) => join('analytics', id));
  return ['src/engines/conformance', ...analytics].flatMap(casesOf);
}

function casesOf(folder: string): readonly ConformanceCase[] {
  const path = join(REPOSITORY, folder, 'cases');
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .sort()
    .map((file) => readCase(folder, `${folder}/cases/${file}`));
}

function readCase(folder: string, path: string): ConformanceCase {
  const file = JSON.parse(readFileSync(sourcePath(path), 'utf8')) as CaseFile;
  assert.deepEqual(
    Object.keys(file).filter((key) => !KEYS.includes(key)),
    [],
    `${path}: keys that no case has`,
  );
  const text = file.text?.join('\n') ?? readFileSync(sourcePath(`${folder}/analytic.car`), 'utf8');
  const { ir, verdict, diagnostics } = compile(text);
  assert.deepEqual([verdict, diagnostics], ['compiles', []], path);
  assert.deepEqual(
    Object.keys(file.rows),
    ir!.outputs.map(({ name }) => name),
    `${path}: rows are not those of the outputs`,
  );
  return {
    name: path.replace(/\.json$/, ''),
    about: file.about,
    program: { analytic: path, ir: ir! },
    events: file.events.map(withMicros),
    rows: Object.entries(file.rows).flatMap(([output, rows]) => rows.map((events) => ({ output, events }))),
  };
}

function withMicros(event: PlainEvent): PlainEvent {
  const fields = Object.entries(event).map(([field, value]) => {
    if (typeof value !== 'string' || field === 'kind') return [field, value];
    if (fieldType(objectOf(event.kind), field) !== 'time') return [field, value];
    return [field, parseIsoTime(value) ?? assert.fail(`${value} is no time`)];
  });
  return Object.fromEntries(fields) as PlainEvent;
}
