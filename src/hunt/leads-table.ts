import { paintOf } from '../columns/printer/paint.ts';
import { counted, grouped } from '../columns/printer/quantity.ts';
import { clip, visible } from '../columns/printer/visible-text.ts';
import type { Page } from '../model/sink.ts';
import { formatTime } from '../model/time.ts';
import type { Lead, LeadEdge } from './lead.ts';

const SERVERS_SHOWN = 4;
const REASONS_SHOWN = 6;
const STEPS_SHOWN = 3;
const LEAST_WEIGHT = 0.05;

/** Leads for a person: by day, the oddest first, each with its reasons. '' where there are none. */
export function leadsTable(leads: readonly Lead[], page: Page): string {
  const paint = paintOf(page.colour);
  const lines: string[] = [];
  let day = '';
  for (const lead of leads.slice(0, page.limit)) {
    if (lead.day !== day) {
      if (day !== '') lines.push('');
      day = lead.day;
      lines.push(paint.bold(day));
    }
    const head = [
      `${String(lead.rank).padStart(3)}  ${lead.client}`,
      `(${lead.role})`,
      '→',
      serversText(lead.servers),
    ].join(' ');
    const figures = `score ${lead.score.toFixed(1)}, ${chance(lead.p_value)}${lead.ongoing ? ', goes on' : ''}`;
    lines.push(paint.bold(clip(visible(`${head}   ${figures}`), page.width)));
    const put = (title: string, text: string) =>
      lines.push(`       ${paint.dim(title.padEnd(6))} ${clip(visible(text), page.width - 14)}`);
    put('when', whenText(lead));
    for (const edge of lead.edges.slice(0, SERVERS_SHOWN)) put('what', edgeText(edge));
    if (lead.edges.length > SERVERS_SHOWN)
      put('', `… and ${counted(lead.edges.length - SERVERS_SHOWN, 'more server')}`);
    for (const { text, weight } of lead.reasons.slice(0, REASONS_SHOWN))
      put('why', Math.abs(weight) < LEAST_WEIGHT ? `      ${text}` : `${signed(weight)} ${text}`);
    if (lead.path.length > 1) put('path', pathText(lead.path));
    for (const step of lead.next.slice(0, STEPS_SHOWN)) put('next', step);
    if (lead.findings.length > 0)
      put('shows', `${lead.findings.slice(0, 4).join(' ')}${lead.findings.length > 4 ? ' …' : ''}`);
  }
  if (leads.length > page.limit)
    lines.push(paint.dim(`… and ${grouped(leads.length - page.limit)} more: --limit N shows more of them`));
  return lines.map((line) => `${line}\n`).join('');
}

function serversText(servers: readonly string[]): string {
  const rest = servers.length - 2;
  return rest > 0 ? `${servers.slice(0, 2).join(', ')} and ${grouped(rest)} more` : servers.join(', ');
}

/** How rare: `1 in 5,000 client-days`. */
function chance(p: number): string {
  if (p >= 0.5) return 'not rare by earlier days';
  return p <= 0 ? 'never seen' : `as odd as 1 in ${grouped(Math.max(1, Math.round(1 / p)))} client-days`;
}

function whenText({ start, end }: Lead): string {
  if (start === undefined || end === undefined) return 'that day';
  const clock = (time: number) => formatTime(time).slice(11, 19);
  return start === end ? `${clock(start)} UTC` : `${clock(start)} to ${clock(end)} UTC`;
}

function edgeText({ server, role, score, fresh, calls, evidence, techniques }: LeadEdge): string {
  const what = calls.slice(0, 4).join(', ') + (calls.length > 4 ? ` and ${calls.length - 4} more` : '');
  const beside = [
    ...(fresh ? ['first time'] : []),
    ...(role === 'other' ? [] : [role]),
    ...(evidence === undefined ? [] : [evidence]),
    ...techniques.slice(0, 3),
  ].join(', ');
  return `${server}: ${what} (${[score.toFixed(1), beside].filter((text) => text !== '').join('; ')})`;
}

function signed(weight: number): string {
  return `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(1).padStart(4)}`;
}

/** `a → b → c`, and others parted by a comma. */
function pathText(path: readonly (readonly [from: string, to: string])[]): string {
  let text = '';
  let at = '';
  for (const [from, to] of path) {
    text += from === at ? ` → ${to}` : `${text === '' ? '' : ', '}${from} → ${to}`;
    at = to;
  }
  return text;
}
