/** The icon on a home screen and in a notification: a bell, as a PNG, since iOS takes nothing else. */
import { deflateSync } from 'node:zlib';

/** What the manifest names, and what iOS asks for. */
export const ICON_SIZES = [180, 192, 512] as const;
export type IconSize = (typeof ICON_SIZES)[number];

const GROUND = [0x10, 0x13, 0x1a] as const;
const BELL = [0xff, 0xd1, 0x66] as const;

/** Whether a point (0 to 1, from the upper left) is part of the bell: knob, dome, skirt, rim, clapper. */
function isBell(x: number, y: number): boolean {
  const from = Math.abs(x - 0.5);
  if (Math.hypot(x - 0.5, y - 0.24) < 0.045) return true;
  if (y >= 0.26 && y < 0.44) return Math.hypot(from / 0.19, (y - 0.44) / 0.18) < 1;
  if (y >= 0.44 && y < 0.64) return from < 0.19 + 0.09 * ((y - 0.44) / 0.2) ** 2;
  if (y >= 0.64 && y < 0.69) return from < 0.31;
  return y >= 0.69 && Math.hypot(x - 0.5, y - 0.69) < 0.075;
}

/** Points a side that each pixel is asked at, for smooth edges. */
const SAMPLES = 3;

function covered(px: number, py: number, size: number): number {
  let inside = 0;
  for (let i = 0; i < SAMPLES; i++)
    for (let j = 0; j < SAMPLES; j++)
      if (isBell((px + (i + 0.5) / SAMPLES) / size, (py + (j + 0.5) / SAMPLES) / size)) inside++;
  return inside / SAMPLES ** 2;
}

const CRC_TABLE = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
const crc = (bytes: Uint8Array): number => {
  let c = 0xffffffff;
  for (const byte of bytes) c = (CRC_TABLE[(c ^ byte) & 0xff] ?? 0) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
};

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc(body), body.length + 4);
  return framed;
}

function drawIcon(size: IconSize): Uint8Array {
  const row = size * 3 + 1;
  const pixels = Buffer.alloc(row * size);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const share = covered(x, y, size);
      GROUND.forEach((ground, channel) => {
        pixels[y * row + 1 + x * 3 + channel] = Math.round(ground + ((BELL[channel] ?? 0) - ground) * share);
      });
    }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // Eight bits a channel, red green blue.
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', new Uint8Array()),
  ]);
}

const drawn = new Map<IconSize, Uint8Array>();

/** Drawn once, when it is first asked for. */
export function iconPng(size: IconSize): Uint8Array {
  const icon = drawn.get(size) ?? drawIcon(size);
  drawn.set(size, icon);
  return icon;
}
