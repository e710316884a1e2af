/** The look of all pictures: read by every kind of eye, and by none of somebody's made-up names broken. */
import { expect, it, test } from 'vitest';
import { COLOURS, chartText } from '../../../src/core/chart-look.ts';

const linear = (hex: string): [number, number, number] => {
  const part = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
};
type Colour = readonly [number, number, number];
const luminance = ([red, green, blue]: Colour) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
/** WCAG 2.2's contrast ratio. */
const contrast = (a: Colour, b: Colour) => {
  const [dark, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (bright + 0.05) / (dark + 0.05);
};
/** Viénot, Brettel and Mollon 1999: what somebody without the red, or the green, cones sees, in linear RGB. */
const EYES: Readonly<Record<string, (colour: Colour) => Colour>> = {
  usual: (colour) => colour,
  protanopia: ([r, g, b]) => [
    0.11238 * r + 0.88762 * g,
    0.11238 * r + 0.88762 * g,
    0.00401 * r - 0.00401 * g + b,
  ],
  deuteranopia: ([r, g, b]) => [
    0.29275 * r + 0.70725 * g,
    0.29275 * r + 0.70725 * g,
    -0.02234 * r + 0.02234 * g + b,
  ],
  monochrome: (colour) => {
    const grey = luminance(colour);
    return [grey, grey, grey];
  },
};

test.each(Object.entries(EYES))(
  'for %s eyes letters stand out, and the three fills from each other',
  (_, see) => {
    const seen = (name: keyof typeof COLOURS) => see(linear(COLOURS[name]));
    for (const ink of ['ink', 'muted', 'line'] as const)
      expect(contrast(seen(ink), seen('ground'))).toBeGreaterThan(7);
    expect(contrast(seen('ink'), seen('usual'))).toBeGreaterThan(4.5);
    for (const bright of ['notable', 'severe'] as const)
      expect(contrast(seen('inkOnBright'), seen(bright))).toBeGreaterThan(7);
    for (const [a, b] of [
      ['ground', 'usual'],
      ['usual', 'notable'],
      ['notable', 'severe'],
    ] as const)
      expect(contrast(seen(a), seen(b))).toBeGreaterThan(1.7);
  },
);

it('a name is one line of letters that the font has', () => {
  expect(chartText('🎉🎉 Party 🇪🇸\n tonight', 30)).toBe('Party tonight');
  expect(chartText('👩‍👩‍👧', 30, 'S1')).toBe('S1');
  expect(chartText('x'.repeat(200), 10)).toBe(`${'x'.repeat(9)}…`);
  expect(chartText('\u202eevil\u200b', 30)).toBe('evil');
  expect(chartText('<!channel>', 30)).toBe('<!channel>');
  expect(chartText('محمد', 30)).toBe('محمد');
});
