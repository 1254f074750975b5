import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Lead } from './lead.ts';
import { leadToCsv, leadToJson } from './lead-lines.ts';
import { nextSteps } from './next-steps.ts';

const LEAD: Lead = {
  rank: 1,
  day: '2020-08-05',
  client: 'ws03',
  role: 'workstation',
  identity: 'hosts',
  servers: ['ws07', 'ws08'],
  start: 1_596_593_402_479_858,
  score: 4.5,
  p_value: 0.001,
  ongoing: false,
  reasons: [{ text: 'first, "odd"', weight: 4.5 }],
  path: [['ws03', 'ws07']],
  findings: ['0a'],
  edges: [],
  next: [],
};

test('times of a lead are RFC 3339, and what is unknown is absent', () => {
  const line = JSON.parse(leadToJson(LEAD)) as Record<string, unknown>;
  assert.equal(line.start, '2020-08-05T02:10:02.479858Z');
  assert.equal('end' in line, false);
  assert.deepEqual(Object.keys(line).slice(0, 5), ['rank', 'day', 'client', 'servers', 'start']);
});

test('a cell with a comma or a quote is quoted', () => {
  assert.equal(leadToCsv(LEAD), '1,2020-08-05,ws03,ws07 ws08,4.5,0.001,false,"first, ""odd"""\n');
});

test('what to look at next names the hosts, and the logs of what was called', () => {
  const steps = nextSteps('ws03', [{ server: 'ws07', calls: ['svcctl RCreateServiceW'] }]);
  assert.ok(steps.some((step) => /^ws07: .*7045/.test(step)));
  assert.ok(steps.some((step) => step.startsWith('ws03: ')));
  assert.equal(
    steps.some((step) => /4698/.test(step)),
    false,
  );
});
