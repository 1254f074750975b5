import type { TextTable } from '../model/batch.ts';
import type { FieldType } from '../model/car-table.ts';
import { foldText, hostKey } from './fold.ts';

/** How a comparison takes a text: as it stands, folded, or folded and without the domain. */
export type TextForm = 'cased' | 'folded' | 'host';

export function textForm(type: FieldType): TextForm {
  if (type === 'host') return 'host';
  return type === 'cased' ? 'cased' : 'folded';
}

export function toForm(text: string, form: TextForm): string {
  if (form === 'cased') return text;
  return form === 'host' ? hostKey(text) : foldText(text);
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of an id other than 0. */
export function decodeText(texts: TextTable, id: number): string {
  return decoder.decode(texts.bytes.subarray(texts.ends[id - 1], texts.ends[id]));
}
