/** `/agenda`: what is on, what comes, and for organizers everything that changes it. */
import { loadAgenda, timeContext } from '../../src/agenda/load.ts';
import type { Button, Command, RequestContext, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { notUnderstood, showAll } from '../../src/core/help.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { parsePressed } from '../../src/core/pressed.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { parseDay } from '../../src/core/time.ts';
import type { PlainKey } from '../../src/i18n/index.ts';
import { escape, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import { typedDay } from '../../src/slack/typed-time.ts';
import { applyAlone, applyAnyway, applyButton, applySecond } from './apply.ts';
import { agendaChangeButtons, agendaChangeModals, agendaChangeVerbs, moveToButton } from './changes.ts';
import { checkButton, checkMore, checkVerb } from './check.ts';
import { clockButtons, clockVerbs } from './clock.ts';
import { clockSms } from './clock-texts.ts';
import { agendaExportVerb } from './export.ts';
import { agendaHome } from './home.ts';
import { agendaImportButton, agendaImportSubmitted, agendaImportVerb } from './import.ts';
import { answerButton, answerSubmitted, discard, keepOurs, takeSource, useZone } from './import-answers.ts';
import { answerQuery } from './list.ts';
import { mineButtons, mineVerbs } from './mine.ts';
import { overrunButtons } from './overrun.ts';
import { pictureButton, pictureVerb } from './picture.ts';
import { postVerbs } from './posts.ts';
import { Query } from './query.ts';
import { showButton, showSession } from './show.ts';
import { standbyVerbs } from './standby.ts';
import { agendaSynonyms } from './synonyms.ts';
import { watchButton, watchVerb } from './watch.ts';

type Who = Omit<RequestContext, 'trigger'>;

const asks = (form: string, key: PlainKey, query: (text: string) => Query): Verb => ({
  usage: { [form]: key },
  run: async (call, deps) => await answerQuery(query(call.text), call, deps),
});

/** A verb that needs words after it. */
const asksFor = (form: string, key: PlainKey, q: 'room' | 'track' | 'speaker' | 'search'): Verb =>
  asks(form, key, (text) => {
    if (text === '') throw new UserError('agenda.whatFor', { form: mrkdwn`/agenda ${escape(form)}` });
    return { q, arg: truncate(text, 300) };
  });

async function day(text: string, who: Who, deps: Deps): Promise<Message> {
  const context = timeContext(await loadAgenda(deps), who);
  const { date } = typedDay(text, context);
  return await answerQuery({ q: 'day', arg: date.toString() }, who, deps);
}

const dayVerb = (form: string, key: PlainKey, read: (text: string) => string): Verb => ({
  usage: { [form]: key },
  run: async (call, deps) => await day(read(call.text), call, deps),
});

const verbs: Record<string, Verb> = {
  '': { ...asks('', 'agenda.usage.now', () => ({ q: 'now' })), usage: { '': 'agenda.usage.now' } },
  now: asks('now', 'agenda.usage.nowToo', () => ({ q: 'now' })),
  next: asks('next', 'agenda.usage.next', () => ({ q: 'next' })),
  today: dayVerb('today', 'agenda.usage.today', () => 'today'),
  tomorrow: dayVerb('tomorrow', 'agenda.usage.tomorrow', () => 'tomorrow'),
  day: dayVerb('day N', 'agenda.usage.day', (text) => (/^\d+$/.test(text) ? `day ${text}` : text)),
  room: asksFor('room R', 'agenda.usage.room', 'room'),
  track: asksFor('track T', 'agenda.usage.track', 'track'),
  speaker: asksFor('speaker NAME', 'agenda.usage.speaker', 'speaker'),
  search: asksFor('search WORDS', 'agenda.usage.search', 'search'),
  show: {
    usage: { 'show S17': 'agenda.usage.show' },
    run: async (call, deps) => await showSession(call.text, call, deps),
  },
  picture: pictureVerb,
  ...mineVerbs,
  import: agendaImportVerb,
  watch: watchVerb,
  ...agendaChangeVerbs,
  check: checkVerb,
  ...clockVerbs,
  ...standbyVerbs,
  ...postVerbs,
  export: agendaExportVerb,
};

/** A date is an answer of its own; anything else gets a guess. */
const otherwise: Verb = {
  usage: { '2019-06-05': 'agenda.usage.date' },
  async run(call, deps) {
    const context = timeContext(await loadAgenda(deps), call);
    const isDay = !('problem' in parseDay(call.text, context));
    return isDay ? await day(call.text, call, deps) : notUnderstood(agenda, call);
  },
};

/** Asks the question of the button again. `replaces`: in the message that it is on. */
const askAgain = (replaces: boolean): Button => ({
  async run(click, deps) {
    const query = parsePressed(Query, click.value || '{"q":"now"}');
    const message = await answerQuery(query, click, deps);
    return replaces && click.at ? { replace: message } : message;
  },
});

export const agenda: Command = {
  name: '/agenda',
  rights: RIGHTS['/agenda'],
  summary: 'agenda.summary',
  verbs,
  synonyms: agendaSynonyms,
  otherwise,
  buttons: {
    'agenda.all': showAll(() => agenda),
    'agenda.today': { run: async (click, deps) => await day('today', click, deps) },
    'agenda.refresh': askAgain(true),
    'agenda.more': askAgain(true),
    'agenda.show': showButton,
    'agenda.picture': pictureButton,
    'agenda.apply': applyButton,
    'agenda.apply-anyway': applyAnyway,
    'agenda.apply-second': applySecond,
    'agenda.apply-alone': applyAlone,
    'agenda.move-to': moveToButton,
    'agenda.discard': discard,
    'agenda.take-source': takeSource,
    'agenda.keep-ours': keepOurs,
    'agenda.use-zone': useZone,
    'agenda.answer': answerButton,
    'agenda.columns': answerButton,
    'agenda.check': checkButton,
    'agenda.check-more': checkMore,
    'agenda.import': agendaImportButton,
    'agenda.watch': watchButton,
    ...mineButtons,
    ...clockButtons,
    ...overrunButtons,
    ...agendaChangeButtons,
  },
  modals: {
    'agenda.import': agendaImportSubmitted,
    'agenda.answer': answerSubmitted,
    ...agendaChangeModals,
  },
  texts: clockSms,
  home: agendaHome,
};
