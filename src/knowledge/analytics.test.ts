import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { SHARED } from '../testing/corpus.ts';
import { ANALYTICS } from './analytics.ts';
import { allInterfaces, findInterfaces } from './rpc-interfaces.ts';

/** Interfaces and operations as the text names them: `interface_name in ("efsrpc", "efsrpc2")`. */
const NAMES = /\b(interface_name|operation) (?:==|in) (\(\s*"[^)]*\)|"[^"]*")/g;

test('every interface and operation that a text names is known by that name', () => {
  const operations = new Set(allInterfaces().flatMap((one) => one.operations.map(({ name }) => name)));
  let checked = 0;
  for (const { id, text } of ANALYTICS)
    for (const [, field, list] of text.matchAll(NAMES))
      for (const [, name] of list!.matchAll(/"([^"]*)"/g)) {
        const known =
          field === 'operation'
            ? operations.has(name!)
            : findInterfaces(name!).some((one) => one.name === name);
        assert.ok(known, `${id}: ${field} ${name}`);
        checked += 1;
      }
  assert.ok(checked > 150, `${checked} names`);
});

test('a technique has a source, which says it of an interface or operation of the text, or is CAR itself', () => {
  let checked = 0;
  for (const { id, text, about } of ANALYTICS) {
    const said = saidOf(text);
    for (const technique of about.attack) {
      assert.ok(technique.sources.length > 0, `${id}: ${technique.id}`);
      for (const source of technique.sources.filter((word) => word !== 'car' && word !== 'own')) {
        assert.ok(said.has(`${technique.id} ${source}`), `${id}: ${technique.id} by ${source}`);
        checked += 1;
      }
    }
    assert.deepEqual(about.d3fend, ['D3-RTA'], id);
  }
  assert.ok(checked > 25, `${checked} techniques`);
});

test("what CAR is said to say stands on CAR's page", { skip: SHARED === null }, () => {
  let checked = 0;
  for (const { id, about } of ANALYTICS) {
    const page = join(SHARED!, 'car/analytics', `${basename(about.reference)}.yaml`);
    const covered = existsSync(page) ? readFileSync(page, 'utf8').split('\ncoverage:')[1]! : '';
    for (const technique of about.attack.filter(({ sources }) => sources.includes('car'))) {
      assert.match(covered, new RegExp(`- (technique: )?${technique.id.replace('.', '\\.')}\\n`), id);
      checked += 1;
    }
  }
  assert.ok(checked > 15, `${checked} techniques`);
});

/** `T1053.005 bzar` of the interfaces that the text names, and of their operations. */
function saidOf(text: string): ReadonlySet<string> {
  const names = [...text.matchAll(NAMES)].filter(([, field]) => field === 'interface_name');
  const interfaces = names.flatMap(([, , list]) =>
    [...list!.matchAll(/"([^"]*)"/g)].flatMap(([, name]) => findInterfaces(name!)),
  );
  const techniques = interfaces.flatMap((one) => [one, ...one.operations]).flatMap((one) => one.techniques);
  return new Set(techniques.flatMap((one) => one.sources.map((source) => `${one.id} ${source}`)));
}
