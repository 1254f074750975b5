import { ContainerFault } from './container-fault.ts';
import { CRC_STEPS } from './crc32.ts';

/** What archives with malicious or suspicious content are customarily encrypted with. */
export const PASSWORD = 'infected';

export function wrongPassword(): ContainerFault {
  return new ContainerFault('cannot-open', `encrypted, and not with the customary password \`${PASSWORD}\``);
}

/** Bytes before the content of a member in the traditional zip encryption. */
export const ZIP_CRYPTO_HEADER = 12;

/** The traditional encryption of zip archives (APPNOTE 6.1): three keys, moved on by each byte of the content. */
export class ZipCrypto {
  private key0 = 0x12345678;
  private key1 = 0x23456789;
  private key2 = 0x34567890;

  constructor(password: string) {
    for (const byte of new TextEncoder().encode(password)) this.moveOn(byte);
  }

  /** The bytes that come next, decrypted. */
  decrypt(bytes: Uint8Array): Uint8Array {
    return bytes.map((byte) => {
      const mask = (this.key2 & 0xffff) | 2;
      const plain = byte ^ ((Math.imul(mask, mask ^ 1) >>> 8) & 0xff);
      this.moveOn(plain);
      return plain;
    });
  }

  private moveOn(byte: number): void {
    this.key0 = (this.key0 >>> 8) ^ CRC_STEPS[(this.key0 ^ byte) & 0xff]!;
    this.key1 = (Math.imul(this.key1 + (this.key0 & 0xff), 134775813) + 1) | 0;
    this.key2 = (this.key2 >>> 8) ^ CRC_STEPS[(this.key2 ^ (this.key1 >>> 24)) & 0xff]!;
  }
}
