// Reads the codes that segments are written in; see generator/search/codes.py.

export class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  // The next 32 bits, with zeros after the end.
  window() {
    const { bytes, at } = this;
    const i = at >> 3;
    const whole = (bytes[i] << 24) | (bytes[i + 1] << 16) | (bytes[i + 2] << 8) | bytes[i + 3];
    return (whole << (at & 7)) | (bytes[i + 4] >> (8 - (at & 7)));
  }

  advance(width) {
    this.at += width;
    if (this.at > 8 * this.bytes.length) throw new RangeError("the bits end too early");
  }

  bit() {
    const { at } = this;
    this.advance(1);
    return (this.bytes[at >> 3] >> (7 - (at & 7))) & 1;
  }

  fixed(width) {
    if (!width) return 0;
    if (width > 24) return this.fixed(width - 24) * 2 ** 24 + this.fixed(24);
    const value = this.window() >>> (32 - width);
    this.advance(width);
    return value;
  }

  zeros() {
    let zeros = 0;
    for (;;) {
      const some = Math.clz32(this.window());
      if (some < 24) {
        this.advance(some + 1);
        return zeros + some;
      }
      this.advance(24);
      zeros += 24;
    }
  }

  // One number in exponential Golomb code.
  exponential(order) {
    const window = this.window();
    const width = 2 * Math.clz32(window) + 1 + order;
    if (width > 24) return this.exponentials([order])[0];
    this.advance(width);
    return (window >>> (32 - width)) - (1 << order);
  }

  // A row of numbers in exponential Golomb codes of some orders: heads, then tails.
  exponentials(orders) {
    const heads = orders.map(() => this.zeros());
    return heads.map((zeros, i) => (2 ** zeros - 1) * 2 ** orders[i] + this.fixed(zeros + orders[i]));
  }

  // A row of numbers in Rice codes of some orders.
  rices(orders) {
    const heads = orders.map(() => this.zeros());
    return heads.map((zeros, i) => zeros * 2 ** orders[i] + this.fixed(orders[i]));
  }

  // Throws when there is more to read: then the file belongs to another index.
  finish() {
    if (8 * this.bytes.length - this.at >= 8) throw new RangeError("the bits go on");
  }
}

// A reader of bits that JSON holds in base64.
export function fromText(text) {
  const read = atob(text);
  const bytes = new Uint8Array(read.length);
  for (let i = 0; i < read.length; i += 1) bytes[i] = read.charCodeAt(i);
  return new Reader(bytes);
}
