import { decodeText, type TextForm, toForm } from '../../ir/text-values.ts';
import type { TextTable } from '../../model/batch.ts';

const encoder = new TextEncoder();

/** The texts of a store by id, as a comparison takes them; each is made once, when it is first asked for. */
export function storeTexts(texts: TextTable, form: TextForm): (id: number) => Uint8Array {
  const made = new Array<Uint8Array | undefined>(texts.count + 1);
  return (id) => {
    let text = made[id];
    if (text === undefined) {
      text = encoder.encode(toForm(decodeText(texts, id), form));
      made[id] = text;
    }
    return text;
  };
}
