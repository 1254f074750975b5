/** Of endpoint mappers. */
export const MAPPER_PORT = 135;
export const SMB_PORTS: ReadonlySet<number> = new Set([139, 445]);
/** Where Windows' dynamic ports begin: servers that nothing is proven of are looked for there. */
export const DYNAMIC_FROM = 49_152;
