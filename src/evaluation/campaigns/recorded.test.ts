import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../random.ts';
import { FIRST_DAY } from '../simulation.ts';
import { Enterprise } from '../world/enterprise.ts';
import { ratesWith } from '../world/rates.ts';
import { recordedKind } from './recorded.ts';
import { Stage } from './stage.ts';

const SVCCTL = '367abb81-9844-35f1-ad32-98f038001003';
const DRSUAPI = 'e3514235-4b06-11d1-ab04-00c04fc2dcd2';
const EPM = 'e1af8308-5d1f-11c9-91a4-08002b14a0fa';

function line(time: string, ends: string, uuid: string, opnum: number): string {
  const [src_ip, src_port, dest_ip, dest_port] = ends.split(' ');
  return JSON.stringify({
    object: 'rpc',
    action: 'call',
    time: `2020-09-20T16:16:${time}Z`,
    src_ip,
    src_port: Number(src_port),
    dest_ip,
    dest_port: Number(dest_port),
    interface: uuid,
    opnum,
  });
}

test('a recorded attack keeps its hosts, its chain and its times', () => {
  const kind = recordedKind(
    'two hops',
    [
      line('00.000000', '10.0.0.5 50000 10.0.0.6 135', EPM, 3),
      line('00.100000', '10.0.0.5 50001 10.0.0.6 49700', SVCCTL, 15),
      line('00.350000', '10.0.0.5 50001 10.0.0.6 49700', SVCCTL, 12),
      line('09.000000', '10.0.0.6 50002 10.0.0.1 49667', DRSUAPI, 3),
      line('10.000000', '10.0.0.7 50003 10.0.0.1 49667', DRSUAPI, 12),
      '',
    ].join('\n'),
  )!;
  const enterprise = new Enterprise({ hosts: 200, seed: 1, rates: ratesWith(), firstDay: FIRST_DAY });
  const hops = kind.plan(new Stage(enterprise, new Random(1), new Set()));
  assert.equal(hops.length, 2, 'name look-ups are no hop');
  const [first, second] = [hops[0]!, hops[1]!];
  assert.equal(first.servers[0], second.client);
  assert.equal(enterprise.hosts[second.servers[0]!]!.role, 'dc');
  assert.deepEqual(
    first.routines.map(({ steps }) => steps.map(({ call, after }) => [call.split('#')[1], after])),
    [
      [
        ['15', 0],
        ['12', 250_000],
      ],
    ],
  );
  assert.equal(Math.round((second.starts![0]! - first.starts![0]!) * 3_600_000), 8_900);
});

test('a recording without anything of an intruder is none', () => {
  assert.equal(recordedKind('names', line('10.000000', '10.0.0.7 50003 10.0.0.1 49667', DRSUAPI, 12)), null);
});
