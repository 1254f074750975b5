import { readTime, timeFormat } from './time-format.ts';

/** How the times of some samples are written. */
export interface TimeGuess {
  readonly format: string;
  /** Whether they state their zone, or need none. */
  readonly hasZone: boolean;
  /** Whether they would also fit another order of day and month. */
  readonly isAmbiguous: boolean;
}

const PATTERNS = [
  'YYYY/MM/DD HH:MM:SS',
  'MM/DD/YYYY HH:MM:SS',
  'DD/MM/YYYY HH:MM:SS',
  'MM/DD/YYYY HH:MM:SS AM',
  'DD/MM/YYYY HH:MM:SS AM',
  'MM/DD/YYYY HH:MM',
  'DD/MM/YYYY HH:MM',
  'DD.MM.YYYY HH:MM:SS',
  'DD/MMM/YYYY:HH:MM:SS ZZ',
  'DD MMM YYYY HH:MM:SS',
  'MMM DD, YYYY HH:MM:SS',
];

/** Null where no format reads all of them, or there are none. */
export function guessTime(samples: readonly string[]): TimeGuess | null {
  if (samples.length === 0) return null;
  const reads = (format: string, zone: string | null) =>
    samples.every((text) => typeof readTime(text, timeFormat(format)!, zone) === 'number');
  const epoch = epochOf(samples);
  if (epoch !== null) return reads(epoch, null) ? { format: epoch, hasZone: true, isAmbiguous: false } : null;
  if (reads('iso', 'UTC')) return { format: 'iso', hasZone: reads('iso', null), isAmbiguous: false };
  const [format, other] = PATTERNS.filter((pattern) => reads(pattern, 'UTC'));
  if (format === undefined) return null;
  return { format, hasZone: reads(format, null), isAmbiguous: other !== undefined };
}

/** By the size of the numbers: each is taken for a time from 1973 on. */
function epochOf(samples: readonly string[]): string | null {
  if (!samples.every((text) => /^\d{9,20}(?:\.\d*)?$/.test(text))) return null;
  const digits = Math.max(...samples.map((text) => text.split('.')[0]!.length));
  if (digits <= 11) return 'epoch-seconds';
  if (digits <= 14) return 'epoch-millis';
  return digits <= 17 ? 'epoch-micros' : 'epoch-nanos';
}
