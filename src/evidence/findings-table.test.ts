import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../model/finding.ts';
import { findingsTable } from './findings-table.ts';
import { StrongestFindings } from './strongest.ts';

const FINDING: Finding = {
  id: '0123456789abcdef',
  client: '10.0.0.1',
  server: '10.0.0.2',
  port: 49_671,
  start: 0,
  end: 0,
  steps: { timed: 'yes', mapped: 'yes', bound: 'yes', called: 'yes' },
  evidence: 'called',
  status: 'answered',
  transport: 'ncacn_ip_tcp',
  interfaces: [],
  operations: ['OpenSCManagerW', 'CreateServiceW', 'StartServiceW', 'QueryServiceStatus'].map(
    (operation) => ({
      interface_name: 'svcctl',
      opnum: 1,
      operation,
      count: 1,
      outcome: 'answered',
      first: 0,
      last: 0,
      origin: { input: 'a.pcap', record: 1 },
    }),
  ),
  techniques: [],
  mappers: [],
  flows: [],
  notes: [],
};

function linesAt(width: number, ...findings: readonly Finding[]): readonly string[] {
  const strongest = new StrongestFindings(2);
  for (const finding of findings) strongest.add(finding);
  return findingsTable(strongest, { width, colour: false, limit: 2 }).split('\n');
}

test('a narrow terminal shows what was called all the same', () => {
  for (const width of [60, 80, 120, 200]) {
    const lines = linesAt(width, FINDING);
    for (const line of lines) assert.ok(line.length <= Math.max(width, 70), line);
    assert.ok(
      lines.some((line) => line.includes('CreateServiceW')),
      lines.join('\n'),
    );
    assert.equal(lines[1]!.includes('what'), width >= 120);
  }
});

test('of more findings than are shown the strongest are, and the others are counted', () => {
  const weaker: Finding = { ...FINDING, id: 'f'.repeat(16), evidence: 'timed' };
  const many = Array.from({ length: 3000 }, (_, i) => ({ ...weaker, start: i + 1 }));
  const lines = linesAt(120, ...many, FINDING, ...many);
  assert.equal(lines[0], '6,001 findings: 1 called, 6,000 timed');
  assert.ok(lines[3]!.includes(FINDING.id));
  assert.ok(lines[4]!.includes('00:00:00') && lines[4]!.includes('timed'));
  assert.ok(lines[5]!.startsWith('… and 5,999 more'));
});
