import { layOut } from '../columns/printer/grid.ts';
import type { RpcInterface, SourcedTechnique } from '../knowledge/rpc-interface.ts';
import { allInterfaces, findInterfaces } from '../knowledge/rpc-interfaces.ts';
import { nearest } from '../language/index.ts';
import { textFlag } from './flag-values.ts';
import { EXIT_OK, Failure, type Invocation } from './invocation.ts';
import { putText } from './output.ts';

/** What is known of RPC interfaces: of all, or of those that the argument names. */
export async function interfaces({ args, flags }: Invocation): Promise<number> {
  const wanted = args[0];
  const found = wanted === undefined ? allInterfaces() : findInterfaces(wanted);
  if (wanted !== undefined && found.length === 0) throw unknownInterface(wanted);
  await putText(textFlag(flags, 'out'), FORMS[textFlag(flags, 'format') ?? 'table']!(found));
  return EXIT_OK;
}

function unknownInterface(text: string): Failure {
  const near = nearest(
    text,
    allInterfaces().flatMap(({ name, aliases }) => [name, ...aliases]),
  );
  const hint = near === null ? '`rpctrail interfaces` lists them' : `did you mean ${near}?`;
  return new Failure(`no interface, document, pipe, operation or technique ${text} is known; ${hint}`);
}

const FORMS: Readonly<Record<string, (found: readonly RpcInterface[]) => string>> = {
  table: (found) => (found.length === 1 ? page(found[0]!) : overview(found)),
  json: (found) => `${JSON.stringify(found, known, 2)}\n`,
  jsonl: (found) => found.map((one) => `${JSON.stringify(one, known)}\n`).join(''),
  csv: (found) => [CSV_HEADER, ...found.flatMap(csvRows)].map((row) => `${row.join(',')}\n`).join(''),
};

/** What is unknown is absent. */
function known(_: string, value: unknown): unknown {
  return value === null ? undefined : value;
}

function overview(found: readonly RpcInterface[]): string {
  return columns(
    ['name', 'UUID', 'version', 'document', 'operations'],
    found.map(({ name, uuid, version, documents, operations }) => [
      name,
      uuid,
      version ?? '',
      documents.join(' '),
      operations.length === 0 ? '' : `${operations.length}`,
    ]),
    [4],
  );
}

function page(one: RpcInterface): string {
  const facts = [
    ['also', one.aliases.join(', ')],
    ['document', one.documents.map((name) => `[${name}]`).join(' ')],
    ['service', one.service ?? ''],
    ['pipes', one.pipes.map((name) => `\\pipe\\${name}`).join(' ')],
    ['ports', one.ports.join(' ')],
    ['ATT&CK', one.techniques.map(techniqueText).join(', ')],
    ['note', one.note ?? ''],
    ['sources', one.sources.join(', ')],
  ].filter(([, text]) => text !== '');
  const head = `${one.name}  ${one.uuid}${one.version === null ? '' : ` v${one.version}`}\n`;
  const rows = one.operations.map(({ opnum, name, effect, techniques, note }) => [
    `${opnum}`,
    name,
    effect ?? '',
    techniques.map(techniqueText).join(', '),
    note ?? '',
  ]);
  const operations = columns(['opnum', 'operation', 'does', 'ATT&CK', 'note'], rows, [0]);
  return (
    head +
    facts.map(([title, text]) => `${title!.padEnd(10)}${text}\n`).join('') +
    (rows.length === 0 ? '' : `\n${operations}`)
  );
}

function techniqueText({ id, sources }: SourcedTechnique): string {
  return `${id} (${sources.join(', ')})`;
}

function columns(
  titles: readonly string[],
  cells: readonly (readonly string[])[],
  right: readonly number[],
): string {
  const { header, rows } = layOut(
    titles.map((title, c) => ({ title, align: right.includes(c) ? 'right' : 'left' })),
    cells,
  );
  return [header, ...rows.flat(), ''].join('\n');
}

const CSV_HEADER = 'uuid,version,interface,document,opnum,operation,effect,techniques,note'.split(',');

/** One an operation; one alone where none is known. */
function csvRows({ uuid, version, name, documents, operations, note }: RpcInterface): readonly string[][] {
  const facts = [uuid, version ?? '', name, documents.join(' ')];
  const rows =
    operations.length === 0
      ? [[...facts, '', '', '', '', note ?? '']]
      : operations.map((one) => [
          ...facts,
          `${one.opnum}`,
          one.name,
          one.effect ?? '',
          one.techniques.map(({ id }) => id).join(' '),
          one.note ?? '',
        ]);
  return rows.map((row) => row.map(csvCell));
}

function csvCell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
