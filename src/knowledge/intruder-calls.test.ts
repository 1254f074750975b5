import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { sourcePath } from '../testing/repository.ts';
import { intruderCalls, readIntruderCalls } from './intruder-calls.ts';
import { operationOf } from './rpc-interfaces.ts';

const SOURCES = 'bzar m2a sigma impacket rpcfirewall coercer own'.split(' ');
const SVCCTL = '367abb81-9844-35f1-ad32-98f038001003';
const HEADING = 'interface\toperation\tweight\tsources\tnote';
const table = readFileSync(sourcePath('knowledge/intruder-calls.tsv'), 'utf8');

describe('what intruders call', () => {
  it('is read from its table without fault, and is what the module holds', () => {
    const { calls, faults } = readIntruderCalls(table);
    assert.deepEqual(faults, []);
    assert.equal(calls.rows.length, table.trimEnd().split('\n').length - 1);
    assert.deepEqual(intruderCalls(), calls);
  });

  it('has operations that there are, sources that are known, and no weight that drowns the others', () => {
    const { rows, totals } = intruderCalls();
    for (const { key, weight, sources } of rows) {
      const [uuid = '', opnum] = key.split('#');
      if (opnum !== undefined) assert.notEqual(operationOf(uuid, Number(opnum)), undefined, key);
      assert.ok(weight > 0 && weight <= 5, key);
      assert.ok(sources.length > 0, key);
      for (const source of sources) assert.ok(SOURCES.includes(source), `${key}: ${source}`);
    }
    const sum = (some: readonly { weight: number }[]) => some.reduce((all, { weight }) => all + weight, 0);
    assert.equal(totals.operation, sum(rows.filter(({ key }) => key.includes('#'))));
    assert.equal(totals.transport, sum(rows.filter(({ key }) => key.startsWith('~'))));
    assert.ok(Math.abs(totals.interface - totals.operation) < 1e-9);
  });

  it('weighs an interface as its operations do together, unless it has a line', () => {
    const text = [
      HEADING,
      'svcctl\tCreateServiceW\t4\tbzar',
      'svcctl\t19\t2',
      '# a remark',
      '',
      'winreg\t\t3',
      'winreg\tBaseRegSetValue\t1',
      '~smb\t\t7',
    ];
    const { calls, faults } = readIntruderCalls(text.join('\n'));
    assert.deepEqual(faults, []);
    assert.equal(calls.weights.get(`${SVCCTL}#12`), 4);
    assert.equal(calls.weights.get(`${SVCCTL}#19`), 2);
    assert.equal(calls.weights.get(SVCCTL), 6);
    assert.deepEqual(calls.totals, { operation: 7, interface: 9, transport: 7 });
  });

  it('says which line is wrong, and why', () => {
    const lines = [
      [HEADING],
      ['nothing\tAt all\t1', "no interface is called 'nothing'"],
      ['svcctl\tNoSuchThing\t1', "svcctl has no operation 'NoSuchThing'"],
      ['svcctl\tCreateServiceW\t0', "the weight '0' is no number above 0"],
      ['svcctl\tCreateServiceW\tmany', "the weight 'many' is no number above 0"],
      ['svcctl\tCreateServiceW\t1'],
      ['SVCCTL\t12\t2', 'this call has a line already'],
      ['00000000-0000-0000-0000-000000000001\t3\t1'],
    ];
    const { calls, faults } = readIntruderCalls(lines.map(([line]) => line).join('\r\n'));
    const expected = lines.flatMap(([, reason], n) =>
      reason === undefined ? [] : [{ line: n + 1, reason }],
    );
    assert.deepEqual(faults, expected);
    assert.deepEqual(
      calls.rows.map(({ key }) => key),
      [`${SVCCTL}#12`, '00000000-0000-0000-0000-000000000001#3'],
    );
    const [fault] = readIntruderCalls('call\tweight\nsvcctl\t1').faults;
    assert.deepEqual(fault, {
      line: 1,
      reason: 'the columns are interface, operation, weight, sources, note',
    });
  });
});
