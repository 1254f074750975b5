import type { ByteInput } from '../model/byte-input.ts';
import { ContainerFault } from './container-fault.ts';
import type { Entry } from './entry.ts';
import type { Inflaters } from './inflaters.ts';
import { zipDirectory } from './zip-directory.ts';
import { zipMember } from './zip-member.ts';
import { salvagedRecords } from './zip-salvage.ts';

/**
 * The files of a zip archive. Where its directory cannot be used, the members are found by their own headers,
 * and a fault of the whole archive comes last, unless it is that of a member that is cut short.
 * @param told the faults that somebody has been told of already
 */
export async function* zipEntries(
  input: ByteInput,
  inflaters: Inflaters,
  told: ReadonlySet<ContainerFault>,
): AsyncGenerator<Entry> {
  const canSeek = input.slice !== undefined && input.size !== null;
  const spooled = canSeek ? null : await inflaters.spool(input);
  try {
    const archive = spooled?.input ?? input;
    const records = await zipDirectory(archive);
    let cut: ContainerFault | null = null;
    for await (const record of records ?? salvagedRecords(archive)) {
      const member = await zipMember(archive, record, inflaters);
      if (member instanceof ContainerFault) yield { name: record.name, reject: member };
      else {
        cut = member.cut;
        yield { name: record.name, bytes: member.bytes };
      }
    }
    const fault = spooled?.fault ?? (records === null ? noDirectory() : null);
    if (fault !== null && !(cut !== null && told.has(cut))) yield { name: null, reject: fault };
  } finally {
    spooled?.remove();
  }
}

function noDirectory(): ContainerFault {
  const detail = 'the directory at the end of the zip archive is missing or damaged';
  return new ContainerFault('damaged-container', detail);
}
