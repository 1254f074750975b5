import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Finding } from '../model/finding.ts';
import { fileOf, runHere } from '../testing/command.ts';
import { eptMapAnswer, eptMapRequest, overTcp, tower } from '../testing/mapper-stubs.ts';
import { NDR_LE } from '../testing/ndr-writer.ts';
import { be32, ethernet, FA, ipv4, PA, pcapFile, RA, S, SA, tcp } from '../testing/packets.ts';
import type { Spoken } from '../testing/rpc-hearing.ts';
import { MAPPER, NDR, rpcWriter, SERVICES } from '../testing/rpc-pdus.ts';

const BASE = 1_600_000_000_000_000;
const CLIENT = be32(0x0a000001);
const SERVER = be32(0x0a000002);
const { bind, bindAck, request, response } = rpcWriter();
const latin = (text: string) => new TextEncoder().encode(text);

/** A TCP connection of the client to the server; a millisecond lies between its packets. */
interface Talk {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly spoken?: readonly Spoken[];
  /** What the server does of the SYN. */
  readonly answer?: 'accept' | 'reset' | 'nothing';
  readonly sequence?: number;
}

function packetsOf({ at, from, to, spoken = [], answer = 'accept', sequence = 1000 }: Talk) {
  const next = { client: sequence, server: 9000 };
  const packets: { bytes: Uint8Array; time: number }[] = [];
  const send = (side: 'client' | 'server', flags: number, payload: Uint8Array = new Uint8Array(0)) => {
    const [src, dst] = side === 'client' ? [CLIENT, SERVER] : [SERVER, CLIENT];
    const [source, target] = side === 'client' ? [from, to] : [to, from];
    const [seq, ack] = side === 'client' ? [next.client, next.server] : [next.server, next.client];
    next[side] += payload.length + (flags === PA ? 0 : 1);
    const segment = tcp({ from: source, to: target, seq, ack, flags, payload });
    packets.push({
      bytes: ethernet(ipv4(segment, { src, dst })),
      time: BASE + Math.round(at * 1e6) + 1000 * packets.length,
    });
  };
  send('client', S);
  if (answer === 'reset') send('server', RA);
  if (answer !== 'accept') return packets;
  send('server', SA);
  for (const { side, bytes } of spoken) send(side, PA, bytes as Uint8Array);
  send('client', FA);
  send('server', FA);
  return packets;
}

async function findingsIn(...talks: readonly Talk[]): Promise<readonly Finding[]> {
  const packets = talks.flatMap(packetsOf).sort((a, b) => a.time - b.time);
  const path = fileOf('talks.pcap');
  writeFileSync(path, pcapFile(packets));
  const { code, out, err } = await runHere('findings', '--format', 'jsonl', '--quiet', path);
  assert.equal(code, 0, err);
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Finding);
}

function client(bytes: Uint8Array): Spoken {
  return { side: 'client', bytes };
}

function server(bytes: Uint8Array): Spoken {
  return { side: 'server', bytes };
}

/** The mapper is asked for the service control manager, and names a port. */
function mapperTalk(port: number, at = 0): Talk {
  const asked = eptMapRequest(NDR_LE, { tower: tower(SERVICES, overTcp(135, [0, 0, 0, 0])) });
  const told = eptMapAnswer(NDR_LE, [tower(SERVICES, overTcp(port))]);
  return {
    at,
    from: 50_000,
    to: 135,
    spoken: [
      client(bind([{ id: 0, interface: MAPPER, transfers: [NDR] }])),
      server(bindAck([[0, 0, NDR]], { address: '135' })),
      client(request({ callId: 2, opnum: 3, stub: asked })),
      server(response({ callId: 2, stub: told })),
    ],
  };
}

const SERVICE_CALL: readonly Spoken[] = [
  client(bind([{ id: 0, interface: SERVICES, transfers: [NDR] }])),
  server(bindAck([[0, 0, NDR]])),
  client(request({ callId: 2, opnum: 12, stub: new Uint8Array(16) })),
  server(response({ callId: 2, stub: new Uint8Array(8) })),
];

function told(found: readonly Finding[]): readonly string[] {
  return found.map(({ port, evidence, status }) => `${port} ${evidence} ${status}`);
}

test('the whole ladder in packets', async () => {
  const found = await findingsIn(mapperTalk(49_671), {
    at: 0.1,
    from: 50_001,
    to: 49_671,
    spoken: SERVICE_CALL,
  });
  assert.deepEqual(told(found), ['49671 called answered']);
  const [{ steps, operations, techniques, mappers, start, id }] = found as unknown as [
    Omit<Finding, 'start'> & { readonly start: string },
  ];
  assert.deepEqual(steps, { timed: 'yes', mapped: 'yes', bound: 'yes', called: 'yes' });
  assert.deepEqual(
    operations.map(({ operation, count, outcome }) => [operation, count, outcome]),
    [['CreateServiceW', 1, 'answered']],
  );
  assert.ok(techniques.some((one) => one.id === 'T1569.002' && one.source === 'bzar'));
  assert.deepEqual(
    mappers.map(({ src_port, answers }) => [src_port, answers.map(({ port }) => port)]),
    [[50_000, [49_671]]],
  );
  assert.equal(start, '2020-09-13T12:26:40.100000Z');
  assert.match(id, /^[0-9a-f]{16}$/);
});

test('a data connection to a high port within two seconds of a mapper connection is no RPC', async () => {
  const data = [client(latin('binary or not, this is no RPC at all')), server(latin('indeed'))];
  const found = await findingsIn(mapperTalk(49_671), { at: 1, from: 50_001, to: 50_500, spoken: data });
  assert.deepEqual(told(found), ['50500 disproved answered']);
});

test('passive FTP beside a mapper connection is no RPC', async () => {
  const found = await findingsIn(
    {
      at: 0,
      from: 49_900,
      to: 21,
      spoken: [
        server(latin('220 ready\r\n')),
        client(latin('PASV\r\n')),
        server(latin('227 Entering Passive Mode (10,0,0,2,200,34)\r\n')),
      ],
    },
    mapperTalk(49_671, 0.5),
    {
      at: 1.2,
      from: 50_001,
      to: 200 * 256 + 34,
      spoken: [server(latin('drwxr-xr-x 2 ftp ftp 4096 pub\r\n'))],
    },
  );
  assert.deepEqual(told(found), ['51234 disproved answered']);
});

test('a tower that names another port disproves an attempt that nobody answered', async () => {
  for (const [answer, status] of [
    ['nothing', 'unanswered'],
    ['reset', 'refused'],
    ['accept', 'empty'],
  ] as const) {
    const found = await findingsIn(mapperTalk(49_671), { at: 1, from: 50_001, to: 50_500, answer });
    assert.deepEqual(told(found), [`50500 disproved ${status}`]);
    assert.equal(found[0]!.steps.mapped, 'denied');
    const named = await findingsIn(mapperTalk(50_500), { at: 1, from: 50_001, to: 50_500, answer });
    assert.deepEqual(told(named), [`50500 mapped ${status}`]);
  }
});

test('a mapper connection that says nothing leaves no more than time', async () => {
  const found = await findingsIn(
    { at: 0, from: 50_000, to: 135 },
    { at: 1, from: 50_001, to: 50_500, answer: 'nothing' },
  );
  assert.deepEqual(told(found), ['50500 timed unanswered']);
});

test('RPC on one connection proves nothing of another over the same four numbers', async () => {
  const other = [client(latin('GET / HTTP/1.1\r\n\r\n')), server(latin('HTTP/1.1 200 OK\r\n\r\n'))];
  const found = await findingsIn(
    { at: 0, from: 50_001, to: 49_671, spoken: SERVICE_CALL },
    { at: 600, from: 50_001, to: 49_671, spoken: other, sequence: 700_000 },
    { at: 3600, from: 50_001, to: 49_671, spoken: other, sequence: 900_000 },
  );
  assert.deepEqual(told(found), ['49671 called answered']);
  assert.deepEqual(
    found[0]!.flows.map(({ evidence }) => evidence),
    ['called', undefined],
  );
});

test('an id is that of client, server, port, transport and start, whatever the file and however it went on', async () => {
  const first = await findingsIn({ at: 5, from: 50_001, to: 49_671, spoken: SERVICE_CALL });
  const proven = await findingsIn(mapperTalk(49_671), {
    at: 5,
    from: 50_001,
    to: 49_671,
    spoken: SERVICE_CALL,
  });
  const longer = await findingsIn(
    { at: 5, from: 50_001, to: 49_671, spoken: SERVICE_CALL.slice(0, 2) },
    { at: 20, from: 50_002, to: 49_671, spoken: SERVICE_CALL },
  );
  assert.equal(proven[0]!.id, first[0]!.id);
  assert.equal(longer[0]!.id, first[0]!.id);
  const others = [
    await findingsIn({ at: 5.000001, from: 50_001, to: 49_671, spoken: SERVICE_CALL }),
    await findingsIn({ at: 5, from: 50_001, to: 49_672, spoken: SERVICE_CALL }),
  ];
  for (const [one] of others) assert.notEqual(one!.id, first[0]!.id);
});
