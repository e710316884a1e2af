/**
 * No message leaves twice because a process died between sending it and committing: for each job, in a small
 * story, the process dies after each of its messages, and what everybody gets in the end is the same.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jobs } from '../../../jobs/index.ts';
import { boardDocument } from '../../../src/agenda/domain/board.ts';
import type { Posted } from '../../../src/core/ports/chat.ts';
import type { Store } from '../../../src/core/ports/store.ts';
import { incidentCardDocument } from '../../../src/incident/domain/incident.ts';
import { postmortemDocument } from '../../../src/incident/domain/postmortem.ts';
import { remedyCardDocument } from '../../../src/incident/domain/remedy-run.ts';
import { runbookPostDocument } from '../../../src/incident/domain/runbook-run.ts';
import { cardsDocument } from '../../../src/keys/domain/cards.ts';
import { cardDocument } from '../../../src/page/domain/page.ts';
import { coverDocument } from '../../../src/rota/domain/cover.ts';
import { swapDocument } from '../../../src/rota/domain/swap.ts';
import { attendanceDocument } from '../../../src/speakers/domain/attendance.ts';
import { type Story, type Told, tellDying } from '../../support/dying.ts';
import * as story from './stories.ts';

type Begin = () => Promise<Story>;

/** Each job: the story in which it sends; or that it decides only, or updates in place what others sent. */
const TABLE: Readonly<Record<string, Begin | 'decides' | 'updates'>> = {
  'announce-page': story.pages,
  'announce-starts': story.anAgenda,
  'answer-text': story.aText,
  'archive-ledger': 'decides',
  'ask-about-cards': story.someCards,
  'ask-postmortem': story.anIncident,
  'ask-to-cover': story.aRota,
  'ask-untested': story.untested,
  'begin-drill': 'decides',
  'call-remedy': 'decides',
  'call-speaker': story.aSpeaker,
  'call-unanswered': 'decides',
  'check-arrival': 'decides',
  'check-drill': 'decides',
  'check-device': 'decides',
  'clear-erased': 'updates',
  'clear-incident-card': 'updates',
  'close-cover-ask': 'updates',
  'close-cover-asks': 'decides',
  'close-private-card': 'updates',
  'close-shift': 'decides',
  'confirm-by-voice': 'updates',
  'cover-deadline': 'decides',
  'cover-wave': 'decides',
  'count-cards': 'decides',
  'count-promises': 'decides',
  'deliver-event': 'decides',
  'deliver-message': story.aSpeaker,
  'digest-actions': story.anIncident,
  'end-drill': 'decides',
  'end-quiet': 'decides',
  'erase-archives': 'decides',
  'erase-facts': 'decides',
  'erase-incident-archives': 'decides',
  'erase-incident-facts': 'decides',
  'escalate-page': 'decides',
  'evening-before': 'decides',
  'expire-dojo': 'decides',
  'expire-remedy': 'decides',
  'finish-test': story.pages,
  'follow-agenda': 'decides',
  'follow-lesson': 'decides',
  'found-speaker': 'decides',
  'forget-alerts': 'decides',
  'give-numbers': story.aSpeaker,
  'invite-responder': story.aPrivateIncidentWithoutChannel,
  'hasten-page': 'decides',
  'incident-card': story.anIncident,
  'keep-retention': 'decides',
  'make-backup': 'decides',
  'keys.ask-to-rotate': 'decides',
  'keys.close-cards': 'decides',
  'keys.ended': 'decides',
  'keys.expire': 'decides',
  'keys.hand-over': story.someKeys,
  'keys.reach': story.someKeys,
  'keys.read-back': 'decides',
  'keys.show': story.someKeys,
  'keys.show-one': 'updates',
  'keys.tend': 'decides',
  'miss-heartbeat': 'decides',
  'miss-speakers': 'decides',
  notify: story.pages,
  'nudge-incident': story.anIncident,
  'offer-delay': story.aSpeaker,
  'offer-standby': story.aStandby,
  'offer-overrun': story.anOverrun,
  'open-lesson': 'decides',
  'open-page': 'decides',
  'play-drill-step': 'decides',
  'poll-feed': 'decides',
  'judge-provider': 'decides',
  'poll-notification': 'decides',
  'probe-provider': story.aProviderAside,
  'post-agenda-change': story.anAgenda,
  'post-incident-update': story.anIncident,
  'post-invite': story.anInvitation,
  'post-postmortem': story.anIncident,
  'post-shift-change': story.aRota,
  'publish-events': 'decides',
  'publish-postmortem': story.anIncident,
  're-ask': story.pages,
  'report-event': story.promises,
  're-page': 'decides',
  'read-invited': 'decides',
  'recheck-page': 'decides',
  'recheck-pages': 'decides',
  'refresh-speaker-board': 'updates',
  'remind-action': story.anIncident,
  'remind-invited': story.anInvitation,
  'read-remedy-back': 'decides',
  'remedy-card': story.anAction,
  'remind-now': story.aSpeaker,
  'remind-shift': story.aRota,
  'remind-speaker': story.aSpeaker,
  'remind-untested': 'decides',
  'replay-events': 'decides',
  'report-heartbeat': 'decides',
  'send-code': story.badNumber,
  'settle-proposals': 'decides',
  'show-runbook': story.aRunbook,
  'show-swap': story.aRota,
  'tell-asker': story.pages,
  'tell-change': story.aSpeaker,
  'tell-cut': story.anOverrun,
  'tell-dojo-ended': story.aDojo,
  'tell-drill-asker': story.aDrill,
  'tell-drill-score': story.aDrill,
  'tell-drill-step': story.aDrill,
  'tell-evening': story.anEvening,
  'tell-gift': story.someCards,
  'tell-handover': story.aHandover,
  'tell-held-feed': story.anAgenda,
  'ask-second-organizer': story.aSecondOrganizer,
  'tell-late': story.aSpeaker,
  'tell-lesson': story.aDojo,
  'tell-numbers': story.deadProvider,
  'tell-owner': story.anIncident,
  'tell-organizers': story.organizersOneByOne,
  'tell-promise': story.promises,
  'tell-responder': story.aPrivateIncident,
  'tell-rota': story.aRota,
  'text-invitation': story.anInvitation,
  'text-outage': story.slackLost,
  'thank-volunteers': 'decides',
  'track-action': 'decides',
  'update-board': story.anAgenda,
  'update-card': story.pages,
  'update-invite': 'updates',
  'update-page-dm': 'updates',
  'update-page-dms': 'decides',
  'watch-chat': 'decides',
  'watch-event-file': 'decides',
  'withdraw-notification': 'decides',
};

/** Where the records say that the messages stand. */
const RECORDS: Readonly<Record<string, (store: Store) => Promise<readonly (Posted | undefined)[]>>> = {
  'ask-to-cover': async (store) =>
    (await store.all(coverDocument)).flatMap(({ value }) => value.asked.map(({ at }) => at)),
  'remedy-card': async (store) => (await store.all(remedyCardDocument)).map(({ value }) => value),
  'incident-card': async (store) => (await store.all(incidentCardDocument)).map(({ value }) => value),
  'keys.show': async (store) => (await store.all(cardsDocument)).flatMap(({ value }) => value.posts),
  'post-postmortem': async (store) => (await store.all(postmortemDocument)).map(({ value }) => value.thread),
  'remind-speaker': async (store) =>
    (await store.all(attendanceDocument)).flatMap(({ value }) =>
      value.reminders.filter(({ sent }) => sent === 'slack').map(({ posted }) => posted),
    ),
  'show-runbook': async (store) => (await store.all(runbookPostDocument)).map(({ value }) => value),
  'show-swap': async (store) =>
    (await store.all(swapDocument)).flatMap(({ value }) => Object.values(value.asks)),
  'update-board': async (store) => (await store.all(boardDocument)).map(({ value }) => value.posted),
  'update-card': async (store) => (await store.all(cardDocument)).map(({ value }) => value),
};

/** Deaths after these of a job's messages: the first few, and the last. */
const deathsAmong = (count: number): number[] =>
  [...new Set([1, 2, 3, count])].filter((after) => after <= count);

async function recordsHold(name: string, { world }: Told): Promise<void> {
  const records = (await RECORDS[name]?.(world.store)) ?? [];
  if (name in RECORDS) expect(records.length).toBeGreaterThan(0);
  for (const at of records)
    expect([...world.chat.messages.keys()], `where ${name} says it is`).toContain(`${at?.channel}:${at?.ts}`);
  expect(new Set(records.map((at) => at?.ts)).size).toBe(records.length);
}

it('every job is in the table', () => {
  expect(Object.keys(TABLE).sort()).toEqual(jobs.map(({ kind }) => kind.name).sort());
});

it('features send in no way but through sendOnce and the paging channels', () => {
  const files = ['jobs', 'src'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !/^(adapters|sandbox)\//.test(name))
      .map((name) => `${folder}/${name}`),
  );
  const senders = files.filter((file) =>
    /\bchat\s*\??\.\s*(?:post|dm|upload|ephemeral)\(/.test(readFileSync(file, 'utf8')),
  );
  expect(senders.sort()).toEqual([
    'jobs/incident/publish-postmortem.ts',
    'src/core/once.ts',
    'src/page/slack-channel.ts',
  ]);
});

it('texts and calls leave in no way but through sendOut, which has the fuses', () => {
  const files = ['jobs', 'src', 'commands'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !/^(adapters|sandbox)\//.test(name))
      .map((name) => `${folder}/${name}`),
  );
  const senders = files.filter((file) =>
    /\b(channel|sms|voice)\s*\??\.\s*send\(/.test(readFileSync(file, 'utf8')),
  );
  // The first wraps a channel to measure it, the second one over its providers: neither sends anything of its own.
  expect(senders).toEqual(['src/core/telemetry.ts', 'src/page/carried-channel.ts', 'src/page/send-out.ts']);
});

const posting = Object.entries(TABLE).flatMap(([name, begin]) =>
  typeof begin === 'string' ? [] : [{ name, begin }],
);

describe('wherever the process dies, everything is said once by', () => {
  it.each(posting)('$name', async ({ name, begin }) => {
    const calm = await tellDying(begin, name);
    expect(calm.sends.length).toBeGreaterThan(0);
    expect(calm.world.chat.lookedFor, 'an ordinary run asks Slack for nothing more').toEqual([]);
    await recordsHold(name, calm);
    for (const after of deathsAmong(calm.sends.length)) {
      const told = await tellDying(begin, name, after);
      expect(told.deaths).toBe(1);
      expect(told.sends.toSorted(), `the process died after ${told.sends[after - 1]}`).toEqual(
        calm.sends.toSorted(),
      );
      await recordsHold(name, told);
    }
  });
});

it('the table is right about who sends and who does not', async () => {
  const senders = new Set<string>();
  for (const begin of Object.values(story))
    for (const sender of (await tellDying(begin, '')).senders) senders.add(sender);
  const said = Object.entries(TABLE).filter(([, it]) => typeof it !== 'string');
  expect([...senders].sort()).toEqual(said.map(([name]) => name).sort());
});
