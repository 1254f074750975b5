import { formatTime, MICROS_PER_SECOND, type Micros } from '../../model/time.ts';
import type { ByteBuffer } from './byte-buffer.ts';
import { putDigits } from './digits.ts';
import { type Literal, literalOf, putLiteral } from './literal.ts';

export type TimePrinter = (time: Micros, out: ByteBuffer) => void;

/** Room that writing a time takes at most. */
export const TIME_ROOM = 36;

const SECONDS_PER_MINUTE = 60;
const SECOND_TO_ZONE = '00.000000Z'.length;
const POINT = 0x2e;
const ZULU = 0x5a;

/** Writes times as `formatTime` does; cheap where one follows another within the same minute. */
export class TimeText {
  private minute = Number.NaN;
  private upToSecond: Literal = literalOf('');

  /** Writes the time at `at`, where there must be room; gives the position behind it. */
  put(time: Micros, into: DataView, at: number): number {
    const seconds = Math.floor(time / MICROS_PER_SECOND);
    const minute = Math.floor(seconds / SECONDS_PER_MINUTE);
    if (minute !== this.minute) {
      const begin = minute * SECONDS_PER_MINUTE * MICROS_PER_SECOND;
      this.upToSecond = literalOf(formatTime(begin).slice(0, -SECOND_TO_ZONE));
      this.minute = minute;
    }
    const secondAt = putLiteral(this.upToSecond, into, at);
    putDigits(seconds - minute * SECONDS_PER_MINUTE, 2, into, secondAt);
    into.setUint8(secondAt + 2, POINT);
    putDigits(time - seconds * MICROS_PER_SECOND, 6, into, secondAt + 3);
    into.setUint8(secondAt + 9, ZULU);
    return secondAt + SECOND_TO_ZONE;
  }
}

/** The same as a printer into buffers. */
export function timePrinter(): TimePrinter {
  const text = new TimeText();
  return (time, out) => {
    out.reserve(TIME_ROOM);
    out.length = text.put(time, out.view, out.length);
  };
}
