import { type Diary, diaryDocument, setToken, star, unstar } from '../../src/agenda/domain/diary.ts';
import { findSession } from '../../src/agenda/find.ts';
import { liveSessions, loadAgenda } from '../../src/agenda/load.ts';
import type { Button, RequestContext, Verb } from '../../src/core/command.ts';
import type { Change, Versioned } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { code, escape, joined, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import { agendaReaderOf } from './import-preview.ts';

import { diaryView } from './mine-view.ts';
import { ownOf } from './own.ts';

type Who = Omit<RequestContext, 'trigger'>;

export const mine = async (who: Who, deps: Deps, page = 0): Promise<Message> =>
  diaryView(await ownOf(who.person.id, deps), page, agendaReaderOf(who));

async function change(
  who: Who,
  deps: Deps,
  decision: (old: Versioned<Diary> | undefined) => Change | undefined,
): Promise<void> {
  await withOptimisticRetry(deps.store, async () => {
    const old = await deps.store.get(diaryDocument, who.person.id);
    return { change: decision(old), result: undefined };
  });
}

async function setStar(typed: string, on: boolean, who: Who, deps: Deps): Promise<Message> {
  const session = findSession(liveSessions(await loadAgenda(deps)), typed);
  const by = { person: who.person.id, now: who.now };
  await change(who, deps, (old) => (on ? star : unstar)(by, old, session.code));
  const own = await ownOf(who.person.id, deps);
  const entries = [...own.talks, ...own.starred, ...own.shifts].filter(
    (one) => !('state' in one) || one.state === 'scheduled',
  );
  const slot = { start: milliseconds(session.start), end: milliseconds(session.end) };
  const clash = on
    ? entries.filter(
        (one) =>
          one.code !== session.code &&
          milliseconds(one.start) < slot.end &&
          slot.start < milliseconds(one.end),
      )
    : [];
  const params = { title: escape(truncate(session.title, 150)), session: escape(session.code) };
  const said = who.t(on ? 'agenda.starred' : 'agenda.unstarred', params);
  const codes = joined(
    clash.map((one) => code(one.code)),
    ', ',
  );
  return {
    text: clash.length > 0 ? mrkdwn`${said}\n:warning: ${who.t('agenda.clashesWith', { codes })}` : said,
  };
}

/** The secret address of the person's own calendar; made when they first ask. */
async function feed(who: Who, deps: Deps, reset: boolean): Promise<Message> {
  if (deps.publicUrl === undefined) throw new UserError('agenda.noPublicUrl');
  // Longer than an id has to be: whoever guesses it reads the calendar.
  const fresh = `${deps.newId()}${deps.newId()}`;
  const token = await withOptimisticRetry(deps.store, async () => {
    const old = await deps.store.get(diaryDocument, who.person.id);
    if (old?.value.token !== undefined && !reset) return { result: old.value.token };
    return { change: setToken({ person: who.person.id, now: who.now }, old, fresh), result: fresh };
  });
  const url = mrkdwn`${escape(deps.publicUrl)}/feeds/agenda/${escape(token)}.ics`;
  return { text: who.t(reset ? 'agenda.feedReset' : 'agenda.feed', { url }) };
}

export const mineVerbs: Record<string, Verb> = {
  mine: {
    usage: { mine: 'agenda.usage.mine' },
    run: async (call, deps) => await mine(call, deps),
  },
  star: {
    usage: { 'star S17': 'agenda.usage.star' },
    run: async (call, deps) => await setStar(call.text, true, call, deps),
  },
  unstar: {
    usage: { 'unstar S17': 'agenda.usage.unstar' },
    run: async (call, deps) => await setStar(call.text, false, call, deps),
  },
  feed: {
    usage: { 'feed [reset]': 'agenda.usage.feed' },
    async run(call, deps) {
      if (call.text !== '' && call.text.toLowerCase() !== 'reset') throw new UserError('agenda.feedUsage');
      return await feed(call, deps, call.text !== '');
    },
  },
};

export const mineButtons: Record<string, Button> = {
  'agenda.mine': { run: async (click, deps) => await mine(click, deps) },
  'agenda.mine-more': {
    run: async (click, deps) => ({ replace: await mine(click, deps, Number(click.value) || 0) }),
  },
  'agenda.star': {
    run: async (click, deps) => await setStar(click.value, true, click, deps),
  },
  'agenda.unstar': {
    run: async (click, deps) => await setStar(click.value, false, click, deps),
  },
};
