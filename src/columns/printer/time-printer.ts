import { formatTime, MICROS_PER_SECOND, type Micros } from '../../model/time.ts';
import type { ByteBuffer } from './byte-buffer.ts';

export type TimePrinter = (time: Micros, out: ByteBuffer) => void;

const FRACTION_AND_ZONE = 7;

/** Writes times as `formatTime` does; cheap where one follows another within the same second. */
export function timePrinter(): TimePrinter {
  const encoder = new TextEncoder();
  let second = Number.NaN;
  let upToSecond = new Uint8Array(0);
  return (time, out) => {
    const itsSecond = Math.floor(time / MICROS_PER_SECOND);
    if (itsSecond !== second) {
      upToSecond = encoder.encode(formatTime(itsSecond * MICROS_PER_SECOND)).slice(0, -FRACTION_AND_ZONE);
      second = itsSecond;
    }
    out.range(upToSecond, 0, upToSecond.length);
    out.digits(time - itsSecond * MICROS_PER_SECOND, 6);
    out.byte(0x5a);
  };
}
