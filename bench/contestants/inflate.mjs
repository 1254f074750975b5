// Node's zlib, inflating a file and throwing the bytes away: node inflate.mjs FILE
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

let bytes = 0;
for await (const chunk of createReadStream(process.argv[2], { highWaterMark: 1 << 20 }).pipe(
  createGunzip({ chunkSize: 1 << 20 }),
))
  bytes += chunk.length;
console.log(bytes);
