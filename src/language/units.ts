/** Units of time as people write them, in microseconds. A month or a year is no fixed length. */
const UNITS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    [
      [1, 'us usec usecs micro micros microsecond microseconds µs μs'],
      [1000, 'ms msec msecs milli millis millisecond milliseconds'],
      [1_000_000, 's sec secs second seconds'],
      [60_000_000, 'm min mins minute minutes'],
      [3_600_000_000, 'h hr hrs hour hours'],
      [86_400_000_000, 'd day days'],
      [604_800_000_000, 'w wk wks week weeks'],
    ] as const
  ).flatMap(([micros, names]) => names.split(' ').map((name) => [name, micros])),
);

export const UNIT_NAMES: readonly string[] = Object.keys(UNITS);

/** Microseconds of a unit in any case; null where there is no such unit. */
export function unitMicros(name: string): number | null {
  return Object.hasOwn(UNITS, name.toLowerCase()) ? UNITS[name.toLowerCase()]! : null;
}

/** `1.5` of a unit of `unit` µs, exactly; null where that is no whole, safe number of microseconds. */
export function durationMicros(amount: string, unit: number): number | null {
  const [whole = '0', fraction = ''] = amount.split('.');
  const scaled = BigInt(whole + fraction) * BigInt(unit);
  const scale = 10n ** BigInt(fraction.length);
  const micros = Number(scaled / scale);
  return scaled % scale === 0n && Number.isSafeInteger(micros) ? micros : null;
}

/** A length of time in the largest unit that it is a whole number of: `2 seconds`. */
export function formatDuration(micros: number): string {
  for (const [unit, name] of PRINTED)
    if (micros % unit === 0) return `${micros / unit} ${name}${micros === unit ? '' : 's'}`;
  return `${micros} microseconds`;
}

const PRINTED = [
  [86_400_000_000, 'day'],
  [3_600_000_000, 'hour'],
  [60_000_000, 'minute'],
  [1_000_000, 'second'],
  [1000, 'millisecond'],
  [1, 'microsecond'],
] as const;
