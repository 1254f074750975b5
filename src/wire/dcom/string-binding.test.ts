import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAddress } from '../../model/address.ts';
import { type Bound, TCP, writeBindings } from '../../testing/dcom-stubs.ts';
import { NDR_LE, NdrWriter } from '../../testing/ndr-writer.ts';
import { NdrReader } from '../ndr/ndr-reader.ts';
import { parseStringBinding, readDualStringArray } from './string-binding.ts';

/** [tower, text, `protocol endpoint where` or null where it says nothing] */
const TEXTS: readonly (readonly [tower: number, text: string, expected: string | null])[] = [
  [7, 'SERVER[49152]', 'tcp 49152 SERVER'],
  [7, 'server.example.com[65535]', 'tcp 65535 server.example.com'],
  [7, '10.0.0.2[135]', 'tcp 135 10.0.0.2'],
  [7, 'fe80::d1f6:1%11[49152]', 'tcp 49152 fe80::d1f6:1'],
  [7, '[fe80::1][49152]', 'tcp 49152 fe80::1'],
  [7, '[49152]', 'tcp 49152 '],
  [7, '1.2.3[49152]', 'tcp 49152 1.2.3'],
  [8, '10.0.0.2[1]', 'udp 1 10.0.0.2'],
  [31, '10.0.0.2[593]', 'http 593 10.0.0.2'],
  [15, '\\\\SERVER[\\PIPE\\atsvc]', 'pipe \\PIPE\\atsvc SERVER'],
  [15, 'SERVER[\\PIPE\\[x]', 'pipe x SERVER[\\PIPE\\'],
  [7, 'SERVER', null],
  [7, '10.0.0.2', null],
  [7, '[fe80::1]', null],
  [7, 'SERVER[0]', null],
  [7, 'SERVER[65536]', null],
  [7, 'SERVER[99999999]', null],
  [7, 'SERVER[]', null],
  [7, 'SERVER[-1]', null],
  [7, 'SERVER[1e3]', null],
  [7, 'SERVER[49152', null],
  [7, 'SERVER49152]', null],
  [7, '', null],
  [15, '\\\\SERVER[]', null],
  [16, 'SERVER[49152]', null],
];

test('string bindings', () => {
  for (const [tower, text, expected] of TEXTS) {
    const binding = parseStringBinding(tower, text);
    const where = binding?.address ? formatAddress(binding.address) : binding?.host;
    const said = binding && [binding.protocol, binding.port ?? binding.pipe, where].join(' ');
    assert.equal(said, expected, text);
  }
});

function ports(units: readonly number[], entries: number, security: number): (number | null)[] | null {
  const { bytes } = new NdrWriter(NDR_LE).size(units.length).u16(entries, security, ...units);
  const reader = new NdrReader(bytes, 0, bytes.length, NDR_LE);
  const bindings = readDualStringArray(reader);
  return reader.failed ? null : bindings.map(({ port }) => port);
}

test('string bindings end at an empty one, at the security bindings, and with the entries', () => {
  const text = (word: string) => Array.from(word, (letter) => letter.charCodeAt(0));
  const one = [7, ...text('a[1]'), 0];
  const two = [7, ...text('b[2]'), 0];
  const units = [...one, ...two, 0, ...one];
  assert.deepEqual(ports(units, units.length, units.length), [1, 2]);
  assert.deepEqual(ports(units, units.length, one.length), [1]);
  assert.deepEqual(ports(units, one.length, units.length), [1]);
  assert.deepEqual(ports(units, 0, 0), []);
  assert.deepEqual(ports(units, 0xffff, 0xffff), [1, 2]);
  assert.deepEqual(ports(one.slice(0, -1), one.length - 1, one.length - 1), []);
});

test('more entries than bytes fail', () => {
  const bindings: readonly Bound[] = [[TCP, 'a[1]']];
  const { bytes } = writeBindings(new NdrWriter(NDR_LE), bindings);
  bytes[0] = 0xff;
  const reader = new NdrReader(bytes, 0, bytes.length, NDR_LE);
  assert.deepEqual(readDualStringArray(reader), []);
  assert.equal(reader.failed, true);
});
