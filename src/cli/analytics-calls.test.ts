import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stream } from '../engines/stream/index.ts';
import { spanOf } from '../ir/span.ts';
import { ANALYTICS } from '../knowledge/analytics.ts';
import type { RpcInterface } from '../knowledge/rpc-interface.ts';
import { allInterfaces } from '../knowledge/rpc-interfaces.ts';
import { compile } from '../language/index.ts';
import { CALLS } from '../testing/analytic-calls.ts';
import { type PlainEvent, rowsOf, storeOf } from '../testing/events.ts';

/** Interfaces by what tshark calls their protocol, where that is not their name. */
const INTERFACES: Readonly<Record<string, readonly string[]>> = {
  taskschedulerservice: ['ITaskSchedulerService'],
  efs: ['efsrpc', 'efsrpc2'],
  iremotewinspool: ['IRemoteWinspool'],
  fsrvp: ['FileServerVssAgent'],
  epm: ['epmapper'],
  dispatch: ['IDispatch'],
  remact: ['IActivation'],
};

const calls: readonly PlainEvent[] = allInterfaces().flatMap(callsOf);
const store = storeOf(calls);

for (const output of new Set(CALLS.map(([name]) => name)))
  test(`${output}: of all calls of all interfaces those that the list has`, async () => {
    const [id, name] = output.split(' ');
    const wanted = CALLS.filter(([of]) => of === output).flatMap(([, protocol, opnums]) =>
      (INTERFACES[protocol] ?? [protocol]).flatMap((one) => opnums.map((opnum) => `${one} ${opnum}`)),
    );
    const found = await foundBy(id!, name!);
    // Numbers that the list has and the documents leave out of an interface are no operations of it.
    const known = new Set(
      calls.flatMap((one) => [`${one.interface_name} ${one.opnum}`, `${one.interface} ${one.opnum}`]),
    );
    assert.deepEqual(found, distinct(wanted.filter((one) => known.has(one)).map(byName)));
    assert.ok(found.length > 0);
  });

test('every text bounds how far apart the events of a row lie, to an hour at most', () => {
  for (const { id, text } of ANALYTICS) {
    const span = spanOf([{ analytic: id, ir: compile(text).ir! }]);
    assert.ok(span !== null && span <= 3_600_000_000, `${id}: ${span}`);
  }
});

test('enough calls were looked at', () => {
  assert.ok(calls.length > 2500, `${calls.length} calls`);
});

function callsOf({ uuid, name, operations }: RpcInterface): readonly PlainEvent[] {
  return operations.map(({ opnum, name: operation }) => ({
    kind: 'rpc/call',
    time: 0,
    interface: uuid,
    interface_name: name,
    opnum,
    operation,
    dest_port: 49_671,
  }));
}

/** The calls that an output gives, as `svcctl 12`. */
async function foundBy(id: string, name: string): Promise<readonly string[]> {
  const ir = compile(ANALYTICS.find((one) => one.id === id)!.text).ir!;
  const outputs = ir.outputs.filter((one) => one.name === name);
  const rows = await rowsOf(stream, { analytic: id, ir: { ...ir, outputs } }, store);
  return distinct(
    rows.map(({ events }) => calls[events[0]!]!).map((one) => `${one.interface_name} ${one.opnum}`),
  );
}

/** `9556dc99-… 24` as `IWbemServices 24` */
function byName(call: string): string {
  const [of, opnum] = call.split(' ');
  return `${allInterfaces().find(({ uuid }) => uuid === of)?.name ?? of} ${opnum}`;
}

function distinct(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)].sort();
}
