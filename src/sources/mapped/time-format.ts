import { type Micros, parseEpochSeconds, parseIsoTime } from '../../model/time.ts';
import { type TimePattern, timePattern } from './time-pattern.ts';

/** How a time is written. */
export type TimeFormat =
  | { readonly kind: 'iso' }
  /** A number of units since 1970 UTC, a unit being 10^-`places` seconds. */
  | { readonly kind: 'epoch'; readonly places: number }
  | { readonly kind: 'pattern'; readonly pattern: TimePattern };

const EPOCHS: Readonly<Record<string, number>> = {
  'epoch-seconds': 0,
  'epoch-millis': 3,
  'epoch-micros': 6,
  'epoch-nanos': 9,
};

/** Formats by name; there are also patterns. */
export const TIME_FORMATS: readonly string[] = ['iso', ...Object.keys(EPOCHS)];

/** The format of this name or pattern; null where it is neither. */
export function timeFormat(text: string): TimeFormat | null {
  if (text === 'iso') return { kind: 'iso' };
  const places = EPOCHS[text];
  if (places !== undefined) return { kind: 'epoch', places };
  const pattern = timePattern(text);
  return pattern === null ? null : { kind: 'pattern', pattern };
}

/** Whether times of the format can name their zone, or need none. */
export function statesZone(format: TimeFormat): boolean {
  return format.kind !== 'pattern' || format.pattern.hasZone;
}

/**
 * Reads a time. What is finer than a microsecond is cut.
 * @param zone of a time that states none
 */
export function readTime(
  text: string,
  format: TimeFormat,
  zone: string | null,
): Micros | 'bad-time' | 'no-zone' {
  switch (format.kind) {
    case 'epoch':
      return parseEpoch(text, format.places) ?? 'bad-time';
    case 'iso':
      return isoTime(text, zone);
    case 'pattern': {
      const iso = format.pattern.iso(text);
      return iso === null ? 'bad-time' : isoTime(iso, zone);
    }
  }
}

function isoTime(text: string, zone: string | null): Micros | 'bad-time' | 'no-zone' {
  const time = parseIsoTime(text, zone ?? undefined);
  if (time !== null) return time;
  return zone === null && parseIsoTime(text, 'Z') !== null ? 'no-zone' : 'bad-time';
}

function parseEpoch(text: string, places: number): Micros | null {
  const plain = text.startsWith('+') ? text.slice(1) : text;
  if (places === 0) return parseEpochSeconds(plain);
  const [, digits = '', exponent = '0'] = /^([^e]*)(?:e([+-]?\d{1,3}))?$/i.exec(plain) ?? [];
  return parseEpochSeconds(`${digits}e${Number(exponent) - places}`);
}
