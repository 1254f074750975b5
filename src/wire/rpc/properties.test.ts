import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { join } from '../../testing/packets.ts';
import { type Heard, hear, type Spoken } from '../../testing/rpc-hearing.ts';
import { FIRST, LAST, MAPPER, NDR, rpcWriter, SERVICES, TASKS } from '../../testing/rpc-pdus.ts';
import type { Side } from '../stream/byte-sink.ts';
import { RpcMemory } from './rpc-memory.ts';

const INTERFACES = [MAPPER, SERVICES, TASKS];

/** A call: which of the contexts, the fragments of its stubs, what comes back, and whether the next waits for it. */
const CALL = fc.record({
  context: fc.nat(2),
  request: fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 3 }),
  response: fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 3 }),
  outcome: fc.constantFrom('answered', 'answered', 'answered', 'fault', 'unanswered'),
  waits: fc.boolean(),
  level: fc.constantFrom(0, 2, 5, 6),
});
const CONVERSATION = fc.record({ littleEndian: fc.boolean(), calls: fc.array(CALL, { maxLength: 12 }) });
type Conversation = typeof CONVERSATION extends fc.Arbitrary<infer T> ? T : never;

interface Planned {
  readonly spoken: Spoken[];
  /** What must be heard of the calls: `opnum interface outcome request response`. */
  readonly told: string[];
  /** Which pieces each call stands in. */
  readonly pieces: number[][];
}

/** The call number is its id and its opnum. */
function plan({ littleEndian, calls }: Conversation): Planned {
  const writer = rpcWriter(littleEndian);
  const contexts = INTERFACES.map((asked, id) => ({ id, interface: asked, transfers: [NDR] }));
  const spoken: Spoken[] = [
    { side: 'client', bytes: writer.bind(contexts) },
    { side: 'server', bytes: writer.bindAck(INTERFACES.map(() => [0, 0, NDR] as const)) },
  ];
  const pieces: number[][] = calls.map(() => []);
  const waiting: (() => void)[] = [];
  for (const [opnum, { context, request, response, outcome, waits, level }] of calls.entries()) {
    const fields = {
      callId: opnum,
      contextId: context,
      opnum,
      ...(level > 0 && { auth: { level, pad: level } }),
    };
    const say = (side: Side, bytes: Uint8Array) => pieces[opnum]!.push(spoken.push({ side, bytes }) - 1);
    for (const [i, stub] of request.entries())
      say('client', writer.request({ ...fields, stub, flags: flagsOf(i, request.length) }));
    waiting.push(() => {
      if (outcome === 'fault') say('server', writer.fault(5, fields));
      if (outcome === 'answered')
        for (const [i, stub] of response.entries())
          say('server', writer.response({ ...fields, stub, flags: flagsOf(i, response.length) }));
    });
    // The latest asked is answered first.
    if (waits) while (waiting.length > 0) waiting.pop()!();
  }
  while (waiting.length > 0) waiting.pop()!();
  const told = calls.map(({ context, request, response, outcome, level }, opnum) => {
    const said = level < 6 && outcome === 'answered' ? hex(join(...response)) : null;
    return `${opnum} ${INTERFACES[context]![0]} ${outcome} ${level < 6 ? hex(join(...request)) : null} ${said}`;
  });
  return { spoken, told, pieces };
}

function flagsOf(part: number, parts: number): number {
  return (part === 0 ? FIRST : 0) | (part === parts - 1 ? LAST : 0);
}

function hex(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('hex');
}

function lines({ calls }: Heard): string[] {
  return calls.map(
    ({ opnum, interface: iface, outcome, request, response }) =>
      `${opnum} ${iface} ${outcome} ${hex(request)} ${hex(response)}`,
  );
}

/** The bytes of each side cut elsewhere: what is said without the other side between is one run. */
function recut(spoken: readonly Spoken[], cuts: readonly number[]): Spoken[] {
  const runs: { side: Side; bytes: Uint8Array }[] = [];
  for (const { side, bytes } of spoken) {
    const last = runs.at(-1);
    if (last?.side === side) last.bytes = join(last.bytes, bytes as Uint8Array);
    else runs.push({ side, bytes: bytes as Uint8Array });
  }
  let turn = 0;
  return runs.flatMap(({ side, bytes }) => {
    const parts: Spoken[] = [];
    for (let at = 0; at < bytes.length; turn++) {
      const length = cuts[turn % cuts.length]!;
      parts.push({ side, bytes: bytes.subarray(at, at + length) });
      at += length;
    }
    return parts;
  });
}

const CUTS = fc.array(fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 400 })), {
  minLength: 1,
  maxLength: 20,
});

test('what was said is what is heard, however the bytes are cut', () => {
  let [calls, faults, fragments] = [0, 0, 0];
  fc.assert(
    fc.property(CONVERSATION, CUTS, (conversation, cuts) => {
      const { spoken, told } = plan(conversation);
      const memory = new RpcMemory();
      const heard = hear(recut(spoken, cuts), memory);
      assert.deepEqual(lines(heard), told);
      assert.deepEqual(
        heard.binds.map(({ interface: iface, result }) => [iface, result]),
        INTERFACES.map(([uuid]) => [uuid, 'accepted']),
      );
      assert.deepEqual(
        [memory.size, memory.damaged, memory.skipped, memory.strayAnswers, memory.stubsLetGo],
        [0, 0, 0, 0, 0],
      );
      calls += told.length;
      faults += heard.calls.filter(({ outcome }) => outcome === 'fault').length;
      fragments += conversation.calls.filter(({ request }) => request.length > 1).length;
    }),
    { numRuns: 400 },
  );
  assert.ok(
    calls > 1500 && faults > 150 && fragments > 500,
    `${calls} calls, ${faults} faults, ${fragments} in parts`,
  );
});

test('missing bytes cost the PDUs that they cut, and nothing is made up', () => {
  let [untouched, touched] = [0, 0];
  const hole = fc.record({ piece: fc.nat(), at: fc.nat(), length: fc.nat(200), known: fc.boolean() });
  fc.assert(
    fc.property(CONVERSATION, CUTS, hole, (conversation, cuts, { piece, at, length, known }) => {
      const { spoken, told, pieces } = plan(conversation);
      const first = piece % spoken.length;
      const { side } = spoken[first]!;
      const from = at % (spoken[first]!.bytes as Uint8Array).length;
      const hit = new Set<number>();
      let left = length;
      const holed: Spoken[] = [];
      for (const [i, said] of spoken.entries()) {
        const bytes = said.bytes as Uint8Array;
        const begin = i === first ? from : 0;
        const lost = i >= first && said.side === side ? Math.min(left, bytes.length - begin) : 0;
        if (i === first && begin > 0) holed.push({ side, bytes: bytes.subarray(0, begin) });
        if (i === first) holed.push({ side, bytes: known ? length : 0 });
        if (lost > 0 || i === first) hit.add(i);
        left -= lost;
        const rest = bytes.subarray(begin + lost);
        if (rest.length > 0) holed.push({ side: said.side, bytes: rest });
      }
      if (known && left > 0) return;
      const memory = new RpcMemory();
      const heard = lines(
        hear(
          holed.flatMap((said) => cut(said, cuts)),
          memory,
        ),
      );
      assert.equal(memory.size, 0);
      const order = heard.map((line) => Number(line.split(' ')[0]));
      assert.deepEqual(
        order,
        order.toSorted((left, right) => left - right),
      );
      for (const [opnum, line] of told.entries()) {
        const whole = pieces[opnum]!.every((number) => !hit.has(number)) && !hit.has(0);
        if (whole) {
          assert.ok(heard.includes(line), `${line} is lost`);
          untouched += 1;
        } else {
          const [, iface] = line.split(' ');
          const other = heard.find((candidate) => candidate.startsWith(`${opnum} `));
          if (other !== undefined) assert.ok(['null', iface].includes(other.split(' ')[1]), other);
          touched += 1;
        }
      }
      assert.equal(new Set(order).size, heard.length);
      assert.ok(order.every((opnum) => opnum < told.length));
    }),
    { numRuns: 600 },
  );
  assert.ok(untouched > 1500 && touched > 300, `${untouched} calls untouched, ${touched} touched`);
});

function cut({ side, bytes }: Spoken, cuts: readonly number[]): Spoken[] {
  return typeof bytes === 'number' ? [{ side, bytes }] : recut([{ side, bytes }], cuts);
}

test('no bytes throw, and nothing stays held', () => {
  const noise = fc.array(
    fc.record({
      side: fc.constantFrom<Side>('client', 'server'),
      bytes: fc.oneof(fc.uint8Array({ maxLength: 80 }), fc.constantFrom(0, 1, 40, 70_000)),
    }),
    { maxLength: 30 },
  );
  const flips = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 12 });
  let heard = 0;
  fc.assert(
    fc.property(CONVERSATION, CUTS, flips, noise, (conversation, cuts, changes, others) => {
      const spoken = plan(conversation).spoken.map(({ side, bytes }) => ({
        side,
        bytes: Uint8Array.from(bytes as Uint8Array),
      }));
      for (const [at, byte] of changes) {
        const { bytes } = spoken[at % spoken.length]!;
        bytes[(at >> 4) % Math.min(bytes.length, 60)] = byte;
      }
      const memory = new RpcMemory();
      const { calls } = hear([...recut(spoken, cuts), ...others, ...spoken], memory);
      assert.equal(memory.size, 0);
      heard += calls.length;
    }),
    { numRuns: 600 },
  );
  assert.ok(heard > 2000, `only ${heard} calls`);
});
