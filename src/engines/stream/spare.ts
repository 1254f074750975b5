/** Arrays that are free to be used again, so that large joins hold few of them. */
export class Spare {
  private readonly free: Uint32Array[] = [];

  /** An array of at least that length, with anything in it. */
  take(length: number): Uint32Array {
    const fits = this.free.findIndex((array) => array.length >= length);
    return fits < 0 ? new Uint32Array(length) : this.free.splice(fits, 1)[0]!;
  }

  give(...arrays: readonly Uint32Array[]): void {
    this.free.push(...arrays);
  }
}
