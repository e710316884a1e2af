/** Previews: what an import, a generation or a fill would do, with `Apply` and `Discard`. */
import type { KnownBlock } from '@slack/types';
import type { Message } from '../../src/core/ports/ports.ts';
import type { ShiftOddity } from '../../src/formats/rota/source.ts';
import { actions, type ButtonSpec, context, header, lines, section } from '../../src/rota/blocks.ts';
import type { Difference, ShiftDraft } from '../../src/rota/domain/draft.ts';
import type { Impossible } from '../../src/rota/domain/fill/explain.ts';
import type { FillResult } from '../../src/rota/domain/fill/fill.ts';
import { liveOf, type Shift } from '../../src/rota/domain/shift.ts';
import { type Reader, ruleText, shiftText, type Who, what, when } from '../../src/rota/words.ts';
import { code, escape } from '../../src/slack/mrkdwn.ts';

const MOST = 10;

const decision = (plan: string, { t }: Reader, ...more: readonly ButtonSpec[]): KnownBlock =>
  actions(
    { action: 'rota.apply', label: t('rota.button.apply'), value: plan, style: 'primary' },
    { action: 'rota.discard', label: t('rota.button.discard'), value: plan },
    ...more,
  );

const listed = (heading: string, texts: readonly string[], { t }: Reader): string[] =>
  texts.length === 0
    ? []
    : [
        `*${heading}*`,
        ...texts.slice(0, MOST).map((text) => `• ${text}`),
        ...(texts.length > MOST ? [`• ${t('rota.list.left', { count: texts.length - MOST })}`] : []),
      ];

const draftText = (draft: ShiftDraft, reader: Reader) =>
  `${what(draft)}, ${when(draft, reader)} ×${draft.min}`;

export interface DifferenceShown {
  readonly plan: string;
  readonly kind: 'import' | 'generate';
  readonly title: string;
  readonly about: string;
  readonly difference: Difference;
  readonly oddities: readonly ShiftOddity[];
}

export function differenceView(it: DifferenceShown, reader: Reader, who: Who): Message {
  const { t } = reader;
  const { added, changed, gone, unchanged } = it.difference;
  const people = (shift: Shift) => {
    const live = liveOf(shift);
    return live.length > 0
      ? ` · ${t('rota.plan.keeps', { people: live.map(({ person }) => who(person)).join(', ') })}`
      : '';
  };
  const removed = it.kind === 'generate' ? gone : [];
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
          `${shiftText(shift.value, reader)} → ${draftText(draft, reader)}${people(shift.value)}`,
      ),
      reader,
    ),
    ...listed(
      t('rota.plan.gone'),
      removed.map(
        ({ value }) =>
          `${shiftText(value, reader)}${
            liveOf(value).length > 0
              ? ` · ${liveOf(value)
                  .map(({ person }) => who(person))
                  .join(', ')}`
              : ''
          }`,
      ),
      reader,
    ),
  ];
  const odd = it.oddities.map(
    ({ kind, count, example }) => `:warning: ${t(`rota.odd.${kind}`, { count })} (${escape(example)})`,
  );
  const stay =
    it.kind === 'import' && gone.length > 0 ? [t('rota.plan.goneStay', { count: gone.length })] : [];
  const nothing = added.length + changed.length + removed.length === 0;
  const needs: ButtonSpec[] =
    it.kind === 'generate' ? [{ action: 'rota.needs', label: t('rota.button.needs') }] : [];
  return {
    text: `${it.title}: ${counts}`,
    blocks: [
      header(it.title),
      section(`${counts}${nothing ? `\n${t('rota.plan.nothing')}` : ''}`),
      ...(it.about ? [context(it.about.slice(0, 1900))] : []),
      ...lines([...texts, ...odd, ...stay]).slice(0, 40),
      nothing
        ? actions({ action: 'rota.discard', label: t('rota.button.discard'), value: it.plan }, ...needs)
        : decision(it.plan, reader, ...needs),
    ],
  };
}

const MOST_PEOPLE = 40;
const round = (value: number) => Math.round(value * 10) / 10;

/** What the fill came to, in numbers: each goal with what is proven about it, and the fill by hand beside it. */
export function fillView(
  it: {
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
  reader: Reader,
  who: Who,
): Message {
  const { t } = reader;
  const { result } = it;
  const { worth, greedy } = result;
  const unmet = result.goals.find(({ goal }) => goal === 'unmet');
  const least = Math.floor((unmet?.bound ?? 0) / 1000);
  const proof = worth.unmet <= least ? t('rota.fill.proven') : t('rota.fill.atLeast', { count: least });
  const hours = it.shares.map((share) => share.hours);
  const gap = result.goals.find(({ goal }) => goal === 'unfair')?.gap ?? 0;
  const texts = [
    worth.unmet === 0
      ? `:white_check_mark: ${t('rota.fill.met')}`
      : `:warning: ${t('rota.fill.unmet', { count: worth.unmet, proof })}`,
    t('rota.fill.clashes', { count: worth.clashes }),
    t('rota.fill.hours', {
      low: round(
        Math.min(...hours, Number.POSITIVE_INFINITY) === Number.POSITIVE_INFINITY ? 0 : Math.min(...hours),
      ),
      high: round(Math.max(0, ...hours)),
      mean: round(hours.reduce((sum, one) => sum + one, 0) / Math.max(1, hours.length)),
      nights: Math.max(0, ...it.shares.map((share) => share.nights)),
    }),
    gap < 0.00005 ? t('rota.fill.best') : t('rota.fill.gap', { gap: Math.round(gap * 10_000) / 100 }),
    ...(worth.changes > 0 ? [t('rota.fill.changes', { count: worth.changes })] : []),
    t('rota.fill.give', { places: it.give }),
  ];
  const why = result.impossible.slice(0, MOST).map((one) => `• ${whyText(one, it.shifts, reader)}`);
  const left = result.impossible.length - why.length;
  const each = it.shares
    .slice(0, MOST_PEOPLE)
    .map(
      ({ person, hours, nights, codes }) =>
        `• ${t('rota.fill.person', { person: who(person), hours: round(hours), nights, codes: codes.slice(0, 12).map(code).join(' ') || '–' })}`,
    );
  const others = it.shares.length - each.length;
  return {
    text: `${t('rota.fill.title')}: ${texts[0]}`,
    blocks: [
      header(t('rota.fill.title')),
      ...lines([...texts, ...why, ...(left > 0 ? [t('rota.list.left', { count: left })] : [])]).slice(0, 40),
      ...lines([
        `*${t('rota.fill.each')}*`,
        ...each,
        ...(others > 0 ? [`• ${t('rota.list.left', { count: others })}`] : []),
      ]),
      context(
        [
          t('rota.fill.seconds', {
            shifts: result.size.shifts,
            people: result.size.people,
            seconds: Math.round(result.seconds * 10) / 10,
          }),
          ...(greedy.unmet !== worth.unmet || greedy.unfair - worth.unfair > 0.05
            ? [
                t('rota.fill.greedy', {
                  unmet: greedy.unmet,
                  clashes: greedy.clashes,
                  unfair: round(greedy.unfair),
                  ours: round(worth.unfair),
                }),
              ]
            : []),
        ].join(' · '),
      ),
      decision(it.plan, reader),
    ],
  };
}

function whyText(one: Impossible, shifts: ReadonlyMap<string, Shift>, reader: Reader): string {
  const { t } = reader;
  const shift = shifts.get(one.shift);
  const name = shift ? shiftText(shift, reader) : code(one.shift);
  const about = { shift: name, missing: one.missing, able: one.able };
  if (one.alone) {
    const rules = one.excluded
      .slice(0, 3)
      .map(({ rule, people }) => `${people} × ${ruleName(rule, t)}`)
      .join(', ');
    return t('rota.fill.why.alone', { ...about, rules: rules || '–' });
  }
  if (one.atLimit > 0 && one.busyOn.length === 0)
    return t('rota.fill.why.limit', { ...about, limit: one.atLimit });
  return t('rota.fill.why.busy', { ...about, others: one.busyOn.slice(0, 6).map(code).join(', ') || '–' });
}

/** Only the rule's name: the part before the colon of its sentence. */
function ruleName(rule: Impossible['excluded'][number]['rule'], t: Reader['t']): string {
  const sentence =
    rule === 'role'
      ? t('rota.rule.role')
      : ruleText(
          { rule, shift: '', session: '', skill: '', hours: 0, nights: 0 } as Parameters<typeof ruleText>[0],
          { t },
        );
  return sentence.split(':')[0] ?? sentence;
}
