import { formatTime } from '../model/time.ts';
import type { Lead } from './lead.ts';

/** One line of JSON, times in RFC 3339. */
export function leadToJson({ rank, day, client, servers, start, end, ...rest }: Lead): string {
  return JSON.stringify({
    rank,
    day,
    client,
    servers,
    ...(start === undefined ? {} : { start: formatTime(start) }),
    ...(end === undefined ? {} : { end: formatTime(end) }),
    ...rest,
  });
}

const COLUMNS = ['rank', 'day', 'client', 'servers', 'score', 'p_value', 'ongoing', 'reason'] as const;

export function leadsCsvHeader(): string {
  return `${COLUMNS.join(',')}\n`;
}

export function leadToCsv({ rank, day, client, servers, score, p_value, ongoing, reasons }: Lead): string {
  const cells = [rank, day, client, servers.join(' '), score, p_value, ongoing, reasons[0]?.text ?? ''];
  return `${cells.map((cell) => csvCell(String(cell))).join(',')}\n`;
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
