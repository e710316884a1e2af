/** `/callboard`: the event itself, who organizes it, which language one reads, and whether all is well. */

import {
  EVENT_ID,
  type EventSettings,
  eventDocument,
  isOrganizer,
} from '../../src/callboard/domain/event.ts';
import { chooseLanguage } from '../../src/callboard/domain/language.ts';
import { personDocument } from '../../src/callboard/domain/person.ts';
import {
  addOrganizer,
  becomeOrganizer,
  currentSettings,
  type OrganizersDecision,
  removeOrganizer,
  type Standing,
  setEvent,
} from '../../src/callboard/domain/settings.ts';
import type { Command, CommandInvocation, Reply, RequestContext } from '../../src/core/command.ts';
import { requirePermission } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { version } from '../../src/core/version.ts';
import { type Locale, translator } from '../../src/i18n/index.ts';
import { withOpenPages } from '../../src/page/follow-duty.ts';
import { mention } from '../../src/slack/mrkdwn.ts';
import { findPerson } from '../../src/slack/people.ts';
import { drill } from './drill.ts';
import { eventModal, readEvent } from './event-modal.ts';
import { exportVerb } from './export.ts';
import { callboardHome } from './home.ts';
import { settingsButtons, settingsModals, settingsVerb } from './settings.ts';
import { gather, statusView } from './status.ts';
import { claimView, eventView, languageName, organizersView } from './view.ts';

type Who = Pick<RequestContext, 'event' | 'person' | 'now'>;

const eventNow = async ({ store }: Pick<Deps, 'store'>, configured: EventSettings): Promise<Standing> =>
  currentSettings(await store.get(eventDocument, EVENT_ID), configured);

/** Reads the event as it stands, decides about its organizers, commits; a refusal becomes words. */
async function organizersBy(
  request: Who,
  deps: Deps,
  decision: (event: Standing, doing: { at: RequestContext['now']; by: string }) => OrganizersDecision,
): Promise<EventSettings> {
  const decided = await withOptimisticRetry(deps.store, async () => {
    const result = decision(await eventNow(deps, request.event), { at: request.now, by: request.person.id });
    const decided = 'change' in result ? result.change : undefined;
    // Whoever organizes is asked by open pages from now on, or not any more.
    return { change: await withOpenPages(decided, deps), result };
  });
  if ('after' in decided) return decided.after;
  throw new UserError(`callboard.organizers.${decided.refused}`);
}

async function event(request: RequestContext): Promise<Reply> {
  if (request.event.organizers.length === 0 && !request.person.guest) return claimView(request.t);
  const mayEdit = isOrganizer(request.event, request.person.id);
  return eventView(request.event, request.locale, request.t, mayEdit);
}

async function organizers(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const { t, text } = call;
  if (text === '') return organizersView(call.event, t);
  requirePermission('organizer', call);
  const [verb = '', ...rest] = text.split(/\s+/);
  const change = { add: addOrganizer, remove: removeOrganizer }[verb.toLowerCase()];
  if (!change || rest.length === 0) throw new UserError('callboard.organizers.how');
  const person = await findPerson(rest.join(' '), deps.directory);
  if (person.guest || !person.slack) throw new UserError('callboard.organizers.guest');
  await organizersBy(call, deps, (standing, doing) => change(standing, person.id, doing));
  const key = change === addOrganizer ? 'callboard.organizers.added' : 'callboard.organizers.removed';
  return { text: t(key, { person: mention(person) }) };
}

const spoken: Readonly<Record<string, Locale>> = {
  en: 'en',
  english: 'en',
  inglés: 'en',
  ingles: 'en',
  es: 'es',
  español: 'es',
  espanol: 'es',
  spanish: 'es',
};

async function language(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const words = call.text.toLowerCase().split(/\s+/).filter(Boolean);
  const forEvent = words.includes('event') || words.includes('evento');
  const chosen = words.map((word) => spoken[word]).find((one) => one !== undefined);
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
  requirePermission('organizer', call);
  await withOptimisticRetry(deps.store, async () => {
    const now = await eventNow(deps, call.event);
    const after = { ...now.value, language: chosen };
    return { change: setEvent(now, after, { at: call.now, by: call.person.id }), result: undefined };
  });
  return { text: call.t('callboard.language.event', { language: languageName(chosen, call.t) }) };
}

const help = async ({ t }: CommandInvocation): Promise<Reply> => ({ text: t('callboard.help.text') });

export const callboard: Command = {
  name: '/callboard',
  summary: 'callboard.summary',
  verbs: {
    '': { usage: {}, may: 'guest', run: help },
    help: { usage: { help: 'callboard.help' }, may: 'guest', run: help },
    status: {
      usage: { status: 'callboard.status' },
      may: 'anyone',
      run: async ({ now, t }, deps) => statusView(await gather(deps, now), t),
    },
    drill,
    export: exportVerb,
    settings: settingsVerb,
    event: { usage: { event: 'callboard.event' }, may: 'guest', run: event },
    organizers: {
      usage: {
        organizers: 'callboard.organizers',
        'organizers add @user': 'callboard.organizers.add',
        'organizers remove @user': 'callboard.organizers.remove',
      },
      may: 'anyone',
      run: organizers,
    },
    language: {
      usage: { 'language en|es': 'callboard.language', 'language event en|es': 'callboard.language.ofEvent' },
      may: 'anyone',
      run: language,
    },
    version: {
      usage: { version: 'callboard.version' },
      may: 'guest',
      run: async ({ t }) => ({
        text: t('callboard.version.text', { version, node: process.versions.node }),
      }),
    },
  },
  buttons: {
    ...settingsButtons,
    'callboard.claim': {
      may: 'anyone',
      run: async (click, deps) => {
        const after = await organizersBy(click, deps, becomeOrganizer);
        return { replace: eventView(after, click.locale, click.t, true) };
      },
    },
    'callboard.edit': {
      may: 'organizer',
      run: async ({ event: settings, t }, { chat }) => ({
        modal: eventModal(settings, await chat.channels(), t),
      }),
    },
    'callboard.status': {
      may: 'anyone',
      run: async ({ now, t }, deps) => statusView(await gather(deps, now), t),
    },
  },
  modals: {
    ...settingsModals,
    'callboard.event': {
      may: 'organizer',
      run: async ({ values, event: before, locale, t, now, person }, deps) => {
        const read = await readEvent(values, before, deps.chat, locale, t);
        if ('errors' in read) return read;
        const after = await withOptimisticRetry(deps.store, async () => {
          const current = await eventNow(deps, before);
          // The modal does not hold the organizers: they may have changed while it was open.
          const result = { ...read.event, organizers: current.value.organizers };
          return { change: setEvent(current, result, { at: now, by: person.id }), result };
        });
        return eventView(after, locale, t, true);
      },
    },
  },
  quick: { 'callboard.status': 'callboard.home.status', 'callboard.edit': 'callboard.event.edit' },
  home: callboardHome,
};
