import { formatTime, MICROS_PER_SECOND, type Micros } from '../../model/time.ts';
import type { ByteBuffer } from './byte-buffer.ts';

export type TimePrinter = (time: Micros, out: ByteBuffer) => void;

const SECONDS_PER_DAY = 86_400;
const HOUR_TO_ZONE = '00:00:00.000000Z'.length;
const COLON = 0x3a;
const POINT = 0x2e;
const ZULU = 0x5a;

/** Writes times as `formatTime` does; cheap where one follows another within the same day. */
export function timePrinter(): TimePrinter {
  const encoder = new TextEncoder();
  let day = Number.NaN;
  let upToHour = new Uint8Array(0);
  return (time, out) => {
    const seconds = Math.floor(time / MICROS_PER_SECOND);
    const itsDay = Math.floor(seconds / SECONDS_PER_DAY);
    if (itsDay !== day) {
      const midnight = itsDay * SECONDS_PER_DAY * MICROS_PER_SECOND;
      upToHour = encoder.encode(formatTime(midnight)).slice(0, -HOUR_TO_ZONE);
      day = itsDay;
    }
    const second = seconds - itsDay * SECONDS_PER_DAY;
    const minute = (second / 60) | 0;
    const hour = (minute / 60) | 0;
    out.range(upToHour, 0, upToHour.length);
    out.digits(hour, 2);
    out.byte(COLON);
    out.digits(minute - hour * 60, 2);
    out.byte(COLON);
    out.digits(second - minute * 60, 2);
    out.byte(POINT);
    out.digits(time - seconds * MICROS_PER_SECOND, 6);
    out.byte(ZULU);
  };
}
