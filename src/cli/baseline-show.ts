import { overviewOf } from '../baseline/overview.ts';
import { namedBaseline, readBaseline } from './baseline-file.ts';
import { hostRecord, hostTable } from './baseline-host.ts';
import { knownHost } from './baseline-names.ts';
import { overviewRecord, overviewTable } from './baseline-overview.ts';
import { countFlag, textFlag } from './flag-values.ts';
import { EXIT_OK, type Invocation } from './invocation.ts';
import { openOutput } from './output.ts';
import { pageOf } from './settings.ts';

/** Entries that a list of a table shows unless the user wants more. */
const LISTED = 10;

/** What a baseline holds, or what it knows of one host. */
export async function showBaseline(invocation: Invocation): Promise<number> {
  const { flags } = invocation;
  const { path, others } = namedBaseline(invocation);
  const overview = overviewOf(readBaseline(path));
  const host = others[0] === undefined ? null : knownHost(overview.snapshot, others[0]);
  const output = openOutput(textFlag(flags, 'out'));
  try {
    const format = textFlag(flags, 'format') ?? 'table';
    const page = { ...pageOf(flags, output.terminal), limit: countFlag(flags, 'limit', LISTED) };
    const record = host === null ? overviewRecord(overview) : hostRecord(overview, host);
    const text =
      format === 'table'
        ? host === null
          ? overviewTable(overviewRecord(overview), page)
          : hostTable(hostRecord(overview, host), page)
        : `${JSON.stringify(record, null, format === 'json' ? 2 : 0)}\n`;
    await output.write(new TextEncoder().encode(text));
    await output.commit();
    return EXIT_OK;
  } finally {
    output.discard();
  }
}
