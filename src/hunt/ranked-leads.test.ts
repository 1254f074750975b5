import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JudgedLead, Judgement } from '../baseline/judgement.ts';
import { knownStrong, leadPath } from './lead-path.ts';
import { leadsByDay, topLeads } from './ranked-leads.ts';

function lead(client: number, score: number, ongoing = false): JudgedLead {
  return { client, score, ongoing, servers: [], path: null } as unknown as JudgedLead;
}

function judgement(day: number, cold: boolean, ...leads: readonly JudgedLead[]): Judgement {
  return { day, cold, leads } as unknown as Judgement;
}

const ranksOf = (leads: ReturnType<typeof leadsByDay>) => leads.map((one) => [one.lead.client, one.rank]);

test('a lead that goes on takes no place, and shares the rank of the next', () => {
  const day = judgement(5, false, lead(1, 9), lead(2, 8, true), lead(3, 7), lead(4, 6, true), lead(5, 5));
  assert.deepEqual(ranksOf(leadsByDay([day], 2)), [
    [1, 1],
    [2, 2],
    [3, 2],
  ]);
  assert.deepEqual(ranksOf(leadsByDay([day], 9)), [
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 3],
    [5, 3],
  ]);
});

test('what has nothing odd is no lead', () => {
  assert.deepEqual(ranksOf(leadsByDay([judgement(5, false, lead(1, 0.1), lead(2, 0), lead(3, -5))], 9)), [
    [1, 1],
  ]);
});

test('where there is nothing but a cold start, all with anything new are ranked', () => {
  const cold = judgement(5, true, lead(1, 0.1), lead(2, -0.7), lead(3, -5));
  assert.deepEqual(ranksOf(leadsByDay([cold], 9)), [
    [1, 1],
    [2, 2],
  ]);
  const warm = judgement(6, false, lead(4, -0.1));
  assert.deepEqual(ranksOf(leadsByDay([cold, warm], 9)), [[1, 1]]);
  assert.deepEqual(ranksOf(topLeads([cold, warm], 9)), [[1, 1]]);
});

test('the first of all days are those with the greatest scores, a cold start last', () => {
  const days = [
    judgement(5, true, lead(1, 20)),
    judgement(6, false, lead(2, 3)),
    judgement(7, false, lead(3, 9)),
  ];
  assert.deepEqual(ranksOf(topLeads(days, 3)), [
    [3, 1],
    [2, 2],
    [1, 3],
  ]);
  assert.equal(topLeads(days, 1).length, 1);
});

test('a path tells what led to the client, what it reached, and where that led on that day', () => {
  const strong = [
    { day: 3, client: 1, server: 2, score: 6 },
    { day: 4, client: 2, server: 3, score: 7 },
    { day: 5, client: 9, server: 8, score: 7 },
    { day: 5, client: 4, server: 5, score: 7 },
    { day: 4, client: 4, server: 6, score: 7 },
  ];
  const path = strong[1]!;
  const own = { ...lead(3, 9), path, servers: [{ server: 4, score: 5 }] } as unknown as JudgedLead;
  assert.deepEqual(leadPath(own, 5, strong), [
    [1, 2],
    [2, 3],
    [3, 4],
    [4, 5],
  ]);
});

test('of a day that the baseline knows already, no step of a path is told twice', () => {
  const of = (day: number) => ({ day, client: 4, server: 5, score: 7 });
  const judgement5 = { day: 5, strong: [of(5)] };
  const strong = knownStrong([of(4), of(5)], [judgement5, judgement5]);
  assert.deepEqual(strong, [of(4), of(5)]);
  const own = { ...lead(3, 9), servers: [{ server: 4, score: 5 }] } as unknown as JudgedLead;
  assert.deepEqual(leadPath(own, 5, strong), [
    [3, 4],
    [4, 5],
  ]);
});
