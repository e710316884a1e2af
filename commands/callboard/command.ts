/** `/callboard`: the event itself, who organizes it, which language one reads, and whether all is well. */

import { eventNow } from '../../src/callboard/change-event.ts';
import { isOrganizer } from '../../src/callboard/domain/event.ts';
import { chooseLanguage } from '../../src/callboard/domain/language.ts';
import { includes, leastFor, type Right } from '../../src/callboard/domain/permission.ts';
import { isFullMember, personDocument } from '../../src/callboard/domain/person.ts';
import { becomeOrganizer, setEvent } from '../../src/callboard/domain/settings.ts';
import { withEvening } from '../../src/callboard/evening.ts';
import { loadEventDates } from '../../src/callboard/event-dates.ts';
import { withNextStep } from '../../src/callboard/next-step.ts';
import type { Command, CommandInvocation, Reply, RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { showAll, usage } from '../../src/core/help.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { requirePermission } from '../../src/core/refuse.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { verbMeant } from '../../src/core/synonyms.ts';
import { version } from '../../src/core/version.ts';
import { type Locale, translator } from '../../src/i18n/index.ts';
import { escape, joined, type Mrkdwn, mrkdwn, sliceMrkdwn } from '../../src/slack/mrkdwn.ts';
import { boardVerb } from './board.ts';
import { cardsButtons, cardsVerb } from './cards.ts';
import { dojoButtons, dojoVerb } from './dojo.ts';
import { drill, drillButtons } from './drill.ts';
import { eventModal, readEvent } from './event-modal.ts';
import { exportVerb } from './export.ts';
import { forgetButtons, forgetVerb } from './forget.ts';
import { gather } from './gather.ts';
import { callboardHome } from './home.ts';
import { hooksButtons, hooksVerb } from './hooks.ts';
import { organizersBy, peopleButtons, peopleVerbs } from './people.ts';
import { promisesVerb } from './promises.ts';
import { settingsButtons, settingsModals, settingsVerb } from './settings.ts';
import { setupButtons, setupVerb, showSetup } from './setup.ts';
import { statusView } from './status.ts';
import { callboardSynonyms } from './synonyms.ts';
import { claimView, eventView, languageName } from './view.ts';

const rights = RIGHTS['/callboard'];

async function event(request: RequestContext, deps: Deps): Promise<Reply> {
  if (request.event.organizers.length === 0 && isFullMember(request.person)) return claimView(request.t);
  const mayEdit = isOrganizer(request.event, request.person.id);
  return eventView(request.event, await loadEventDates(request.event, deps), request, mayEdit);
}

/** As people write it. A map, since `constructor` is no language. */
const spoken: ReadonlyMap<string, Locale> = new Map([
  ['en', 'en'],
  ['english', 'en'],
  ['inglés', 'en'],
  ['ingles', 'en'],
  ['es', 'es'],
  ['español', 'es'],
  ['espanol', 'es'],
  ['spanish', 'es'],
]);

async function language(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const words = call.text.toLowerCase().split(/\s+/).filter(Boolean);
  const forEvent = words.includes('event') || words.includes('evento');
  const chosen = words.map((word) => spoken.get(word)).find((one) => one !== undefined);
  if (words.length === 0)
    return { text: call.t('callboard.language.is', { language: languageName(call.locale, call.t) }) };
  if (!chosen) throw new UserError('callboard.language.how');
  if (forEvent) return await eventLanguage(call, chosen, deps);
  await withOptimisticRetry(deps.store, async () => {
    const known = await deps.store.get(personDocument, call.person.id);
    return { change: chooseLanguage(call.person, known, chosen, call.now), result: undefined };
  });
  const t = translator(chosen);
  return { text: t('callboard.language.chosen', { language: languageName(chosen, t) }) };
}

async function eventLanguage(call: CommandInvocation, chosen: Locale, deps: Deps): Promise<Reply> {
  requirePermission(rights.parts['language event en|es'], call);
  await withOptimisticRetry(deps.store, async () => {
    const now = await eventNow(deps, call.event);
    const after = { ...now.value, language: chosen };
    return { change: setEvent(now, after, { at: call.now, by: call.person.id }), result: undefined };
  });
  return { text: call.t('callboard.language.event', { language: languageName(chosen, call.t) }) };
}

/** Whether somebody may type anything of a command; a line that names none is for everybody. */
function isForThem(line: string, { permission }: CommandInvocation): boolean {
  const name = /^`(\/[a-z]+)`/.exec(line)?.[1] as keyof typeof RIGHTS | undefined;
  return (
    !name || Object.values<Right>(RIGHTS[name].verbs).some((right) => includes(permission, leastFor(right)))
  );
}

/** `event` shows it all. Words behind it mean to change something: the language, else what the form is for. */
async function eventOrLanguage(call: CommandInvocation, deps: Deps): Promise<Reply> {
  if (call.text.trim() === '') return await event(call, deps);
  const meant = verbMeant(call.text, ['language'], callboardSynonyms);
  if (meant?.verb !== 'language') throw new UserError('callboard.event.how');
  return await language({ ...call, text: `event ${meant.rest}` }, deps);
}

/** What each command is for, as far as the asker may use it, and this one's own verbs. */
const help = async (call: CommandInvocation): Promise<Reply> => {
  const text = call.t('callboard.help.text');
  const lines: Mrkdwn[] = [];
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    lines.push(sliceMrkdwn(text, from, to));
    from = to + 1;
  }
  const theirs = joined(
    lines.filter((line) => isForThem(line, call)),
    '\n',
  );
  return { text: mrkdwn`${theirs}\n\n${usage(callboard, call).text}` };
};

export const callboard: Command = {
  name: '/callboard',
  rights: RIGHTS['/callboard'],
  summary: 'callboard.summary',
  verbs: {
    '': { usage: {}, run: help },
    help: { usage: { help: 'callboard.help' }, run: help },
    status: {
      usage: { status: 'callboard.status' },
      run: async (call, deps) => statusView(await gather(deps, call), call.t, call.locale),
    },
    board: boardVerb,
    promises: promisesVerb,
    cards: cardsVerb,
    drill,
    dojo: dojoVerb,
    forget: forgetVerb,
    export: exportVerb,
    setup: setupVerb,
    settings: settingsVerb,
    hooks: hooksVerb,
    event: { usage: { event: 'callboard.event' }, run: eventOrLanguage },
    ...peopleVerbs,
    language: {
      usage: { 'language en|es': 'callboard.language', 'language event en|es': 'callboard.language.ofEvent' },
      run: language,
    },
    version: {
      usage: { version: 'callboard.version' },
      run: async ({ t }) => ({
        text: t('callboard.version.text', { version: escape(version), node: escape(process.versions.node) }),
      }),
    },
  },
  synonyms: callboardSynonyms,
  buttons: {
    'callboard.all': showAll(() => callboard),
    ...settingsButtons,
    ...cardsButtons,
    ...hooksButtons,
    ...setupButtons,
    ...peopleButtons,
    ...forgetButtons,
    ...dojoButtons,
    ...drillButtons,
    'callboard.claim': {
      run: async (click, deps) => {
        if (!isFullMember(click.person)) throw new UserError('callboard.organizers.guest');
        const after = await organizersBy(click, deps, becomeOrganizer);
        const head = click.t('callboard.setup.claimed');
        return { replace: await showSetup({ ...click, event: after }, deps, head) };
      },
    },
    'callboard.edit': {
      run: async ({ event: settings, t, locale }, deps) => {
        const [channels, dates] = await Promise.all([deps.chat.channels(), loadEventDates(settings, deps)]);
        return { modal: eventModal(settings, dates, channels, { t, locale }) };
      },
    },
    'callboard.status': {
      run: async (click, deps) => statusView(await gather(deps, click), click.t, click.locale),
    },
  },
  modals: {
    ...settingsModals,
    'callboard.event': {
      run: async (submission, deps) => {
        const { values, event: before, locale, t, now, person } = submission;
        const read = await readEvent(values, before, deps.chat, locale, t);
        if ('errors' in read) return read;
        const after = await withOptimisticRetry(deps.store, async () => {
          const current = await eventNow(deps, before);
          // The modal holds no lists of people: those are as they were, whatever changed while it was open.
          const { dates: _, retention: _default, ...kept } = current.value;
          const result = { ...kept, ...read.event };
          const change = setEvent(current, result, { at: now, by: person.id });
          return { change: await withEvening(change, deps), result };
        });
        const view = eventView(after, await loadEventDates(after, deps), { locale, t }, true);
        return await withNextStep(view, { ...submission, event: after }, deps);
      },
    },
  },
  quick: { 'callboard.status': 'callboard.home.status', 'callboard.edit': 'callboard.event.edit' },
  home: callboardHome,
};
