import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatTime } from '../../model/time.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { layOut } from './grid.ts';
import { byteSize, counted, duration, grouped } from './quantity.ts';
import { timePrinter } from './time-printer.ts';
import { clip, displayWidth, visible } from './visible-text.ts';

const decoder = new TextDecoder();

describe('printer', () => {
  it('numbers come out as JavaScript writes them, at every width', () => {
    const out = new ByteBuffer(1);
    const numbers = [0, 9, 10, 65_535, 2 ** 31 - 1, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER, -1, 1.5, 1e21];
    for (const number of numbers) {
      out.clear();
      out.number(number);
      assert.equal(decoder.decode(out.written), String(number));
    }
    fc.assert(
      fc.property(fc.maxSafeNat(), (number) => {
        out.clear();
        out.number(number);
        assert.equal(decoder.decode(out.written), String(number));
      }),
    );
  });

  it('times come out as formatTime writes them, whatever came before', () => {
    const print = timePrinter();
    const out = new ByteBuffer(1);
    fc.assert(
      fc.property(fc.integer({ min: -3e15, max: 9e15 }), fc.nat(3), (base, step) => {
        for (const time of [base, base + step, base - step]) {
          out.clear();
          print(time, out);
          assert.equal(decoder.decode(out.written), formatTime(time));
        }
      }),
      {
        examples: [
          [-1, 1],
          [0, 1],
          [999_999, 1],
        ],
      },
    );
  });

  it('a terminal is shown what it would obey, and nothing else is touched', () => {
    assert.equal(visible('\x1b[31mred\x07\x9b0m'), '\\x1b[31mred\\x07\\x9b0m');
    assert.equal(visible('a\tb\r\nc\u2028'), 'a\\tb\\r\\nc\\u2028');
    assert.equal(visible('exe.\u202etxt\u200b\ufeff\u{e0041}'), 'exe.\\u202etxt\\u200b\\ufeff\\u{e0041}');
    assert.equal(visible('\ud800'), '\\ud800');
    assert.equal(visible('Größe 日本 é C:\\Windows'), 'Größe 日本 é C:\\Windows');
  });

  it('width counts columns: wide characters two, marks none', () => {
    assert.equal(displayWidth('日本'), 4);
    assert.equal(displayWidth('e\u0301'), 1);
    assert.equal(displayWidth('ｗｉｄｅ'), 8);
    assert.equal(displayWidth('한국'), 4);
    assert.equal(displayWidth('→ …'), 3);
    assert.equal(displayWidth('🚀'), 2);
    assert.equal(clip('日本語', 5), '日本…');
    assert.equal(clip('日本語', 4), '日…');
    assert.equal(clip('abc', 3), 'abc');
    assert.equal(clip('abc', 0), '');
  });

  it('columns of a grid stand under each other, cells of several lines too', () => {
    const grid = layOut(
      [
        { title: 'a', align: 'left' },
        { title: 'long title', align: 'right' },
        { title: 'c', align: 'left' },
      ],
      [
        ['日本\nb', '1', 'x'],
        ['z', '1234', ''],
      ],
    );
    assert.equal(grid.header, 'a     long title  c');
    assert.deepEqual(grid.rows, [['日本           1  x', 'b'], ['z           1234']]);
    assert.equal(grid.width, 4 + 2 + 10 + 2 + 1);
  });

  it('quantities read well at the edges of their units', () => {
    assert.deepEqual([0, 999, 1000, 1234567].map(grouped), ['0', '999', '1,000', '1,234,567']);
    assert.equal(counted(1, 'row'), '1 row');
    assert.equal(counted(2, 'address', 'addresses'), '2 addresses');
    assert.deepEqual([1, 1023, 1024, 10 * 1024, 3 * 2 ** 30].map(byteSize), [
      '1 byte',
      '1,023 bytes',
      '1.0 KiB',
      '10 KiB',
      '3.0 GiB',
    ]);
    assert.deepEqual([1, 999_999, 1e6, 59.94e6, 60e6, 3599e6, 3600e6, 86_400e6].map(duration), [
      '0.001 ms',
      '999.999 ms',
      '1.000 s',
      '59.9 s',
      '1 min 0 s',
      '59 min 59 s',
      '1 h 0 min',
      '1 d 0 h',
    ]);
  });
});
