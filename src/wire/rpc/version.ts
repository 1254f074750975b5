/** So many versions of interfaces are met in practice, by far. */
const COMMON = 16;
const TEXTS = Array.from({ length: COMMON * COMMON }, (_, i) => `${Math.floor(i / COMMON)}.${i % COMMON}`);

/** The version of an interface, as `1.0`. */
export function versionText(major: number, minor: number): string {
  return major < COMMON && minor < COMMON ? TEXTS[COMMON * major + minor]! : `${major}.${minor}`;
}
