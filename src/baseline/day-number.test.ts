import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DayClock, formatDay, isWeekend, isZone, parseDay } from './day-number.ts';

const micros = (iso: string) => Date.parse(iso) * 1000;

/** `2020-03-29 night`, as the clock of a zone has it. */
function told(zone: string, ...times: readonly string[]): readonly string[] {
  const clock = new DayClock(zone);
  return times.map((iso) => {
    const moment = clock.at(micros(iso));
    return formatDay(moment >> 1) + (moment % 2 === 1 ? ' night' : '');
  });
}

test('days are read and written', () => {
  assert.equal(parseDay('1970-01-01'), 0);
  assert.equal(parseDay('2020-09-14'), 18_519);
  assert.equal(formatDay(18_519), '2020-09-14');
  assert.equal(parseDay('2020-02-29'), 18_321);
  for (const text of ['2021-02-29', '2020-9-14', '2020-09-14T00:00', '', '2020-13-01'])
    assert.equal(parseDay(text), null);
});

test('Saturday and Sunday are the weekend', () => {
  const days = ['2020-09-11', '2020-09-12', '2020-09-13', '2020-09-14', '1969-12-28', '1969-12-29'];
  assert.deepEqual(
    days.map((day) => isWeekend(parseDay(day) ?? -1)),
    [false, true, true, false, true, false],
  );
});

test('night is from 20:00 to 06:00', () => {
  assert.deepEqual(
    told('UTC', '2020-09-14T19:59:59.999Z', '2020-09-14T20:00Z', '2020-09-14T23:59:59Z', '2020-09-15T00:00Z'),
    ['2020-09-14', '2020-09-14 night', '2020-09-14 night', '2020-09-15 night'],
  );
  assert.deepEqual(told('UTC', '2020-09-15T05:59:59Z', '2020-09-15T06:00Z'), [
    '2020-09-15 night',
    '2020-09-15',
  ]);
});

test('days are those of the zone, also when its clocks change', () => {
  assert.deepEqual(
    told(
      'Europe/Berlin',
      '2020-03-28T22:59Z',
      '2020-03-28T23:00Z',
      '2020-03-29T21:59Z',
      '2020-03-29T22:00Z',
      '2020-03-29T04:00Z',
      '2020-03-29T03:59Z',
      '2020-10-25T22:59Z',
      '2020-10-25T23:00Z',
    ),
    [
      '2020-03-28 night',
      '2020-03-29 night',
      '2020-03-29 night',
      '2020-03-30 night',
      '2020-03-29',
      '2020-03-29 night',
      '2020-10-25 night',
      '2020-10-26 night',
    ],
  );
  assert.deepEqual(told('Asia/Kathmandu', '2020-09-14T18:14Z', '2020-09-14T18:15Z'), [
    '2020-09-14 night',
    '2020-09-15 night',
  ]);
  assert.deepEqual(told('America/St_Johns', '2020-09-14T02:29Z', '2020-09-14T02:30Z', '2020-09-14T12:00Z'), [
    '2020-09-13 night',
    '2020-09-14 night',
    '2020-09-14',
  ]);
});

test('times in any order are told alike', () => {
  const times = [
    '2020-09-14T12:00Z',
    '2020-03-28T23:00Z',
    '2020-09-14T12:01Z',
    '2020-03-28T23:14Z',
    '2020-09-14T12:00Z',
  ];
  assert.deepEqual(
    told('Europe/Berlin', ...times),
    times.flatMap((time) => told('Europe/Berlin', time)),
  );
});

test('zones are known by their names', () => {
  assert.ok(isZone('UTC') && isZone('Europe/Berlin'));
  assert.ok(!isZone('Europe/Nowhere') && !isZone(''));
});
