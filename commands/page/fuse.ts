/** `/page fuse`: the day's ceilings on texts, calls and money, and how much of them is used. */
import type { CommandInvocation, Reply, Verb } from '../../src/core/command.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Translate } from '../../src/i18n/index.ts';
import {
  type Counted,
  DEFAULT_FUSE,
  FUSE_ID,
  type Fuse,
  fuseDocument,
  fuseSet,
  MAX_CEILING,
  priceOf,
} from '../../src/page/domain/fuse.ts';
import { carriedOn, fuseToday } from '../../src/page/send-out.ts';
import { providerName } from '../../src/page/words.ts';
import { escape, joined, type Mrkdwn, mrkdwn, quoted } from '../../src/slack/mrkdwn.ts';

/** Thousandths, from `12`, `0.08` or `0,08`; undefined for anything else. */
function thousandths(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,6}([.,]\d{1,3})?$/.test(text)) return undefined;
  return Math.round(Number(text.replace(',', '.')) * 1000);
}

const WORDS: Readonly<Record<string, 'texts' | 'calls' | 'money' | 'price'>> = {
  texts: 'texts',
  text: 'texts',
  sms: 'texts',
  mensajes: 'texts',
  calls: 'calls',
  call: 'calls',
  llamadas: 'calls',
  money: 'money',
  dinero: 'money',
  price: 'price',
  precio: 'price',
};

/** The price of one provider: `price telnyx 0.05 0.07`; `price telnyx off` is the usual one again. */
function changedPrice(before: Fuse, provider: string, typed: readonly string[]): Fuse | undefined {
  const [first, second, more] = typed;
  const { prices: { [provider]: _, ...others } = {}, ...rest } = before;
  if (/^(off|no)$/.test(first ?? '') && second === undefined)
    return Object.keys(others).length === 0 ? rest : { ...rest, prices: others };
  const [textPrice, callPrice] = [thousandths(first), thousandths(second)];
  return textPrice === undefined || callPrice === undefined || more !== undefined
    ? undefined
    : { ...rest, prices: { ...others, [provider]: { text: textPrice, call: callPrice } } };
}

/**
 * The fuse with what was typed; undefined where that cannot be read.
 *
 * @param providers - Who is configured; a price may be of one of them.
 */
export function changedFuse(before: Fuse, text: string, providers: readonly string[] = []): Fuse | undefined {
  const [word = '', first, second, ...rest] = text.trim().toLowerCase().split(/\s+/);
  const what = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (what === 'price' && first !== undefined && providers.includes(first))
    return changedPrice(before, first, second === undefined ? [] : [second, ...rest]);
  const [more] = rest;
  if (more !== undefined || first === undefined) return undefined;
  if (what === 'price') {
    const [textPrice, callPrice] = [thousandths(first), thousandths(second)];
    return textPrice === undefined || callPrice === undefined
      ? undefined
      : { ...before, textPrice, callPrice };
  }
  if (what === undefined || second !== undefined) return undefined;
  if (what === 'money') {
    const { money: _, ...rest } = before;
    if (/^(off|no)$/.test(first)) return rest;
    const money = thousandths(first);
    return money ? { ...rest, money } : undefined;
  }
  const most = /^\d{1,6}$/.test(first) ? Number(first) : undefined;
  return most === undefined || most > MAX_CEILING ? undefined : { ...before, [what]: most };
}

async function setFuse(call: CommandInvocation, deps: Deps): Promise<void> {
  const { person, now, text } = call;
  await withOptimisticRetry(deps.store, async () => {
    const known = await deps.store.get(fuseDocument, FUSE_ID);
    const before = known?.value ?? DEFAULT_FUSE;
    const after = changedFuse(
      before,
      text,
      deps.providers.map(({ name }) => name),
    );
    if (!after) throw new UserError('page.fuse.how', { typed: quoted(text), most: MAX_CEILING });
    const fields = Object.keys(after).filter((key) => after[key as keyof Fuse] !== before[key as keyof Fuse]);
    const fact = recordFact(fuseSet, { at: now, by: person.id, about: ['fuse'], data: { fields } });
    return {
      change: { put: [put(fuseDocument, FUSE_ID, after, known?.version ?? 0)], facts: [fact] },
      result: undefined,
    };
  });
}

const amount = (value: number): Mrkdwn => escape((value / 1000).toFixed(2));

/** `Telnyx: 12 texts, 3 calls, about 1.26 (0.05 and 0.07 each)`. */
function carriedLine(
  provider: string,
  { texts, calls, money }: Readonly<Record<Counted, number>>,
  fuse: Fuse,
  t: Translate,
): Mrkdwn {
  const price = priceOf(fuse, provider);
  return t('page.fuse.carried', {
    ...{ provider: escape(providerName(provider)), texts, calls, money: amount(money) },
    ...{ text: amount(price.text), call: amount(price.call) },
  });
}

/** The ceilings that are reached already, or by what was just set: nothing leaves from now on. */
const spent = (fuse: Fuse, counts: Readonly<Record<Counted, number>>, t: Translate): Mrkdwn[] => [
  ...(counts.texts >= fuse.texts ? [t('page.fuse.texts', { ceiling: fuse.texts })] : []),
  ...(counts.calls >= fuse.calls ? [t('page.fuse.calls', { ceiling: fuse.calls })] : []),
  ...(fuse.money !== undefined && counts.money >= fuse.money
    ? [t('page.fuse.money', { ceiling: amount(fuse.money) })]
    : []),
];

export const fuseVerb: Verb = {
  usage: {
    fuse: 'page.usage.fuse',
    'fuse texts|calls|money NUMBER': 'page.usage.fuseSet',
  },
  async run(call, deps): Promise<Reply> {
    if (call.text !== '') await setFuse(call, deps);
    const { fuse, counts } = await fuseToday(deps);
    const { t } = call;
    const carriers = deps.providers.length > 1 ? deps.providers.map(({ name }) => name) : [];
    const carried = await carriedOn(carriers, 0, deps);
    const lines = [
      t('page.fuse.state', {
        texts: counts.texts,
        maxTexts: fuse.texts,
        calls: counts.calls,
        maxCalls: fuse.calls,
      }),
      fuse.money === undefined
        ? t('page.fuse.noMoney', { money: amount(counts.money) })
        : t('page.fuse.ofMoney', { money: amount(counts.money), most: amount(fuse.money) }),
      ...spent(fuse, counts, t),
      ...carried.map(({ provider, counts: by }) => mrkdwn`• ${carriedLine(provider, by, fuse, t)}`),
      t('page.fuse.prices', { text: amount(fuse.textPrice), call: amount(fuse.callPrice) }),
    ];
    return { text: joined(lines, '\n') };
  },
};
