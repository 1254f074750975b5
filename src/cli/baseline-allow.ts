import { userInfo } from 'node:os';
import type { Allowance } from '../baseline/allowance.ts';
import { Ledger } from '../baseline/ledger.ts';
import type { Snapshot } from '../baseline/snapshot.ts';
import { counted } from '../columns/printer/quantity.ts';
import type { Page } from '../model/sink.ts';
import { lineOf } from '../sinks/csv/csv-style.ts';
import { allowedList, entriesOf, type ListedAllowance } from './allowed-list.ts';
import { judgedAnew, namedBaseline, putBaseline, readBaseline } from './baseline-file.ts';
import { callOf, dateFlag, edgeOf, knownHost } from './baseline-names.ts';
import { switchFlag, textFlag } from './flag-values.ts';
import { EXIT_OK, Failure, type Invocation, type RawFlags } from './invocation.ts';
import { say } from './messages.ts';
import { openOutput } from './output.ts';
import { pageOf } from './settings.ts';
import { printPage } from './titled-lists.ts';

/** The allow-list: shown, added to, or taken from. */
export async function allowBaseline(invocation: Invocation): Promise<number> {
  const { flags } = invocation;
  const { path, others } = namedBaseline(invocation);
  const known = readBaseline(path);
  const [text] = others;
  if (text === undefined) {
    for (const name of ['why', 'who', 'until', 'call', 'remove'])
      if (flags[name] !== undefined) throw new Failure(`--${name} of what? Give a host or 'CLIENT>SERVER'`);
    await list(known, flags);
    return EXIT_OK;
  }
  const [client, server] = (edgeOf(text) ?? [text, '*']).map((one) =>
    one === '*' ? one : knownHost(known, one),
  );
  const given = textFlag(flags, 'call');
  const what = { client: client!, server: server!, call: given === null ? '*' : callOf(known, given) };
  const allowed = switchFlag(flags, 'remove')
    ? without(known, what, given === null)
    : [...known.allowed, { ...what, ...saidBy(flags) }];
  const changed = new Ledger({ from: known }).snapshot({ allowed });
  await putBaseline(textFlag(flags, 'out') ?? path, judgedAnew(changed, known.weights, flags));
  if (!switchFlag(flags, 'quiet'))
    say(`${counted(changed.allowed.length, 'entry', 'entries')} on the allow-list`);
  return EXIT_OK;
}

async function list(known: Snapshot, flags: RawFlags): Promise<void> {
  const output = openOutput(textFlag(flags, 'out'));
  try {
    const form = FORMS[textFlag(flags, 'format') ?? 'table']!;
    await output.write(new TextEncoder().encode(form(entriesOf(known), pageOf(flags, output.terminal))));
    await output.commit();
  } finally {
    output.discard();
  }
}

type What = Pick<Allowance, 'client' | 'server' | 'call'>;

/** @param anyCall entries of one call go as well, since the user named none */
function without({ allowed }: Snapshot, what: What, anyCall: boolean): readonly Allowance[] {
  const left = allowed.filter(
    (one) => one.client !== what.client || one.server !== what.server || !(anyCall || one.call === what.call),
  );
  if (left.length === allowed.length)
    throw new Failure(`there is no such entry; \`rpctrail baseline allow FILE\` lists them`);
  return left;
}

function saidBy(flags: RawFlags): Pick<Allowance, 'who' | 'why' | 'until'> {
  const why = textFlag(flags, 'why');
  if (why === null || why.trim() === '') throw new Failure('why is it in order? Give --why TEXT');
  const who = textFlag(flags, 'who') ?? userName();
  return { who, why: why.trim(), until: dateFlag(flags, 'until') };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    throw new Failure('who says so? Give --who NAME');
  }
}

const COLUMNS = ['client', 'server', 'call', 'who', 'why', 'until', 'hidden'] as const;

const FORMS: Readonly<Record<string, (entries: readonly ListedAllowance[], page: Page) => string>> = {
  table: (entries, page) =>
    entries.length === 0
      ? 'nothing is allowed\n'
      : printPage({ facts: [], lists: [allowedList(entries)] }, page),
  jsonl: (entries) => entries.map((one) => `${JSON.stringify(one)}\n`).join(''),
  json: (entries) => `${JSON.stringify(entries, null, 2)}\n`,
  csv: (entries) =>
    [COLUMNS, ...entries.map((one) => COLUMNS.map((name) => String(one[name] ?? '')))]
      .map((cells) => `${lineOf(cells)}\n`)
      .join(''),
};
