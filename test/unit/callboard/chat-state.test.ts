/** When Slack counts as lost and as back: by what its calls and some looks have shown, whatever their order. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  BACK_AFTER,
  type ChatSigns,
  type ChatState,
  isChatLost,
  isToTell,
  judgeChat,
  LOOK_EVERY,
  LOST_AFTER,
  outageDuring,
  wasTold,
} from '../../../src/callboard/domain/chat-state.ts';

const START = Temporal.Instant.from('2019-06-05T08:00:00Z');
const since = (seconds: number) => START.add({ milliseconds: Math.round(seconds * 1000) });
const text = (seconds: number) => since(seconds).toString();

interface Watched {
  state: ChatState | undefined;
  signs: ChatSigns;
  readonly told: string[];
}

/** What a job that looks every ten seconds makes of these looks, until it stops. */
function watch(
  looks: readonly boolean[],
  watched: Watched = { state: undefined, signs: {}, told: [] },
  from = 0,
) {
  for (const [index, isAnswered] of looks.entries()) {
    const now = since(from + index * LOOK_EVERY);
    const { verdict, signs } = judgeChat(watched.state, watched.signs, isAnswered, now);
    watched.signs = signs;
    watched.told.push(verdict);
    if (verdict === 'lost') watched.state = { since: signs.failingSince ?? '', lostAt: now.toString() };
    if (verdict === 'back' && watched.state)
      watched.state = { ...watched.state, backAt: signs.answersSince ?? '' };
    if (verdict === 'well' || verdict === 'back') break;
  }
  return watched;
}

const times = (count: number, is: boolean) => Array.from({ length: count }, () => is);

describe('Slack', () => {
  it('is lost after two minutes without an answer, and since the first of them', () => {
    const { state, told } = watch(times(13, false));
    expect(told).toEqual([...times(12, true).map(() => 'watch'), 'lost']);
    expect(state).toEqual({ since: text(0), lostAt: text(LOST_AFTER) });
  });

  it('is well with one answer before that, and nobody looks any more', () => {
    expect(watch([...times(12, false), true]).told.at(-1)).toBe('well');
  });

  it('is back after a minute of answers, since the first of them', () => {
    const watched = watch([...times(13, false), ...times(7, true)]);
    expect(watched.told.at(-1)).toBe('back');
    expect(watched.state?.backAt).toBe(text(130));
    expect(isChatLost(watched.state)).toBe(false);
  });

  it('is not back while answers and silence take turns', () => {
    const flapping = Array.from({ length: 200 }, (_, index) => index % 6 !== 0);
    expect(watch([...times(13, false), ...flapping]).told.slice(13)).toEqual(flapping.map(() => 'watch'));
  });

  it('is lost where calls fail although it still says who we are', () => {
    const state = { state: undefined, signs: {}, told: [] } as Watched;
    for (let seconds = 0; seconds <= LOST_AFTER; seconds += LOOK_EVERY) {
      // A page tries again every thirty seconds.
      if (seconds % 30 === 0) state.signs = { ...state.signs, callFailedAt: text(seconds) };
      watch([true], state, seconds);
    }
    expect(state.told.at(-1)).toBe('lost');
  });

  it('is well a minute after a single call that failed', () => {
    const { told } = watch(times(7, true), { state: undefined, signs: { callFailedAt: text(0) }, told: [] });
    expect(told).toEqual(['watch', 'watch', 'watch', 'watch', 'watch', 'watch', 'well']);
  });

  it('counts anew where nobody looked for a while: all processes may have been down', () => {
    const watched = watch(times(3, false));
    watch(times(1, false), watched, 600);
    expect(watched.told.at(-1)).toBe('watch');
    expect(watched.signs.failingSince).toBe(text(600));
  });

  it('is never lost without two minutes of silence, nor back without a minute of answers', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (looks) => {
        const watched: Watched = { state: undefined, signs: {}, told: [] };
        for (const [index, isAnswered] of looks.entries()) {
          const before = isChatLost(watched.state);
          watch([isAnswered], watched, index * LOOK_EVERY);
          const verdict = watched.told.at(-1);
          const last = (count: number) => looks.slice(Math.max(0, index - count), index + 1);
          if (verdict === 'lost') {
            expect(before).toBe(false);
            expect(last(LOST_AFTER / LOOK_EVERY)).toEqual(times(LOST_AFTER / LOOK_EVERY + 1, false));
          }
          if (verdict === 'back') {
            expect(before).toBe(true);
            expect(last(BACK_AFTER / LOOK_EVERY)).toEqual(times(BACK_AFTER / LOOK_EVERY + 1, true));
            watched.signs = {};
          }
        }
      }),
    );
  });
});

describe('the organizers', () => {
  const lost = (seconds: number, more: Partial<ChatState> = {}): ChatState => ({
    since: text(seconds - LOST_AFTER),
    lostAt: text(seconds),
    ...more,
  });

  it('are told of an outage once', () => {
    expect(isToTell(lost(0), since(0))).toBe(true);
    const told = lost(0, { toldAt: text(0) });
    expect(isToTell(told, since(7_200))).toBe(false);
    expect(wasTold(told)).toBe(true);
  });

  it('are not told of the next within half an hour, but are when that one lasts', () => {
    const next = lost(600, { toldAt: text(0) });
    expect(isToTell(next, since(600))).toBe(false);
    expect(wasTold(next)).toBe(false);
    expect(isToTell(next, since(1_799))).toBe(false);
    expect(isToTell(next, since(1_800))).toBe(true);
  });

  it('are told of none that is over', () => {
    expect(isToTell(lost(0, { backAt: text(60) }), since(60))).toBe(false);
  });
});

it('an outage touches what was open during it', () => {
  const over: ChatState = { since: text(100), lostAt: text(220), backAt: text(300) };
  expect(outageDuring(over, text(0), undefined)).toBe(over);
  expect(outageDuring(over, text(0), text(99))).toBeUndefined();
  expect(outageDuring(over, text(300), undefined)).toBeUndefined();
  expect(outageDuring(over, text(250), text(260))).toBe(over);
  const { backAt: _, ...going } = over;
  expect(outageDuring(going, text(5_000), undefined)).toBe(going);
  expect(outageDuring(undefined, text(0), undefined)).toBeUndefined();
});
