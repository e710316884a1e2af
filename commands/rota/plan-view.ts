/** Previews: what an import, a generation or a fill would do, with `Apply` and `Discard`. */

import type { Button, KnownBlock } from '@slack/types';
import type { Message } from '../../src/core/ports/chat.ts';
import type { ShiftOddity } from '../../src/formats/rota/source.ts';
import type { Difference, ShiftDraft } from '../../src/rota/domain/draft.ts';
import type { Impossible } from '../../src/rota/domain/fill/explain.ts';
import type { FillResult } from '../../src/rota/domain/fill/fill.ts';
import { liveOf, type Shift } from '../../src/rota/domain/shift.ts';
import { type NameOf, ruleText, type ShiftReader, shiftText, what, when } from '../../src/rota/words.ts';
import { actions, button, context, header, section, sections } from '../../src/slack/blocks.ts';
import { code, escape, joined, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';

const MAX_LISTED = 10;

const decision = (plan: string, { t }: ShiftReader, ...more: readonly Button[]): KnownBlock[] =>
  actions([
    button('rota.apply', t('rota.button.apply'), plan, 'primary'),
    button('rota.discard', t('rota.button.discard'), plan),
    ...more,
  ]);

const listed = (heading: Mrkdwn, texts: readonly Mrkdwn[], { t }: ShiftReader): Mrkdwn[] =>
  texts.length === 0
    ? []
    : [
        mrkdwn`*${heading}*`,
        ...texts.slice(0, MAX_LISTED).map((text) => mrkdwn`• ${text}`),
        ...(texts.length > MAX_LISTED
          ? [mrkdwn`• ${t('rota.list.left', { count: texts.length - MAX_LISTED })}`]
          : []),
      ];

const draftText = (draft: ShiftDraft, reader: ShiftReader) =>
  mrkdwn`${what(draft)}, ${when(draft, reader)} ×${draft.min}`;

export interface DifferenceShown {
  readonly plan: string;
  readonly kind: 'import' | 'generate';
  readonly title: Mrkdwn;
  readonly about: Mrkdwn;
  readonly difference: Difference;
  readonly oddities: readonly ShiftOddity[];
}

export function differenceView(difference: DifferenceShown, reader: ShiftReader, who: NameOf): Message {
  const { t } = reader;
  const { added, changed, gone, unchanged } = difference.difference;
  const people = (shift: Shift) => {
    const live = liveOf(shift);
    return live.length > 0
      ? mrkdwn` · ${t('rota.plan.keeps', {
          people: joined(
            live.map(({ person }) => who(person)),
            ', ',
          ),
        })}`
      : mrkdwn``;
  };
  const removed = difference.kind === 'generate' ? gone : [];
  const counts = t('rota.plan.counts', {
    added: added.length,
    changed: changed.length,
    gone: removed.length,
    unchanged,
  });
  const texts = [
    ...listed(
      t('rota.plan.new'),
      added.map((draft) => draftText(draft, reader)),
      reader,
    ),
    ...listed(
      t('rota.plan.changed'),
      changed.map(
        ({ shift, draft }) =>
          mrkdwn`${shiftText(shift.value, reader)} → ${draftText(draft, reader)}${people(shift.value)}`,
      ),
      reader,
    ),
    ...listed(
      t('rota.plan.gone'),
      removed.map(
        ({ value }) =>
          mrkdwn`${shiftText(value, reader)}${
            liveOf(value).length > 0
              ? mrkdwn` · ${joined(
                  liveOf(value).map(({ person }) => who(person)),
                  ', ',
                )}`
              : mrkdwn``
          }`,
      ),
      reader,
    ),
  ];
  const odd = difference.oddities.map(
    ({ kind, count, example }) => mrkdwn`:warning: ${t(`rota.odd.${kind}`, { count })} (${escape(example)})`,
  );
  const stay =
    difference.kind === 'import' && gone.length > 0 ? [t('rota.plan.goneStay', { count: gone.length })] : [];
  const nothing = added.length + changed.length + removed.length === 0;
  const needs: Button[] =
    difference.kind === 'generate' ? [button('rota.needs', t('rota.button.needs'))] : [];
  return {
    text: mrkdwn`${difference.title}: ${counts}`,
    blocks: [
      header(difference.title),
      section(mrkdwn`${counts}${nothing ? mrkdwn`\n${t('rota.plan.nothing')}` : ''}`),
      ...(difference.about ? [context(truncate(difference.about, 1900))] : []),
      ...sections([...texts, ...odd, ...stay]).slice(0, 40),
      ...(nothing
        ? actions([button('rota.discard', t('rota.button.discard'), difference.plan), ...needs])
        : decision(difference.plan, reader, ...needs)),
    ],
  };
}

const MAX_PEOPLE = 40;
const round = (value: number) => Math.round(value * 10) / 10;

/** What the fill came to, in numbers: each goal with what is proven about it, and the fill by hand beside it. */
export function fillView(
  options: {
    readonly plan: string;
    readonly result: FillResult;
    readonly give: number;
    readonly shifts: ReadonlyMap<string, Shift>;
    /** Hours and nights a person would have in all. */
    readonly shares: readonly {
      readonly person: string;
      readonly hours: number;
      readonly nights: number;
      readonly codes: readonly string[];
    }[];
  },
  reader: ShiftReader,
  who: NameOf,
): Message {
  const { t } = reader;
  const { result } = options;
  const { worth, greedy } = result;
  const unmet = result.goals.find(({ goal }) => goal === 'unmet');
  const least = Math.floor((unmet?.bound ?? 0) / 1000);
  const proof = worth.unmet <= least ? t('rota.fill.proven') : t('rota.fill.atLeast', { count: least });
  const hours = options.shares.map((share) => share.hours);
  const gap = result.goals.find(({ goal }) => goal === 'unfair')?.gap ?? 0;
  const texts = [
    worth.unmet === 0
      ? mrkdwn`:white_check_mark: ${t('rota.fill.met')}`
      : mrkdwn`:warning: ${t('rota.fill.unmet', { count: worth.unmet, proof })}`,
    t('rota.fill.clashes', { count: worth.clashes }),
    t('rota.fill.hours', {
      low: round(
        Math.min(...hours, Number.POSITIVE_INFINITY) === Number.POSITIVE_INFINITY ? 0 : Math.min(...hours),
      ),
      high: round(Math.max(0, ...hours)),
      mean: round(hours.reduce((sum, one) => sum + one, 0) / Math.max(1, hours.length)),
      nights: Math.max(0, ...options.shares.map((share) => share.nights)),
    }),
    gap < 0.00005 ? t('rota.fill.best') : t('rota.fill.gap', { gap: Math.round(gap * 10_000) / 100 }),
    ...(worth.changes > 0 ? [t('rota.fill.changes', { count: worth.changes })] : []),
    t('rota.fill.give', { places: options.give }),
  ];
  const why = result.impossible
    .slice(0, MAX_LISTED)
    .map((one) => mrkdwn`• ${whyText(one, options.shifts, reader)}`);
  const left = result.impossible.length - why.length;
  const each = options.shares
    .slice(0, MAX_PEOPLE)
    .map(
      ({ person, hours, nights, codes }) =>
        mrkdwn`• ${t('rota.fill.person', { person: who(person), hours: round(hours), nights, codes: joined(codes.slice(0, 12).map(code), ' ') || mrkdwn`–` })}`,
    );
  const others = options.shares.length - each.length;
  return {
    text: mrkdwn`${t('rota.fill.title')}: ${texts[0] ?? ''}`,
    blocks: [
      header(t('rota.fill.title')),
      ...sections([...texts, ...why, ...(left > 0 ? [t('rota.list.left', { count: left })] : [])]).slice(
        0,
        40,
      ),
      ...sections([
        mrkdwn`*${t('rota.fill.each')}*`,
        ...each,
        ...(others > 0 ? [mrkdwn`• ${t('rota.list.left', { count: others })}`] : []),
      ]),
      context(
        joined(
          [
            t('rota.fill.seconds', {
              shifts: result.size.shifts,
              people: result.size.people,
              seconds: Math.round(result.seconds * 10) / 10,
            }),
            ...besideGreedy(greedy, worth, t),
          ],
          ' · ',
        ),
      ),
      ...decision(options.plan, reader),
    ],
  };
}

function whyText(impossible: Impossible, shifts: ReadonlyMap<string, Shift>, reader: ShiftReader): Mrkdwn {
  const { t } = reader;
  const shift = shifts.get(impossible.shift);
  const name = shift ? shiftText(shift, reader) : code(impossible.shift);
  const about = { shift: name, missing: impossible.missing, able: impossible.able };
  if (impossible.alone) {
    const rules = joined(
      impossible.excluded.slice(0, 3).map(({ rule, people }) => mrkdwn`${people} × ${ruleName(rule, t)}`),
      ', ',
    );
    const key = about.able === 0 ? 'rota.fill.why.nobody' : 'rota.fill.why.alone';
    return t(key, { ...about, rules: rules || mrkdwn`–` });
  }
  if (impossible.atLimit > 0 && impossible.busyOn.length === 0)
    return t('rota.fill.why.limit', { ...about, limit: impossible.atLimit });
  return t('rota.fill.why.busy', {
    ...about,
    others: joined(impossible.busyOn.slice(0, 6).map(code), ', ') || mrkdwn`–`,
  });
}

/** In what filling the shifts one after the other would have been worse: the first thing that counts. */
function besideGreedy(
  greedy: FillResult['greedy'],
  worth: FillResult['worth'],
  t: ShiftReader['t'],
): readonly Mrkdwn[] {
  if (greedy.unmet > worth.unmet) return [t('rota.fill.greedy.unmet', { count: greedy.unmet - worth.unmet })];
  if (greedy.clashes > worth.clashes)
    return [t('rota.fill.greedy.clashes', { count: greedy.clashes - worth.clashes })];
  return greedy.unfair - worth.unfair > 0.05 ? [t('rota.fill.greedy.unfair')] : [];
}

/** Only the rule's name: the part before the colon of its sentence. */
function ruleName(rule: Impossible['excluded'][number]['rule'], t: ShiftReader['t']): Mrkdwn {
  const sentence =
    rule === 'role'
      ? t('rota.rule.role')
      : ruleText(
          { rule, shift: '', session: '', skill: '', hours: 0, nights: 0 } as Parameters<typeof ruleText>[0],
          { t },
        );
  return escape(sentence.split(':')[0] ?? '');
}
