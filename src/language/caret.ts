import type { Diagnostic, Repair } from '../model/diagnostic.ts';
import { TextPlaces } from './text-place.ts';

/** How much of a long line is shown. */
const WIDTH = 100;

/**
 * Diagnostics or repairs for a person, each with its place, the line it is in and a caret, without colours:
 * ```
 * rpc.car:2:22: unknown-field: CAR's flow has no field `port`; dest_port or src_port?
 *   2 | a = filter flows where (port == 135)
 *     |                         ^^^^ dest_port
 * ```
 * @param text what the spans refer to: `source` of a compilation
 */
export function formatDiagnostics(
  fileName: string,
  text: string,
  diagnostics: readonly (Diagnostic | Repair)[],
): string {
  const places = new TextPlaces(text);
  return diagnostics.map((diagnostic) => formatOne(fileName, places, diagnostic)).join('');
}

function formatOne(fileName: string, places: TextPlaces, diagnostic: Diagnostic | Repair): string {
  const { code, message, span } = diagnostic;
  const suggestion = 'suggestion' in diagnostic ? ` ${diagnostic.suggestion}` : '';
  const head = `${fileName}:${span.line}:${span.column}: ${code}: ${message}\n`;
  const line = places.line(span.line);
  if (line === null) return head;
  const from = span.column - 1 > WIDTH ? span.column - 1 - WIDTH / 2 : 0;
  const shown = line.text.slice(from, from + WIDTH);
  const length = Math.max(1, Math.min(span.end - span.start, from + shown.length - span.column + 1));
  const gutter = String(span.line);
  const indent = line.text.slice(from, span.column - 1).replace(/[^\t]/g, ' ');
  return (
    `${head}  ${gutter} | ${shown}\n` +
    `  ${' '.repeat(gutter.length)} | ${indent.padEnd(span.column - 1 - from)}${'^'.repeat(length)}${suggestion}\n`
  );
}
