import assert from 'node:assert/strict';
import { test } from 'node:test';
import { A, ipv4, R, S, SA, type TcpFields, tcp } from '../../testing/packets.ts';
import type { Connection } from '../connection.ts';
import { ConnectionTracker } from '../connection-tracker.ts';
import { toTcp } from '../dissect.ts';
import { FragmentMemory } from '../fragment-memory.ts';
import { Packet } from '../packet.ts';
import { LINK_TYPE } from '../protocol.ts';
import type { Listener } from './listener.ts';
import { Payloads } from './payloads.ts';
import { StreamMemory } from './stream-memory.ts';

const RAW = LINK_TYPE | 101;

/** Hears connections, which it knows by the client's port. */
class Ears {
  readonly heard: string[] = [];
  readonly payloads: Payloads;
  private readonly tracker = new ConnectionTracker();
  private readonly packet = new Packet(new FragmentMemory());
  private record = 0;

  constructor(most?: number) {
    this.payloads = new Payloads((connection) => this.listen(connection), new StreamMemory(), most);
  }

  /** @param cut bytes that were not captured @returns whether anybody listens */
  send(fields: TcpFields, cut = 0): boolean {
    const client = fields.to === 135 || fields.to === undefined;
    const [src, dst] = client ? [CLIENT, SERVER] : [SERVER, CLIENT];
    const bytes = ipv4(tcp(fields), { src, dst });
    this.packet.begin(bytes, 0, bytes.length - cut, bytes.length);
    assert.ok(toTcp(this.packet, RAW));
    this.record += 1;
    const connection = this.tracker.take(this.packet, this.record, this.record);
    const mark = { time: this.record, record: this.record };
    return this.payloads.take(connection, this.tracker.fromClient, this.packet, mark);
  }

  end(): void {
    while (this.tracker.finishSome(10));
    for (const connection of this.tracker.ended.splice(0)) this.payloads.end(connection);
  }

  private listen({ tuple }: Connection): Listener {
    const port = (tuple[32]! << 8) | tuple[33]!;
    const { heard } = this;
    heard.push(`${port} opens`);
    return {
      over: false,
      bytes(side, bytes, from, to) {
        const text = String.fromCharCode(...bytes.subarray(from, to));
        heard.push(`${port} ${side} ${text}`);
        if (text === 'enough') Object.assign(this, { over: true });
      },
      gap: (side, length) => heard.push(`${port} ${side} lacks ${length}`),
      end: () => heard.push(`${port} ends`),
    };
  }
}

const CLIENT = [10, 0, 0, 1];
const SERVER = [10, 0, 0, 2];
const text = (of: string) => Uint8Array.from(of, (letter) => letter.charCodeAt(0));

test('nobody is asked before there is payload, and no longer than he listens', () => {
  const ears = new Ears();
  assert.equal(ears.send({ flags: S, seq: 10 }), false);
  assert.equal(ears.send({ flags: SA, from: 135, to: 50_000, seq: 70, ack: 11 }), false);
  assert.equal(ears.send({ flags: A, seq: 11, ack: 71 }), false);
  assert.deepEqual(ears.heard, []);
  assert.equal(ears.send({ flags: A, seq: 11, ack: 71, payload: text('hello') }), true);
  assert.equal(
    ears.send({ flags: A, from: 135, to: 50_000, seq: 71, ack: 16, payload: text('enough') }),
    false,
  );
  assert.equal(ears.send({ flags: A, seq: 16, ack: 77, payload: text('more') }), false);
  ears.end();
  assert.deepEqual(ears.heard, ['50000 opens', '50000 client hello', '50000 server enough']);
});

test('the first byte is that behind the SYN, also where the SYN brings it', () => {
  const ears = new Ears();
  ears.send({ flags: S, seq: 10, payload: text('ab') });
  ears.send({ flags: A, seq: 15, payload: text('ef') });
  ears.send({ flags: A, seq: 13, payload: text('cd') });
  ears.end();
  assert.deepEqual(ears.heard, [
    '50000 opens',
    '50000 client ab',
    '50000 client cd',
    '50000 client ef',
    '50000 ends',
  ]);
});

test('what was not captured of a packet is missing; a reset says nothing', () => {
  const ears = new Ears();
  ears.send({ flags: A, seq: 10, payload: text('abcdef') }, 2);
  ears.send({ flags: A, seq: 16, payload: text('ghi') }, 3);
  ears.send({ flags: R, seq: 19, payload: text('refused') });
  ears.end();
  assert.deepEqual(ears.heard, [
    '50000 opens',
    '50000 client abcd',
    '50000 client lacks 2',
    '50000 client lacks 3',
    '50000 ends',
  ]);
});

test('where too many speak, one silent since it was last looked at is let go, and begins anew midway', () => {
  const ears = new Ears(3);
  const say = (from: number, seq: number, what: string) =>
    ears.send({ flags: A, from, seq, payload: text(what) });
  for (const from of [50_001, 50_002, 50_003]) {
    ears.send({ flags: S, from, seq: 10 });
    say(from, 11, 'a1');
  }
  say(50_004, 11, 'b1');
  say(50_002, 13, 'a2');
  say(50_005, 11, 'c1');
  say(50_001, 500, 'a3');
  assert.deepEqual(ears.heard, [
    '50001 opens',
    '50001 client a1',
    '50002 opens',
    '50002 client a1',
    '50003 opens',
    '50003 client a1',
    '50001 ends',
    '50004 opens',
    '50004 client b1',
    '50002 client a2',
    '50003 ends',
    '50005 opens',
    '50005 client c1',
    '50002 ends',
    '50001 opens',
    '50001 client a3',
  ]);
  assert.equal(ears.payloads.dropped, 3);
});
