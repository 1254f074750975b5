/** The first values of a column that has room for more; on their own where much room is left over. */
export function taken<Values extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(
  values: Values,
  count: number,
): Values {
  return (8 * count > 7 * values.length ? values.subarray(0, count) : values.slice(0, count)) as Values;
}
