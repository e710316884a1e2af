/**
 * Writes a PNG: eight bits a channel, RGB, no filter. A chart of bars needs no more, and so no library with
 * native code. PNG specification (third edition), sections 5, 9 and 10.
 */
import { deflateSync } from 'node:zlib';

export type Colour = readonly [red: number, green: number, blue: number];

/** zlib's own crc32 came with Node 22; this does for 20. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});
const crc = (bytes: Uint8Array): number => {
  let value = 0xffffffff;
  for (const byte of bytes) value = (table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
};

function chunk(type: string, data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(12 + data.length);
  const view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  whole.set(new TextEncoder().encode(type), 4);
  whole.set(data, 8);
  view.setUint32(8 + data.length, crc(whole.subarray(4, 8 + data.length)));
  return whole;
}

/** A picture to draw on, then to write. Coordinates begin at the top left. */
export class Picture {
  readonly width: number;
  readonly height: number;
  readonly #pixels: Uint8Array;

  constructor(width: number, height: number, background: Colour) {
    this.width = width;
    this.height = height;
    this.#pixels = new Uint8Array(width * height * 3);
    this.fill(0, 0, width, height, background);
  }

  /** A rectangle; what lies outside the picture is left out. */
  fill(x: number, y: number, width: number, height: number, [red, green, blue]: Colour): void {
    const [left, right] = [Math.max(0, Math.round(x)), Math.min(this.width, Math.round(x + width))];
    const [top, bottom] = [Math.max(0, Math.round(y)), Math.min(this.height, Math.round(y + height))];
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const at = (row * this.width + column) * 3;
        this.#pixels[at] = red;
        this.#pixels[at + 1] = green;
        this.#pixels[at + 2] = blue;
      }
    }
  }

  /** Digits, a point and a few letters, three by five dots of `size` pixels each. Others are left blank. */
  text(x: number, y: number, text: string, size: number, colour: Colour): void {
    [...text].forEach((letter, index) => {
      (GLYPHS[letter] ?? []).forEach((bits, row) => {
        for (let column = 0; column < 3; column++)
          if (bits & (4 >> column))
            this.fill(x + (index * 4 + column) * size, y + row * size, size, size, colour);
      });
    });
  }

  write(): Uint8Array {
    const head = new Uint8Array(13);
    const view = new DataView(head.buffer);
    view.setUint32(0, this.width);
    view.setUint32(4, this.height);
    head.set([8, 2, 0, 0, 0], 8);
    const line = this.width * 3;
    const raw = new Uint8Array((line + 1) * this.height);
    for (let row = 0; row < this.height; row++)
      raw.set(this.#pixels.subarray(row * line, (row + 1) * line), row * (line + 1) + 1);
    const parts = [
      Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', head),
      chunk('IDAT', deflateSync(raw)),
      chunk('IEND', new Uint8Array(0)),
    ];
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}

const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  '0': [7, 5, 5, 5, 7],
  '1': [2, 6, 2, 2, 7],
  '2': [7, 1, 7, 4, 7],
  '3': [7, 1, 7, 1, 7],
  '4': [5, 5, 7, 1, 1],
  '5': [7, 4, 7, 1, 7],
  '6': [7, 4, 7, 5, 7],
  '7': [7, 1, 1, 2, 2],
  '8': [7, 5, 7, 5, 7],
  '9': [7, 5, 7, 1, 7],
  '.': [0, 0, 0, 0, 2],
  h: [4, 4, 7, 5, 5],
};
