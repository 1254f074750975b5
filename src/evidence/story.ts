import { type Grid, type GridColumn, layOut } from '../columns/printer/grid.ts';
import { paintOf } from '../columns/printer/paint.ts';
import { counted, duration, grouped } from '../columns/printer/quantity.ts';
import { visible } from '../columns/printer/visible-text.ts';
import { type Finding, type SeenFlow, STEPS } from '../model/finding.ts';
import { formatOrigin, type Origin } from '../model/origin.ts';
import type { Page } from '../model/sink.ts';
import { formatTime, type Micros } from '../model/time.ts';
import { interfaceLabel } from './rpc-facts.ts';
import { operationText } from './summary.ts';

const AUTH_TYPES: Readonly<Record<number, string>> = {
  9: 'SPNEGO',
  10: 'NTLM',
  16: 'Kerberos',
  68: 'Netlogon',
};
const AUTH_LEVELS = ['default', 'none', 'connect', 'call', 'packet', 'integrity', 'privacy'];

interface Moment {
  readonly time: Micros;
  readonly what: string;
  readonly origin: Origin | undefined;
}

/** A finding as a page: how far it is proven, what happened in order with the record of each step, and notes. */
export function storyOf(finding: Finding, page: Page): string {
  const paint = paintOf(page.colour);
  const { id, evidence, status, client, server, port, transport, start, end, auth, steps } = finding;
  const lines = [
    paint.bold(visible(`${id}  ${evidence}${status === undefined ? '' : `, ${status}`}`)),
    `${visible(`${client} → ${server}`)}, port ${port} (${visible(transport)})`,
    `${clock(start)} to ${clock(end)}, ${duration(Math.max(0, end - start))}, ${counted(finding.flows.length, 'connection')}`,
  ];
  if (auth !== undefined)
    lines.push(
      `security: ${AUTH_TYPES[auth.type] ?? `type ${auth.type}`}, ${AUTH_LEVELS[auth.level] ?? `level ${auth.level}`}`,
    );
  lines.push('', visible(STEPS.map((step) => `${step}: ${steps[step]}`).join('   ')), '');
  const moments = momentsOf(finding);
  const shown = moments.slice(0, page.limit);
  const beside = momentGrid(shown, false);
  const grid = beside.width <= page.width ? beside : momentGrid(shown, true);
  lines.push(paint.dim(grid.header), ...grid.rows.flat());
  if (moments.length > shown.length)
    lines.push(
      paint.dim(`… and ${grouped(moments.length - shown.length)} more: --limit N shows more of them`),
    );
  if (finding.techniques.length > 0) lines.push('', paint.bold('ATT&CK'));
  for (const one of finding.techniques) lines.push(visible(`${one.id}  ${one.of}  (${one.source})`));
  if (finding.notes.length > 0) lines.push('', paint.bold('notes'));
  for (const { text } of finding.notes) lines.push(visible(text));
  return lines.map((line) => `${line}\n`).join('');
}

/** @param below whether records stand on lines of their own */
function momentGrid(moments: readonly Moment[], below: boolean): Grid {
  const columns = below ? ['time (UTC)', 'what and record'] : ['time (UTC)', 'what', 'record'];
  return layOut(
    columns.map((title): GridColumn => ({ title, align: 'left' })),
    moments.map(({ time, what, origin }) => {
      const record = origin === undefined ? '' : visible(formatOrigin(origin));
      return below ? [clock(time), `${visible(what)}\n  ${record}`] : [clock(time), visible(what), record];
    }),
  );
}

function momentsOf(finding: Finding): readonly Moment[] {
  const { client, server, port } = finding;
  const moments: Moment[] = [];
  for (const mapper of finding.mappers) {
    moments.push({
      time: mapper.start,
      what: `${client}:${mapper.src_port} opens a connection to the mapper, ${server}:${mapper.dest_port}${became(mapper)}`,
      origin: mapper.origins[0],
    });
    for (const one of mapper.answers) {
      const about = one.class_id === undefined ? '' : ` (class ${one.class_id})`;
      const elsewhere = one.port === port ? '' : ', another port';
      moments.push({
        time: one.time,
        what: `${one.operation ?? 'an answer'}: ${interfaceLabel(one.interface, one.interface_name)}${about} is at port ${one.port}${elsewhere}`,
        origin: one.origin,
      });
    }
  }
  for (const flow of finding.flows) {
    const id = flow.uid ?? flow.flow_id;
    const tries = flow.attempts === undefined ? '' : `, ${flow.attempts} attempts`;
    moments.push({
      time: flow.start,
      what: `${client}:${flow.src_port} opens a connection to port ${port}${became(flow)}${tries}${id === undefined ? '' : ` [${id}]`}`,
      origin: flow.origins[0],
    });
    for (const origin of flow.origins.slice(1))
      moments.push({ time: flow.start, what: '  the same, seen by', origin });
  }
  for (const one of finding.interfaces)
    if (one.status !== 'told' && one.status !== 'called')
      moments.push({
        time: one.time,
        what: `binds ${interfaceLabel(one.uuid, one.name)}${one.version === undefined ? '' : ` ${one.version}`}${inPipe(one.pipe)}: ${one.status}`,
        origin: one.origin,
      });
  for (const one of finding.operations)
    moments.push({
      time: one.first,
      what: `calls ${interfaceLabel(one.interface, one.interface_name)} ${operationText(one)}${inPipe(one.pipe)}${one.effect === undefined ? '' : `, ${one.effect}`}`,
      origin: one.origin,
    });
  return moments
    .map((moment, i) => ({ moment, i }))
    .sort((a, b) => a.moment.time - b.moment.time || a.i - b.i)
    .map(({ moment }) => moment);
}

function became({ status }: SeenFlow): string {
  return status === undefined || status === 'answered' ? '' : `: ${status}`;
}

function inPipe(pipe: string | undefined): string {
  return pipe === undefined ? '' : ` in \\pipe\\${pipe}`;
}

function clock(time: Micros): string {
  return formatTime(time).slice(0, -1).replace('T', ' ');
}
