import { counted } from '../columns/printer/quantity.ts';
import type { SeenCounts } from '../evidence/index.ts';
import { SOURCES } from '../sources/index.ts';
import type { RunFacts } from './tally.ts';

/** Why there are no findings, in lines: what was read, and how far it came. */
export function noFindings(counts: SeenCounts, { reports }: Pick<RunFacts, 'reports'>): readonly string[] {
  const { flows, mapperFlows, maps, binds, calls } = counts;
  const lines = [
    'nothing found: no conversation was told of by an endpoint mapper, bound, called, or near one in time',
    `connections: ${counted(flows, 'flow')}, ${counted(mapperFlows, 'flow')} of them to an endpoint mapper (port 135)`,
    `RPC heard: ${counted(maps, 'answer of a mapper', 'answers of mappers')}, ${counted(binds, 'bind')}, ${counted(calls, 'call')}`,
  ];
  const hears = reports.some(({ source }) =>
    SOURCES.some(({ name, payload }) => name === source && payload === true),
  );
  if (!hears && binds + calls === 0)
    lines.push('no input holds packets or a log of RPC: flows alone can show no more than `timed`');
  if (hears && flows > 0 && binds + calls === 0)
    lines.push('no payload was RPC: it may be encrypted (SMB3), cut off by a snap length, or not there');
  if (mapperFlows > 0 && maps + calls === 0)
    lines.push('none of the flows to port 135 was followed by one to a port from 49152 of the same server');
  return lines.map((line, i) => (i === 0 ? line : `  ${line}`));
}
