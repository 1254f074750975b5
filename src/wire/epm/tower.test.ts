import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overPipe, overTcp, tower } from '../../testing/mapper-stubs.ts';
import { latin } from '../../testing/ndr-writer.ts';
import { join } from '../../testing/packets.ts';
import { SERVICES } from '../../testing/rpc-pdus.ts';
import { readTower } from './tower.ts';

const TCP = tower(SERVICES, overTcp(49_671));

/** As Windows 2019 sent it in answer to an ept_map for drsuapi; read by hand. */
const DRSUAPI = Uint8Array.from(
  `050013000d354251e3064bd111ab0400c04fc2dcd204000200000013000d045d888aeb1cc9119fe808002b10486002000200
   000001000b020000000100070200c20a0100090400ac122605`
    .match(/[0-9a-f]{2}/g)!
    .map((byte) => Number.parseInt(byte, 16)),
);

test('a tower of a real answer', () => {
  const { interface: uuid, version, protocol, port, address } = readTower(DRSUAPI)!;
  assert.deepEqual(
    [uuid, version, protocol, port],
    ['e3514235-4b06-11d1-ab04-00c04fc2dcd2', '4.0', 'tcp', 49_674],
  );
  assert.deepEqual([...address!.subarray(12)], [172, 18, 38, 5]);
});

test('a tower that is cut off is none', () => {
  for (let length = 0; length < TCP.length; length++)
    assert.equal(readTower(TCP.subarray(0, length)), null, `${length} bytes`);
});

test('odd floors', () => {
  const none = readTower(Uint8Array.of(0, 0))!;
  assert.deepEqual([none.interface, none.protocol, none.port], [null, null, null]);
  const empty = readTower(Uint8Array.of(3, 0, ...new Array<number>(12).fill(0)))!;
  assert.deepEqual([empty.interface, empty.protocol], [null, null]);
  const wide = readTower(tower(SERVICES, [[[0x07], [1, 2, 3]]]))!;
  assert.deepEqual([wide.protocol, wide.port], ['tcp', null]);
  const odd = readTower(
    tower(SERVICES, [
      [[0x07], [1, 2]],
      [[0x09], [1, 2, 3]],
    ]),
  )!;
  assert.deepEqual([odd.port, odd.address], [258, null]);
  const twice = readTower(tower(SERVICES, [...overTcp(1), ...overTcp(2, [10, 0, 0, 9])]))!;
  assert.deepEqual([twice.port, twice.address![15]], [1, 2]);
  const unknown = readTower(
    tower(SERVICES, [
      [[0x0b], [0, 0]],
      [[0x0c], [0x85, 0xe8]],
    ]),
  )!;
  assert.deepEqual([unknown.interface, unknown.protocol], [SERVICES[0], null]);
});

test('the floors of interface and transfer syntax are no transport, whatever they hold', () => {
  const port = [1, 0, 0x07, 2, 0, 0xc2, 0x0a];
  assert.equal(readTower(join([2, 0], port, port))!.port, null);
  assert.equal(readTower(join([3, 0], port, port, port))!.port, 49_674);
});

test('names end at their first zero', () => {
  const { pipe, host } = readTower(
    tower(SERVICES, [[[0x0f], [...latin('\\PIPE\\a'), 0, 0x62]], ...overPipe('\\PIPE\\b', '\\\\\\S\\x')]),
  )!;
  assert.deepEqual([pipe, host], ['\\PIPE\\a', 'S\\x']);
  const bare = readTower(
    tower(SERVICES, [
      [[0x0f], latin('\\PIPE\\a')],
      [[0x11], [0]],
    ]),
  )!;
  assert.deepEqual([bare.pipe, bare.host], ['\\PIPE\\a', null]);
});
