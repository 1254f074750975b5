/** Whole microseconds since 1970-01-01T00:00:00Z, exact in a number until the year 2255. */
export type Micros = number;

export const MICROS_PER_SECOND = 1_000_000;

const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * Reads an ISO 8601 / RFC 3339 time. What is finer than a microsecond is cut, not rounded.
 * `zone` (`Z`, `UTC` or an offset as `+02:00`) is used where the text states none.
 * @returns null where the text is no such time, has no zone and none was given, or leaves the range of exact
 *   microseconds.
 */
export function parseIsoTime(text: string, zone?: string): Micros | null {
  const parts = DATE_TIME.exec(text);
  if (parts === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', stated] = parts;
  const offset = parseZone(stated ?? zone);
  if (offset === null) return null;
  const date = new Date(0).setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (new Date(date).getUTCDate() !== Number(day) || Number(month) < 1 || Number(month) > 12) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offset;
  const micros = date * 1000 + seconds * MICROS_PER_SECOND + Number(`${fraction}000000`.slice(0, 6));
  return Number.isSafeInteger(micros) ? micros : null;
}

/** Seconds east of UTC of `Z`, `UTC`, `+02:00` or `+0200`; null where it is none of these. */
export function parseZone(zone: string | undefined): number | null {
  if (zone === undefined) return null;
  if (/^(z|utc)$/i.test(zone)) return 0;
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (parts === null) return null;
  const seconds = Number(parts[2]) * 3600 + Number(parts[3]) * 60;
  return parts[1] === '-' ? -seconds : seconds;
}

/**
 * Reads decimal seconds since 1970 (`1588316991.323310`, also negative or with an exponent as JSON writers
 * emit it). Digits past the sixth are cut.
 * @returns null where the text is not such a number or leaves the range of exact microseconds.
 */
export function parseEpochSeconds(text: string): Micros | null {
  const parts = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (parts === null) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  const point = whole.length + Number(exponent) + 6;
  if (point > 400) return null;
  const digits = (whole + fraction).padEnd(Math.max(point, 0), '0').slice(0, Math.max(point, 0));
  const micros = Number(digits === '' ? '0' : digits);
  if (!Number.isSafeInteger(micros)) return null;
  return sign === '-' && micros !== 0 ? -micros : micros;
}

/** RFC 3339 in UTC with six digits: `2020-08-05T02:10:02.479858Z`. */
export function formatTime(time: Micros): string {
  const millis = Math.floor(time / 1000);
  const rest = time - millis * 1000;
  const iso = new Date(millis).toISOString();
  return `${iso.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}
