import type { Effect, RpcInterface, RpcOperation, SourcedTechnique } from './rpc-interface.ts';

const EFFECTS: Readonly<Record<string, Effect>> = { q: 'query', m: 'modify', e: 'execute' };

/** A line of the generated table, as an interface. */
export function readInterfaceLine(line: string): RpcInterface {
  const [facts = '', ...operations] = line.split('^');
  const [uuid, version, name, aliases, documents, service, pipes, ports, techniques, sources, note] =
    facts.split('|');
  return {
    uuid: uuid!,
    version: version || null,
    name: name!,
    aliases: list(aliases, ','),
    documents: list(documents, ','),
    service: service || null,
    pipes: list(pipes, ','),
    ports: list(ports, ','),
    techniques: list(techniques, ';').map(readTechnique),
    sources: list(sources, '+'),
    note: note || null,
    operations: operations.map(readOperation),
  };
}

function readOperation(cells: string): RpcOperation {
  const [opnum, name, aliases, zeek, effect, techniques, sources, note] = cells.split('|');
  return {
    opnum: Number(opnum),
    name: name!,
    aliases: list(aliases, ','),
    zeek: zeek || null,
    effect: EFFECTS[effect ?? ''] ?? null,
    techniques: list(techniques, ';').map(readTechnique),
    sources: list(sources, '+'),
    note: note || null,
  };
}

/** `T1569.002[bzar+sigma]` */
function readTechnique(text: string): SourcedTechnique {
  const [id = '', sources = ''] = text.split(/[[\]]/);
  return { id, sources: list(sources, '+') };
}

function list(text: string | undefined, separator: string): readonly string[] {
  return text === undefined || text === '' ? [] : text.split(separator);
}
