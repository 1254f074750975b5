import type { Readable, Writable } from 'node:stream';

/** Bytes that may lie ready before anybody asks for them. */
const MOST_AHEAD_BYTES = 4 << 20;
/** The reader gets so much at a time, so that the other end never waits long to be served. */
const PIECE_BYTES = 1 << 17;

/**
 * Sends chunks into one end of something and gives what comes out of the other. It works ahead while the
 * reader is busy. A chunk of the source is used up when the next one is asked for.
 * @throws what the source threw, or what went wrong on the way, after all that came out before
 */
export async function* through(
  source: AsyncIterable<Uint8Array>,
  into: Writable,
  from: Readable,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  let readyBytes = 0;
  let ended = false;
  const failures: unknown[] = [];
  let wake = () => {};
  let onDrained = () => {};
  const fail = (error: unknown) => {
    failures.push(error);
    wake();
  };
  const end = () => {
    ended = true;
    wake();
  };
  from.on('data', (chunk: Uint8Array) => {
    ready.push(chunk);
    readyBytes += chunk.length;
    if (readyBytes >= MOST_AHEAD_BYTES) from.pause();
    wake();
  });
  from.on('end', end).on('close', end).on('error', fail);
  into.on('error', fail);
  let over = false;
  const drained = async () => {
    if (over) return;
    const nothingLeft = new Promise<void>((resolve) => (onDrained = resolve));
    wake();
    await nothingLeft;
  };
  const feeding = feed(source, into, drained).catch(fail);
  let failed = false;
  try {
    for (;;) {
      const chunk = ready.shift();
      if (chunk !== undefined) {
        readyBytes -= chunk.length;
        if (readyBytes < MOST_AHEAD_BYTES) from.resume();
        for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
          yield chunk.subarray(at, at + PIECE_BYTES);
          // Lets the other end hand over what it has finished and go on, while the reader works.
          await new Promise(setImmediate);
        }
      } else if (ended) break;
      else {
        const woken = new Promise<void>((resolve) => (wake = resolve));
        if (from.readableLength === 0) onDrained();
        await woken;
      }
    }
    failed = failures.length > 0;
  } finally {
    over = true;
    from.destroy();
    into.destroy();
    onDrained();
    await feeding;
  }
  if (failed) throw failures[0];
}

/** Writes the source; says that it ends only when all that came of it was taken, so that a fault loses nothing. */
async function feed(
  source: AsyncIterable<Uint8Array>,
  into: Writable,
  drained: () => Promise<void>,
): Promise<void> {
  try {
    for await (const chunk of source) await write(into, chunk);
  } finally {
    await drained();
    into.end();
  }
}

function write(into: Writable, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const closed = () => reject(new Error('closed'));
    into.once('close', closed);
    into.write(chunk, (error) => {
      into.off('close', closed);
      if (error) reject(error);
      else resolve();
    });
  });
}
