import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { EventKind } from '../model/event-kind.ts';
import { type Finding, STEPS } from '../model/finding.ts';
import type { Part } from '../model/origin.ts';
import { parseIsoTime } from '../model/time.ts';
import { sourcePath } from '../testing/repository.ts';
import { type StatedEvent, storeOf } from '../testing/stated-events.ts';
import { findingsOf } from './findings.ts';

const FOLDER = 'src/evidence/cases';
const T = parseIsoTime('2020-05-01T12:00:00Z')!;

/** Events by the second after noon; `part` is the input, of which those in `flowsOnly` hold no payload. */
interface CaseFile {
  readonly about: string;
  readonly flowsOnly?: readonly number[];
  /** Inputs that a snap length cut. */
  readonly snapped?: readonly number[];
  readonly gapSeconds?: number;
  readonly events: readonly CaseEvent[];
  /** Of each finding, by its start, what the case is about. */
  readonly findings: readonly Partial<Digest>[];
}

interface CaseEvent {
  readonly kind: EventKind;
  readonly at: number;
  readonly part?: number;
  /** `10.0.0.1:50000 > 10.0.0.2:135` */
  readonly ends: string;
  /** Of a flow/end: when it began. */
  readonly began?: number;
  readonly [field: string]: string | number | undefined;
}

interface Digest {
  readonly ends: string;
  readonly evidence: string;
  readonly status: string | undefined;
  /** timed, mapped, bound, called */
  readonly steps: string;
  readonly transport: string;
  readonly start: number;
  readonly end: number;
  readonly interfaces: readonly string[];
  readonly operations: readonly string[];
  readonly auth: string | undefined;
  readonly techniques: readonly string[];
  readonly mappers: readonly string[];
  readonly flows: readonly string[];
  readonly notes: readonly string[];
}

for (const file of readdirSync(sourcePath(FOLDER)).sort())
  test(file.replace('.json', ''), () => {
    const one = JSON.parse(readFileSync(sourcePath(`${FOLDER}/${file}`), 'utf8')) as CaseFile;
    const found = findingsIn(one, one.events);
    assert.equal(found.length, one.findings.length, JSON.stringify(found.map(digest), null, 1));
    one.findings.forEach((expected, i) => {
      const got = digest(found[i]!);
      for (const key of Object.keys(expected) as (keyof Digest)[])
        assert.deepEqual(got[key], expected[key], `${one.about} ${key} of finding ${i}`);
    });
    assert.deepEqual(
      findingsIn(one, [...one.events].reverse()).map(digest),
      found.map(digest),
      'the order of arrival changes nothing',
    );
  });

function findingsIn(
  { flowsOnly = [], snapped = [], gapSeconds = 900 }: CaseFile,
  events: readonly CaseEvent[],
): readonly Finding[] {
  const count = 1 + Math.max(...events.map(({ part = 0 }) => part));
  const parts: Part[] = Array.from({ length: count }, (_, i) => ({ input: `input-${i}`, firstRecord: 1 }));
  const options = {
    hears: (part: number) => !flowsOnly.includes(part),
    whole: (part: number) => !snapped.includes(part),
  };
  return findingsOf(storeOf(events.map(stated), parts), options, gapSeconds * 1e6);
}

function stated({ kind, at, part = 0, ends, began, ...fields }: CaseEvent): StatedEvent {
  const [src, dest] = ends.split(' > ').map(endOf) as [[string, number], [string, number]];
  const between = { src_ip: src[0], src_port: src[1], dest_ip: dest[0], dest_port: dest[1] };
  const start = began === undefined ? {} : { start_time: T + began * 1e6 };
  return { kind, time: T + Math.round(at * 1e6), part, fields: { ...between, ...start, ...fields } };
}

function endOf(text: string): [string, number] {
  const colon = text.lastIndexOf(':');
  return [text.slice(0, colon), Number(text.slice(colon + 1))];
}

function digest(finding: Finding): Digest {
  const { client, server, port, evidence, status, transport, start, end, auth, steps } = finding;
  return {
    ends: `${client} > ${server}:${port}`,
    evidence,
    status,
    steps: STEPS.map((step) => steps[step]).join(' '),
    transport,
    start: (start - T) / 1e6,
    end: (end - T) / 1e6,
    interfaces: finding.interfaces.map((one) => `${one.name ?? one.uuid} ${one.status}`),
    operations: finding.operations.map(
      (one) => `${one.interface_name ?? '?'} ${one.operation ?? one.opnum} ${one.count} ${one.outcome}`,
    ),
    auth: auth && `${auth.type} ${auth.level}`,
    techniques: finding.techniques.map(({ id, source }) => `${id} ${source}`),
    mappers: finding.mappers.map(
      (one) => `${one.src_port}: ${one.answers.map((answer) => answer.port).join(' ')}`,
    ),
    flows: finding.flows.map(
      (one) => `${one.src_port} ${one.evidence ?? '-'} ${one.status ?? '?'} ${one.attempts ?? 1}`,
    ),
    notes: finding.notes.map(({ code, reasons }) =>
      reasons === undefined ? code : `${code}: ${reasons.join(' ')}`,
    ),
  };
}
