import type { ByteInput } from '../model/byte-input.ts';
import { type ContainerKind, containerOf } from './container.ts';
import { ContainerFault } from './container-fault.ts';
import type { Entry } from './entry.ts';
import type { Inflaters } from './inflaters.ts';
import { peek } from './peek.ts';
import { tarEntries } from './tar.ts';
import { zipEntries } from './zip.ts';

export type { Inflaters } from './inflaters.ts';

/** A file within an input, whatever it was packed in; the input itself where it is plain. */
export type Member = Place &
  (
    | {
        /** Valid until the next member is asked for; throws a `ContainerFault` where the rest cannot be had. */
        readonly bytes: ByteInput;
      }
    | {
        /** Why this member, or the rest of what it is in, cannot be had. */
        readonly reject: ContainerFault;
      }
  );

interface Place {
  /**
   * The name within the archive, that of an archive in an archive joined by `!`; null where no archive is about.
   * Never to be used as a path of a file.
   */
  readonly member: string | null;
  /** What had to be unpacked, from without: `['gzip', 'tar']`. */
  readonly packing: readonly string[];
}

/** Containers in containers that are still opened. */
const MOST_PACKING = 4;

/** All files in an input, in the order in which they stand in it. Only bugs throw. */
export function unpack(input: ByteInput, inflaters: Inflaters): AsyncGenerator<Member> {
  return open(input, { member: null, packing: [] }, inflaters, new Set());
}

async function* open(
  input: ByteInput,
  place: Place,
  inflaters: Inflaters,
  told: Set<ContainerFault>,
): AsyncGenerator<Member> {
  const { head, input: bytes, close } = await peek(input);
  try {
    const kind = containerOf(head);
    if (kind === null) yield { ...place, bytes: noting(bytes, told) };
    else if (place.packing.length === MOST_PACKING) {
      const detail = `packed more than ${MOST_PACKING} deep`;
      yield { ...place, reject: new ContainerFault('cannot-open', detail) };
    } else
      for await (const entry of ENTRIES[kind](bytes, inflaters, told)) {
        const inner = within(place, kind, entry.name, inflaters);
        if ('bytes' in entry) yield* open(entry.bytes, inner, inflaters, told);
        else {
          told.add(entry.reject);
          yield { ...inner, reject: entry.reject };
        }
      }
  } finally {
    await close();
  }
}

const ENTRIES: Record<
  ContainerKind,
  (bytes: ByteInput, inflaters: Inflaters, told: ReadonlySet<ContainerFault>) => AsyncIterable<Entry>
> = {
  gzip: (bytes, { gunzip }) => single(() => gunzip(bytes)),
  zstd: (bytes, { unzstd }) => single(() => unzstd(bytes)),
  tar: (bytes, _inflaters, told) => tarEntries(bytes, told),
  zip: zipEntries,
};

async function* single(stream: () => AsyncIterable<Uint8Array>): AsyncGenerator<Entry> {
  yield { name: null, bytes: { size: null, stream } };
}

function within(place: Place, kind: ContainerKind, name: string | null, { zstd }: Inflaters): Place {
  const names = [place.member, name].filter((part) => part !== null);
  return {
    member: names.length === 0 ? null : names.join('!'),
    packing: [...place.packing, kind === 'zstd' ? zstd : kind],
  };
}

/** The same bytes; remembers the fault that their reader was told of. */
function noting(bytes: ByteInput, told: Set<ContainerFault>): ByteInput {
  async function* stream() {
    try {
      yield* bytes.stream();
    } catch (error) {
      if (error instanceof ContainerFault) told.add(error);
      throw error;
    }
  }
  return { ...bytes, stream };
}
