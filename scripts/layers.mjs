// Checks that every import goes downward in layers.json. Prints how many imports it looked at; fails at zero.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { ranks, plugins, node } = JSON.parse(readFileSync(join(root, 'layers.json'), 'utf8'));
const rankOf = new Map(ranks.flatMap((folders, rank) => folders.map((folder) => [folder, rank])));
const src = join(root, 'src');
const IMPORTS =
  /^(?:import|export)\b[^'"`;]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;
const faults = [];
let looked = 0;

/** The room of a file: its layer, and inside a layer of plug-ins the plug-in's own folder ('' for the layer's index). */
function room(path) {
  const [layer, plugin, ...rest] = relative(src, path).split('/');
  return { layer, plugin: plugins.includes(layer) && rest.length > 0 ? plugin : '' };
}

for (const entry of readdirSync(src, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.name.endsWith('.test.ts')) continue;
  const file = join(entry.parentPath ?? entry.path, entry.name);
  const from = room(file);
  if (from.layer === 'testing' || dirname(file) === src) continue;
  const name = relative(root, file);
  if (!rankOf.has(from.layer)) faults.push(`${name}: the folder ${from.layer} is not in layers.json`);
  for (const imported of readFileSync(file, 'utf8').matchAll(IMPORTS)) {
    const specifier = imported[1] ?? imported[2] ?? imported[3];
    looked += 1;
    if (specifier.startsWith('node:')) {
      if (!node.includes(from.layer))
        faults.push(`${name}: imports ${specifier}; only ${node.join(', ')} may`);
    } else if (specifier.startsWith('.')) {
      const to = room(join(dirname(file), specifier));
      const own = to.layer === from.layer && (to.plugin === from.plugin || from.plugin === '');
      const lower = (rankOf.get(to.layer) ?? Infinity) < (rankOf.get(from.layer) ?? -1);
      if (!own && !lower) faults.push(`${name}: imports ${specifier}, which is not below it`);
    }
  }
}
for (const fault of faults) console.error(fault);
console.log(`layers: ${looked} imports looked at, ${faults.length} against the order`);
if (faults.length > 0 || looked === 0) process.exit(1);
