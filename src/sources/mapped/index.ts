/** Tables (CSV) and JSON lines whose meaning the user describes in a mapping file. Being written: `csv`, `jsonl`. */
export {};
