/** Bytes of a record; a longer one is rejected. */
export const MAX_RECORD = 1 << 20;

/** Bytes of an input that are looked at to recognise it. */
export const HEAD_BYTES = 1 << 16;
