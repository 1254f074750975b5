import type { Finding, FoundNote, FoundOperation } from '../model/finding.ts';
import { interfaceLabel } from './rpc-facts.ts';

const EFFECTS: readonly (string | undefined)[] = ['execute', 'modify', undefined, 'query'];

/** What a finding is about, in a line: the operations by interface, what does most first. */
export function aboutText({ operations, interfaces, evidence, mappers }: Finding): string {
  if (operations.length > 0) {
    const groups = new Map<string, FoundOperation[]>();
    for (const one of [...operations].sort((a, b) => weightOf(a) - weightOf(b))) {
      const label = `${interfaceLabel(one.interface, one.interface_name)}${one.pipe === undefined ? '' : ' (pipe)'}`;
      groups.set(label, [...(groups.get(label) ?? []), one]);
    }
    return [...groups].map(([label, those]) => `${label}: ${those.map(operationText).join(', ')}`).join('; ');
  }
  const names = interfaces.map((one) => {
    const label = interfaceLabel(one.uuid, one.name);
    return one.status === 'accepted' || one.status === 'called' || one.status === 'told'
      ? label
      : `${label} (${one.status})`;
  });
  if (evidence === 'bound' && names.length === 0)
    return 'DCE/RPC, of an interface that the log does not name';
  if (evidence === 'bound') return `${names.join(', ')}: bound, no call seen`;
  if (evidence === 'mapped')
    return `${names.length === 0 ? 'the port' : names.join(', ')}: told, nothing said`;
  if (evidence === 'disproved') return 'only near a mapper connection in time';
  return mappers.length === 0 ? '' : 'after a mapper connection; nothing proves it';
}

function weightOf({ effect }: FoundOperation): number {
  return EFFECTS.indexOf(effect);
}

/** `CreateServiceW ×2 (fault 0x00000005)`. */
export function operationText({ operation, opnum, count, outcome }: FoundOperation): string {
  const times = count === 1 ? '' : ` ×${count}`;
  const became = outcome === 'answered' ? '' : ` (${outcome === 'unanswered' ? 'no answer' : outcome})`;
  return `${operation ?? `opnum ${opnum}`}${times}${became}`;
}

const SHORT: Readonly<Record<string, string>> = {
  'smb-fallback': 'blocked, SMB was open',
  'dcom-callback': 'DCOM callback?',
  'other-port': 'the mapper named another port',
  'not-rpc': 'its payload is no RPC',
  'named-by-log': 'by the log alone',
  'syn-retries': 'asked again and again',
  sensors: 'seen twice',
  mapper: 'the mapper itself',
  pipe: 'pipe',
  'source-port': 'client port below 49152',
  'low-port': 'server port below 49152',
  'no-start': 'its beginning is missing',
  'no-mapper': 'no mapper connection before',
  'mapper-age': 'mapper connection older than 2 s',
  cached: 'remembered answer',
  'other-form': 'addresses written otherwise',
  'only-timed': 'only the time speaks for it',
};

/** A note in a few words. */
export function noteLabel({ code, reasons }: FoundNote): string {
  if (code === 'strict-misses' || code === 'strict-misses-some')
    return `strict CAR misses ${code === 'strict-misses' ? 'it' : 'some of it'} (${(reasons ?? []).map(reasonLabel).join(', ')})`;
  return reasonLabel(code);
}

/** A code word of a note or of a reason, in a few words. */
export function reasonLabel(code: string): string {
  return SHORT[code] ?? code;
}
