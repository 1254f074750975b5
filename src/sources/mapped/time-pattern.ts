/** How times are written out, as `DD/MMM/YYYY:HH:MM:SS ZZ`. */
export interface TimePattern {
  readonly hasZone: boolean;
  /** The same time in ISO 8601; null where the text does not follow the pattern. */
  iso(text: string): string | null;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const TOKEN = /YYYY|YY|MMM|MM|mm|M|DD|D|HH|H|hh|h|SS|ss|S|AM|ZZ/g;

type Part =
  | 'year'
  | 'shortYear'
  | 'month'
  | 'monthName'
  | 'day'
  | 'hour'
  | 'minute'
  | 'second'
  | 'half'
  | 'zone';

const SHAPES: Readonly<Record<Part, string>> = {
  year: '\\d{4}',
  shortYear: '\\d{2}',
  month: '\\d{1,2}',
  monthName: '[a-z]{3,9}\\.?',
  day: '\\d{1,2}',
  hour: '\\d{1,2}',
  minute: '\\d{1,2}',
  second: '\\d{1,2}(?:[.,]\\d+)?',
  half: '[ap]\\.?m\\.?',
  zone: 'z|utc|gmt|[+-]\\d{2}:?\\d{2}',
};

/**
 * A pattern of the tokens YYYY or YY, MM or MMM (a month's name), DD, HH, MM (minutes, after hours), SS (with any
 * fraction), AM and ZZ (a zone); the rest stands for itself. Leading zeros may be absent.
 * @returns null where it does not name year, month and day
 */
export function timePattern(pattern: string): TimePattern | null {
  const parts: Part[] = [];
  let shape = '';
  let end = 0;
  for (const { 0: token, index } of pattern.matchAll(TOKEN)) {
    const part = partOf(token, parts);
    if (part === null) continue;
    if (parts.includes(part)) return null;
    shape += escaped(pattern.slice(end, index));
    shape += `(?<${part}>${SHAPES[part]})`;
    parts.push(part);
    end = index + token.length;
  }
  shape += escaped(pattern.slice(end));
  const has = (...some: Part[]) => some.some((part) => parts.includes(part));
  if (!has('year', 'shortYear') || !has('month', 'monthName') || !has('day')) return null;
  if (has('minute', 'second', 'half') && !has('hour')) return null;
  const expression = new RegExp(`^${shape}$`, 'i');
  return {
    hasZone: has('zone'),
    iso: (text) => {
      const groups = expression.exec(text)?.groups;
      return groups === undefined ? null : isoOf(groups);
    },
  };
}

function partOf(token: string, before: readonly Part[]): Part | null {
  switch (token) {
    case 'YYYY':
      return 'year';
    case 'YY':
      return 'shortYear';
    case 'MMM':
      return 'monthName';
    case 'MM':
      return before.includes('hour') && !before.includes('minute') ? 'minute' : 'month';
    case 'M':
      return 'month';
    case 'mm':
      return 'minute';
    case 'DD':
    case 'D':
      return 'day';
    case 'HH':
    case 'H':
    case 'hh':
    case 'h':
      return 'hour';
    case 'SS':
    case 'ss':
    case 'S':
      return 'second';
    case 'AM':
      return 'half';
    case 'ZZ':
      return 'zone';
    default:
      return null;
  }
}

function isoOf(groups: Readonly<Record<string, string | undefined>>): string | null {
  const { year, shortYear, month, monthName, day, hour = '0', minute = '0', second = '0', half } = groups;
  const number = month ?? String(MONTHS.indexOf(monthName!.slice(0, 3).toLowerCase()) + 1);
  const clock = half === undefined ? Number(hour) : hourOf(Number(hour), /^p/i.test(half));
  if (number === '0' || clock === null) return null;
  const date = `${year ?? `20${shortYear}`}-${two(number)}-${two(day!)}`;
  const [, whole = '', fraction = ''] = /^(\d+)(.*)$/.exec(second) ?? [];
  const zone = groups.zone?.replace(/^(?:utc|gmt)$/i, 'Z') ?? '';
  return `${date}T${two(String(clock))}:${two(minute)}:${two(whole)}${fraction}${zone}`;
}

function hourOf(hour: number, afternoon: boolean): number | null {
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (afternoon ? 12 : 0);
}

function two(digits: string): string {
  return digits.padStart(2, '0');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
}
