// Reads the codes that segments are written in; see generator/search/bits.py.

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

  exponential(order) {
    let zeros = 0;
    while (!this.bit()) zeros += 1;
    const head = 2 ** zeros + this.fixed(zeros);
    return (head - 1) * 2 ** order + this.fixed(order);
  }

  // A number below `count` in truncated binary code.
  truncated(count) {
    const width = count > 1 ? 32 - Math.clz32(count - 1) : 0;
    const short = 2 ** width - count;
    if (!short || !width) return this.fixed(width);
    const value = this.fixed(width - 1);
    return value < short ? value : value * 2 + this.bit() - short;
  }
}

// A reader of bits that JSON holds in base64.
export const fromText = (text) =>
  new Reader(Uint8Array.from(atob(text), (one) => one.charCodeAt(0)));
