const SIZES = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `12,345,678`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 row`, `1,200 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** `812 bytes`, `1.3 GiB`. */
export function byteSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < SIZES.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return unit === 0 ? counted(bytes, 'byte') : `${size.toFixed(size < 10 ? 1 : 0)} ${SIZES[unit]}`;
}

/** Microseconds as a person reads them: `1.234 ms`, `12.3 s`, `4 min 10 s`, `3 h 5 min`, `2 d 4 h`. */
export function duration(micros: number): string {
  if (micros < 1_000_000) return `${(micros / 1000).toFixed(3)} ms`;
  const seconds = micros / 1_000_000;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 3 : 1)} s`;
  const whole = Math.floor(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${grouped(Math.floor(whole / 86_400))} d ${Math.floor((whole % 86_400) / 3600)} h`;
}
