/** `/agenda`: what is on, what comes, and for organizers everything that changes it. */
import { loadAgenda, timeContext } from '../../src/agenda/load.ts';
import type { Asking } from '../../src/core/command.ts';
import { type Button, type Command, usage, type Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { nearest } from '../../src/core/nearest.ts';
import type { Message } from '../../src/core/ports/ports.ts';
import type { Key } from '../../src/i18n/index.ts';
import { escape } from '../../src/slack/mrkdwn.ts';
import { typedDay } from '../../src/slack/typed-time.ts';
import { applyAnyway, applyButton } from './apply.ts';
import { changeButtons, changeModals, changeVerbs } from './changes.ts';
import { checkMore, checkVerb } from './check.ts';
import { exportVerb } from './export.ts';
import { home } from './home.ts';
import { importSubmitted, importVerb } from './import.ts';
import { answerButton, answerSubmitted, discard, keepOurs, takeSource, useZone } from './import-answers.ts';
import { answer } from './list.ts';
import { mineButtons, mineVerbs } from './mine.ts';
import { postVerbs } from './posts.ts';
import { Query } from './query.ts';
import { show, showButton } from './show.ts';
import { watchVerb } from './watch.ts';

type Who = Omit<Asking, 'trigger'>;

const asks = (form: string, key: Key, query: (text: string) => Query): Verb => ({
  usage: { [form]: key },
  may: 'guest',
  run: async (call, deps) => await answer(query(call.text), call, deps),
});

/** A verb that needs words after it. */
const asksFor = (form: string, key: Key, q: 'room' | 'track' | 'speaker' | 'search'): Verb =>
  asks(form, key, (text) => {
    if (text === '') throw new UserError('agenda.whatFor', { form: `/agenda ${form}` });
    return { q, arg: text.slice(0, 300) };
  });

async function day(text: string, who: Who, deps: Deps): Promise<Message> {
  const context = timeContext(await loadAgenda(deps), who);
  const { date } = typedDay(text, context);
  return await answer({ q: 'day', arg: date.toString() }, who, deps);
}

const dayVerb = (form: string, key: Key, read: (text: string) => string): Verb => ({
  usage: { [form]: key },
  may: 'guest',
  run: async (call, deps) => await day(read(call.text), call, deps),
});

const DATE = /^(\d{4}-\d{2}-\d{2}|hoy|ma[nñ]ana|d[ií]a\s*\d+)$/i;

const verbs: Record<string, Verb> = {
  '': { ...asks('', 'agenda.usage.now', () => ({ q: 'now' })), usage: { '': 'agenda.usage.now' } },
  now: asks('now', 'agenda.usage.nowToo', () => ({ q: 'now' })),
  next: asks('next', 'agenda.usage.next', () => ({ q: 'next' })),
  today: dayVerb('today', 'agenda.usage.today', () => 'today'),
  tomorrow: dayVerb('tomorrow', 'agenda.usage.tomorrow', () => 'tomorrow'),
  day: dayVerb('day N', 'agenda.usage.day', (text) => `day ${text}`),
  room: asksFor('room R', 'agenda.usage.room', 'room'),
  track: asksFor('track T', 'agenda.usage.track', 'track'),
  speaker: asksFor('speaker NAME', 'agenda.usage.speaker', 'speaker'),
  search: asksFor('search WORDS', 'agenda.usage.search', 'search'),
  show: {
    usage: { 'show S17': 'agenda.usage.show' },
    may: 'guest',
    run: async (call, deps) => await show(call.text, call, deps),
  },
  ...mineVerbs,
  import: importVerb,
  watch: watchVerb,
  ...changeVerbs,
  check: checkVerb,
  ...postVerbs,
  export: exportVerb,
};

/** A date is an answer of its own; anything else gets a guess. */
const otherwise: Verb = {
  usage: { '2019-06-05': 'agenda.usage.date' },
  may: 'guest',
  async run(call, deps) {
    if (DATE.test(call.text)) return await day(call.text, call, deps);
    const [word = ''] = call.text.toLowerCase().split(/\s+/);
    const guess = nearest(word, ['help', ...Object.keys(verbs).filter(Boolean)]);
    const typed = escape(`/agenda ${call.text}`).replaceAll('`', 'ˋ');
    const said = guess
      ? call.t('common.didYouMean', { typed, guess: `/agenda ${guess}` })
      : call.t('common.notUnderstood', { typed });
    return { text: `${said}\n\n${usage(agenda, call.t).text}` };
  },
};

/** Asks the question of the button again. `replaces`: in the message that it is on. */
const askAgain = (replaces: boolean): Button => ({
  may: 'guest',
  async run(press, deps) {
    const query = Query.safeParse(JSON.parse(press.value || '{"q":"now"}'));
    if (!query.success) throw new UserError('agenda.previewGone');
    const message = await answer(query.data, press, deps);
    return replaces && press.at ? { replace: message } : message;
  },
});

export const agenda: Command = {
  name: '/agenda',
  summary: 'agenda.summary',
  verbs,
  otherwise,
  buttons: {
    'agenda.today': { may: 'guest', run: async (press, deps) => await day('today', press, deps) },
    'agenda.refresh': askAgain(true),
    'agenda.more': askAgain(true),
    'agenda.show': showButton,
    'agenda.apply': applyButton,
    'agenda.apply-anyway': applyAnyway,
    'agenda.discard': discard,
    'agenda.take-source': takeSource,
    'agenda.keep-ours': keepOurs,
    'agenda.use-zone': useZone,
    'agenda.answer': answerButton,
    'agenda.check-more': checkMore,
    ...mineButtons,
    ...changeButtons,
  },
  modals: {
    'agenda.import': importSubmitted,
    'agenda.answer': answerSubmitted,
    ...changeModals,
  },
  home,
};
