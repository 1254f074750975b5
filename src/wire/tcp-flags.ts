export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const ACK = 0x10;

const LETTERS = 'FSRPAUEC';

const TEXTS = Array.from({ length: 256 }, (_, flags) =>
  [...LETTERS].filter((_, bit) => (flags & (1 << bit)) !== 0).join(''),
);

/** The flags in a byte as letters, from the lowest bit: `S`, `SA`, `FSPA`. */
export function formatTcpFlags(flags: number): string {
  return TEXTS[flags & 0xff]!;
}
