// Reads the codes that segments are written in; see generator/search/codes.py.

export class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  bit() {
    const byte = this.bytes[this.at >> 3];
    if (byte === undefined) throw new RangeError("the bits end too early");
    return (byte >> (7 - (this.at++ & 7))) & 1;
  }

  fixed(width) {
    let value = 0;
    for (let i = 0; i < width; i += 1) value = value * 2 + this.bit();
    return value;
  }

  zeros() {
    let zeros = 0;
    while (!this.bit()) zeros += 1;
    return zeros;
  }

  // One number in exponential Golomb code.
  exponential(order) {
    return this.exponentials([order])[0];
  }

  // A row of numbers in exponential Golomb codes of some orders: heads, then tails.
  exponentials(orders) {
    const heads = orders.map(() => this.zeros());
    return heads.map((zeros, i) => (2 ** zeros - 1) * 2 ** orders[i] + this.fixed(zeros + orders[i]));
  }

  // Throws when there is more to read: then the file belongs to another index.
  finish() {
    if (8 * this.bytes.length - this.at >= 8) throw new RangeError("the bits go on");
  }
}

// A reader of bits that JSON holds in base64.
export const fromText = (text) =>
  new Reader(Uint8Array.from(atob(text), (one) => one.charCodeAt(0)));
