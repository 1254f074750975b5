import type { SourcedTechnique } from '../knowledge/rpc-interface.ts';
import { operationOf } from '../knowledge/rpc-interfaces.ts';
import type { FoundOperation, FoundTechnique, Transport } from '../model/finding.ts';
import { interfaceLabel } from './rpc-facts.ts';

/**
 * ATT&CK techniques of what was called, each once. What an interface is known for, whatever is called on it, is not
 * among them: most of its calls are ordinary.
 * @param activated the DCOM class whose activation led here
 */
export function techniquesOf(
  operations: readonly FoundOperation[],
  transport: Transport,
  activated: string | undefined,
): readonly FoundTechnique[] {
  const found = new Map<string, FoundTechnique>();
  const add = ({ id, sources }: SourcedTechnique, of: string) => {
    if (!found.has(id)) found.set(id, { id, source: sources.join('+'), of });
  };
  if (activated !== undefined) add({ id: 'T1021.003', sources: ['own'] }, `activation of class ${activated}`);
  for (const one of operations) {
    const of = `${interfaceLabel(one.interface, one.interface_name)} ${one.operation ?? `opnum ${one.opnum}`}`;
    if (transport === 'ncacn_np' && (one.effect === 'modify' || one.effect === 'execute'))
      add({ id: 'T1021.002', sources: ['own'] }, of);
    if (one.interface === undefined) continue;
    for (const technique of operationOf(one.interface, one.opnum)?.techniques ?? []) add(technique, of);
  }
  return [...found.values()];
}
