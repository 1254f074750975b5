import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { CAR_TABLE } from '../model/car-table.ts';
import { SHARED } from '../testing/corpus.ts';

const FOLDER = SHARED === null ? null : join(SHARED, 'car/data_model');

test('the CAR table is the published data model, no more and no less', {
  skip: FOLDER === null ? 'the published data model is not there' : false,
}, () => {
  const published = readdirSync(FOLDER!).map((file) => {
    const { actions, fields } = parse(readFileSync(join(FOLDER!, file), 'utf8'));
    const names = (all: readonly { name: string }[]) => all.map(({ name }) => name).sort();
    return [file.replace('.yaml', ''), { actions: names(actions), fields: names(fields) }];
  });
  const ours = Object.entries(CAR_TABLE).map(([object, { actions, fields }]) => [
    object,
    { actions: [...actions].sort(), fields: Object.keys(fields).sort() },
  ]);
  assert.equal(published.length, 13);
  assert.deepEqual(Object.fromEntries(ours), Object.fromEntries(published));
});
