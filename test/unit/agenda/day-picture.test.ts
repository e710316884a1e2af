/** The picture of a day: what it counts, and a legend that can be read in every language. */
import { describe, expect, it } from 'vitest';
import { dayPicture } from '../../../src/agenda/day-picture.ts';
import { CHART_WIDTH, LETTERS } from '../../../src/core/chart-look.ts';
import { textWidth } from '../../../src/core/text-width.ts';
import { type Locale, translator } from '../../../src/i18n/index.ts';
import { session, stateOf, time } from '../../support/agenda.ts';

const pictureIn = (locale: Locale) => {
  const sessions = [session('S1', 0, 45), session('S2', 45, 60, { isBreak: true }), session('S3', 60, 90)];
  const reader = { t: translator(locale), locale, zone: 'UTC', now: { epochMilliseconds: 0 } };
  return dayPicture(time(0).slice(0, 10), stateOf(sessions), reader);
};

interface Shape {
  readonly type: string;
  readonly x?: number;
  readonly y?: number;
  readonly shape?: { readonly x: number; readonly y: number };
  readonly style?: { readonly text?: string };
}

describe('the picture of a day', () => {
  it('counts talks, and no breaks', () => {
    expect(pictureIn('en')?.finding).toMatch(/^2 sessions: /);
  });

  it.each<Locale>(['en', 'es'])(
    'in %s has a legend whose words end before the next look begins',
    (locale) => {
      const picture = pictureIn(locale);
      if (!picture) throw new Error('no picture');
      const { graphic: shapes } = picture.drawing.option as unknown as { graphic: Shape[] };
      const words = shapes.filter(({ type, y }) => type === 'text' && y === 133);
      const looks = shapes.filter(({ type, shape }) => type === 'rect' && shape?.y === 132);
      expect(words).toHaveLength(4);
      const ends = words.map(({ x = 0, style }) => x + textWidth(style?.text ?? '', `${LETTERS.small}px`));
      const begins = [...looks.slice(1).map(({ shape }) => shape?.x ?? 0), CHART_WIDTH];
      for (const [i, end] of ends.entries()) expect(end).toBeLessThan(begins[i] ?? 0);
    },
  );
});
