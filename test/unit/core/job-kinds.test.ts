/** The ids of jobs are stored and looked for by name: they stay as they were, and their policies are the named ones. */
import { describe, expect, it } from 'vitest';
import { jobs } from '../../../jobs/index.ts';
import { RETRY } from '../../../src/core/commit.ts';

/** One of each kind: its data (the id's part of it), a key where it takes one, and the id that is stored. */
const STORED: Readonly<Record<string, readonly (readonly [data: object, id: string, key?: string])[]>> = {
  'open-page': [[{ origin: 'help:S1' }, 'open-page:help:S1']],
  'escalate-page': [[{ page: 'P3', sequence: 2 }, 'escalate:P3:2']],
  notify: [[{ notification: 'n1' }, 'notify:n1']],
  'judge-provider': [[{ provider: 'twilio', channel: 'sms', why: 'lost' }, 'judge-provider:twilio:sms:lost']],
  'probe-provider': [[{ provider: 'twilio', channel: 'sms' }, 'probe-provider:twilio:sms']],
  'poll-notification': [[{ notification: 'n1', round: 3 }, 'poll:n1']],
  'withdraw-notification': [[{ notification: 'n1' }, 'withdraw:n1']],
  'announce-page': [[{ page: 'P3', sequence: 2 }, 'announce:P3:2']],
  'hasten-page': [[{ page: 'P3', outage: '2019-06-05T08:15:00Z' }, 'hasten:P3:2019-06-05T08:15:00Z']],
  'watch-chat': [[{ signs: {} }, 'watch-chat']],
  'text-outage': [
    [
      { outage: '2019-06-05T08:15:00Z', person: 'U1', what: 'plan' },
      'text-outage:2019-06-05T08:15:00Z:plan:U1',
    ],
  ],
  'tell-numbers': [[{ page: 'P3' }, 'numbers:P3']],
  'update-card': [
    [{ page: 'P3', stamp: 'x' }, 'card:P3'],
    [{ page: 'P3', stamp: 'x' }, 'card-soon:P3', 'soon'],
  ],
  'update-page-dm': [[{ page: 'P3', notification: 'n', stamp: 'x' }, 'dm:n']],
  'update-page-dms': [[{ page: 'P3', stamp: 'x' }, 'dms:P3']],
  're-ask': [[{ page: 'P3' }, 'reask:P3']],
  're-page': [[{ page: 'P3' }, 'repage:P3']],
  'recheck-page': [[{ page: 'P3' }, 'recheck:P3']],
  'recheck-pages': [[{ stamp: 'x' }, 'recheck-pages']],
  'tell-handover': [
    [{ page: 'P3', person: 'U1', at: '2019-06-05T08:15:00Z' }, 'handover:P3:2019-06-05T08:15:00Z'],
  ],
  'end-quiet': [[{ room: 'Main hall' }, 'end-quiet:Main hall']],
  'finish-test': [[{ page: 'P3' }, 'finish:P3']],
  'archive-ledger': [[{}, 'archive-ledger']],
  'erase-archives': [[{ leaving: [] }, 'erase-archives:x-1', 'x-1']],
  'erase-incident-archives': [[{ incident: 'I1', pages: [], actions: [] }, 'erase-incident-archives:k', 'k']],
  'forget-alerts': [[{ day: '2019-06-05' }, 'forget-alerts:2019-06-05']],
  'miss-heartbeat': [[{ heartbeat: 'h1', last: '2019-06-05T08:00:00Z' }, 'heartbeat:h1']],
  'report-heartbeat': [[{ heartbeat: 'h1', hook: 'heartbeats:oncall' }, 'report-heartbeat:h1']],
  'remind-untested': [[{}, 'remind-untested']],
  'ask-untested': [[{ person: 'U1' }, 'ask-untested:U1']],
  'answer-text': [[{ text: 't1' }, 'answer-text:t1']],
  'check-device': [[{ person: 'U1', device: 'd1' }, 'check-device:d1:c1', 'c1']],
  'send-code': [[{ verification: 'U1' }, 'send-code:U1:c1', 'c1']],
  'remind-speaker': [[{ session: 'S1', person: 'U1', kind: '24h' }, 'remind:S1:U1:24h']],
  'remind-now': [[{ session: 'S1', person: 'U1', number: 2 }, 'remind-now:S1:U1:2']],
  'miss-speakers': [[{ session: 'S1' }, 'miss:S1']],
  'tell-asker': [[{ page: 'P3', stamp: 's' }, 'asker:P3']],
  'tell-change': [[{ person: 'U1', notice: '7' }, 'tell-change:U1:7']],
  'call-speaker': [[{ session: 'S1', person: 'U1' }, 'call:S1:U1']],
  'call-unanswered': [[{ session: 'S1', person: 'U1', call: 2 }, 'call-unanswered:S1:U1:2']],
  'confirm-by-voice': [[{ person: 'U1', notice: '7' }, 'confirm-by-voice:U1:7']],
  'deliver-message': [[{ message: 'm1', person: 'U1' }, 'deliver:m1:U1']],
  'tell-late': [[{ session: 'S1', person: 'U1', minutes: 5 }, 'late:S1:U1']],
  'offer-overrun': [
    [{ session: 'S1' }, 'offer-overrun:S1'],
    [{ session: 'S1', to: 'U1' }, 'offer-overrun:S1:U1'],
  ],
  'tell-cut': [[{ session: 'S1', person: 'U1' }, 'tell-cut:S1:U1']],
  'offer-delay': [[{ session: 'S1', person: 'U1', minutes: 5 }, 'offer-delay:S1:U1']],
  'offer-standby': [
    [{ session: 'S1' }, 'offer-standby:S1'],
    [{ session: 'S1', to: 'U1' }, 'offer-standby:S1:U1'],
  ],
  'give-numbers': [[{ session: 'S1' }, 'numbers:missing:S1', 'missing:S1']],
  'found-speaker': [[{ origin: 'missing:S1' }, 'found:missing:S1']],
  'refresh-speaker-board': [
    [{}, 'speaker-board'],
    [{ channel: 'C1' }, 'speaker-board:C1'],
  ],
  'follow-agenda': [[{ change: 7 }, 'follow-agenda:7']],
  'post-agenda-change': [[{ change: 7 }, 'post-agenda-change:7']],
  'update-board': [[{ channel: 'C1' }, 'board:C1']],
  'announce-starts': [[{}, 'announce-starts']],
  'poll-feed': [[{ since: 'x' }, 'poll-feed']],
  'tell-held-feed': [[{ nonce: 'n' }, 'tell-held:n']],
  'ask-second-organizer': [[{ owner: 'U1', nonce: 'n', anyway: false, promise: 'started' }, 'ask-second:n']],
  'show-runbook': [[{ run: 'I2:projector-dead', part: 0 }, 'runbook:I2:projector-dead:0']],
  'incident-card': [[{ incident: 'I2' }, 'incident-card:I2']],
  'clear-incident-card': [[{ incident: 'I2' }, 'clear-incident-card:I2']],
  'close-private-card': [
    [{ incident: 'I123456', channel: 'G1', ts: '1.000100' }, 'close-private-card:I123456:1.000100'],
  ],
  'invite-responder': [[{ incident: 'I123456', person: 'U1' }, 'invite-responder:I123456:U1']],
  'clear-erased': [[{ what: 'post', at: { channel: 'C1', ts: '1' } }, 'clear-erased:n1', 'n1']],
  'erase-incident-facts': [
    [{ incident: 'I123456', pages: [], actions: [], ids: [] }, 'erase-incident-facts:n1', 'n1'],
  ],
  'begin-drill': [[{ drill: 'D1' }, 'begin-drill:D1']],
  'play-drill-step': [[{ drill: 'D1', step: 2 }, 'play-drill-step:D1:2']],
  'tell-drill-step': [[{ drill: 'D1', step: 2 }, 'tell-drill-step:D1:2']],
  'end-drill': [[{ drill: 'D1' }, 'end-drill:D1']],
  'check-drill': [[{}, 'check-drill']],
  'tell-drill-score': [[{ drill: 'D1' }, 'tell-drill-score:D1']],
  'tell-drill-asker': [[{ drill: 'D1', what: 'begun' }, 'tell-drill-asker:D1:begun']],
  'follow-lesson': [[{ page: 'P3' }, 'follow-lesson:P3']],
  'tell-lesson': [[{ person: 'U1', run: 2, lesson: 'call', attempt: 1 }, 'tell-lesson:U1:2:call:1']],
  'open-lesson': [[{ person: 'U1', run: 2, lesson: 'call', attempt: 1 }, 'open-lesson:U1:2:call:1']],
  'tell-dojo-ended': [[{ person: 'U1', run: 2 }, 'tell-dojo-ended:U1:2']],
  'expire-dojo': [[{ person: 'U1', run: 2 }, 'expire-dojo:U1:2']],
  'tell-responder': [[{ incident: 'I123456', what: 'not_found' }, 'tell-responder:I123456:not_found']],
  'nudge-incident': [[{ incident: 'I2', what: 'milestone', times: 1 }, 'nudge:I2:milestone']],
  'post-incident-update': [[{ incident: 'I2', number: 4 }, 'update:I2:4']],
  'post-postmortem': [[{ incident: 'I2' }, 'postmortem:I2']],
  'ask-postmortem': [[{ incident: 'I2', hours: 24 }, 'ask-postmortem:I2:24h']],
  'publish-postmortem': [[{ incident: 'I2' }, 'publish-postmortem:I2']],
  'remind-action': [[{ action: 'A1' }, 'remind-action:A1']],
  'tell-owner': [[{ action: 'A1', by: 'U1' }, 'tell-owner:A1']],
  'track-action': [[{ action: 'A1', tracker: 'github' }, 'track:A1:github']],
  'digest-actions': [[{}, 'digest-actions']],
  'erase-facts': [[{ leaving: [] }, 'erase-facts:x-1', 'x-1']],
  'call-remedy': [[{ id: 'r', incident: 'I2', page: 'P3' }, 'call-remedy:I2:r:2', '2']],
  'read-remedy-back': [[{ id: 'r', page: 'P3' }, 'read-remedy-back:P3:r:5', '5']],
  'expire-remedy': [[{ id: 'r' }, 'expire-remedy:-:r']],
  'remedy-card': [[{ id: 'r', incident: 'I123456' }, 'remedy-card:I123456:r']],
  'keys.ended': [[{ code: 'K1' }, 'keys.ended:K1']],
  'publish-events': [[{ slot: '1559721600' }, 'publish-events:1559721600']],
  'deliver-event': [[{ target: 'T1', event: '1-0' }, 'event:T1:1-0']],
  'replay-events': [[{ target: 'T1' }, 'replay:T1']],
  'evening-before': [[{ day: '2019-06-05' }, 'evening-before']],
  'keep-retention': [[{}, 'keep-retention']],
  'make-backup': [[{}, 'make-backup']],
  'tell-evening': [[{ day: '2019-06-05', person: 'U1' }, 'tell-evening:2019-06-05:U1']],
  'watch-event-file': [[{}, 'watch-event-file']],
  'count-promises': [[{ slot: '2019-06-05T08:05:00Z' }, 'count-promises:2019-06-05T08:05:00Z']],
  'count-cards': [[{ slot: '2019-06-05T08:05:00Z' }, 'count-cards:2019-06-05T08:05:00Z']],
  'ask-about-cards': [[{ person: 'U1' }, 'ask-about-cards:U1']],
  'tell-gift': [[{ card: '1-0', from: 'U1', person: 'U2' }, 'tell-gift:1-0:U2']],
  'tell-promise': [
    [
      { promise: 'answered', what: 'fast', since: '2019-06-05T08:05:00Z' },
      'tell-promise:answered:fast:2019-06-05T08:05:00Z',
    ],
  ],
  'report-event': [[{ day: '2019-06-07' }, 'report-event:2019-06-07']],
  'tell-organizers': [[{ key: 'k', params: {} }, 'tell:x', 'tell:x']],
  'remind-shift': [[{ shift: 'V1', person: 'U1', minutes: 15 }, 'shift-remind:V1:U1:15']],
  'post-shift-change': [
    [{ room: 'Main hall', start: '2019-06-05T08:00:00Z' }, 'shift-change:Main hall:1559721600000'],
    [{ room: null, start: '2019-06-05T08:00:00Z' }, 'shift-change::1559721600000'],
  ],
  'check-arrival': [[{ shift: 'V1' }, 'shift-arrival:V1']],
  'close-shift': [[{ shift: 'V1' }, 'shift-close:V1']],
  'settle-proposals': [[{ shift: 'V1' }, 'shift-settle:V1']],
  'cover-wave': [[{ cover: 'c', wave: 2 }, 'cover-wave:c:2']],
  'ask-to-cover': [[{ cover: 'c', person: 'U1' }, 'cover-ask:c:U1']],
  'cover-deadline': [[{ cover: 'c' }, 'cover-deadline:c']],
  'close-cover-ask': [[{ cover: 'c', person: 'U1' }, 'cover-close-ask:c:U1']],
  'close-cover-asks': [
    [{ cover: 'c' }, 'cover-close:c'],
    [{ cover: 'c' }, 'cover-close:c:5', '5'],
  ],
  'show-swap': [[{ swap: 's' }, 'show-swap:s:5', '5']],
  'tell-rota': [
    [{ news: 'removed', shifts: ['V1', 'V2', 'V3', 'V4'], to: 'U1' }, 'rota-tell:removed:V1+V2+V3:U1:5', '5'],
  ],
  'thank-volunteers': [[{}, 'rota-thanks']],
  'post-invite': [[{ round: 'r' }, 'invite-post:r']],
  'read-invited': [[{ round: 'r', run: 3 }, 'invite-read:r:3']],
  'update-invite': [[{ round: 'r' }, 'invite-card:r']],
  'remind-invited': [[{ round: 'r', person: 'U1', nth: 2 }, 'invite-remind:r:U1:2']],
  'text-invitation': [[{ person: 'x-1' }, 'invite-text:x-1']],
  'keys.tend': [
    [{ code: 'K1', nonce: 'n', hop: 3 }, 'keys.tend:K1:n:3'],
    [{ code: 'K1', nonce: 'n', hop: 0 }, 'keys.tend:K1:n:call-2', 'call-2'],
  ],
  'keys.read-back': [
    [{ code: 'K1' }, 'keys.read-back:K1'],
    [{ code: 'K1' }, 'keys.read-back:K1:5', '5'],
  ],
  'keys.expire': [
    [{ code: 'K1' }, 'keys.expire:K1'],
    [{ code: 'K1' }, 'keys.expire:K1:again', 'again'],
  ],
  'keys.hand-over': [[{ custody: 'c', person: 'U1', hop: 1 }, 'keys.hand-over:c:U1:1']],
  'keys.show': [
    [{ what: 'set', of: 'ops' }, 'keys.show:set:ops'],
    [{ what: 'set', of: 'ops' }, 'keys.show-again:set:ops:c', 'set:ops:c'],
  ],
  'keys.show-one': [[{ post: { channel: 'C', ts: '1.2' } }, 'keys.show-one:C:1.2']],
  'keys.close-cards': [
    [{ cards: 'set:ops:c' }, 'keys.close-cards:set:ops:c'],
    [{ cards: 'set:ops:c' }, 'keys.close-cards:set:ops:c:again', 'again'],
  ],
  'keys.reach': [[{ code: 'K1', nonce: 'n', person: 'U1', channel: 'sms' }, 'keys.reach:K1:n:U1:sms']],
  'keys.ask-to-rotate': [
    [{ set: 'ops' }, 'keys.ask-to-rotate:ops'],
    [{ set: 'ops' }, 'keys.ask-to-rotate:ops:5', '5'],
  ],
};

describe('the kinds of jobs', () => {
  it('are each in the table of stored ids', () => {
    expect(Object.keys(STORED).toSorted()).toEqual(jobs.map(({ kind }) => kind.name).toSorted());
  });

  it.each(jobs.map(({ kind }) => [kind.name, kind] as const))('%s has its stored id', (name, kind) => {
    const id = kind.id as (data: object, ...key: readonly string[]) => string;
    for (const [data, stored, key] of STORED[name] ?? [])
      expect(id(data, ...(key === undefined ? [] : [key]))).toBe(stored);
  });

  it.each(jobs.map(({ kind }) => [kind.name, kind] as const))('%s takes a named policy', (_name, kind) => {
    expect(Object.values(RETRY)).toContain(kind.retry);
  });

  it('gives what pages people at least ten attempts', () => {
    const paging = ['open-page', 'escalate-page', 'notify', 'announce-page', 're-page', 'end-quiet'];
    const kinds = jobs.filter(({ kind }) => paging.includes(kind.name));
    expect(kinds.map(({ kind }) => [kind.queue, kind.retry])).toEqual(
      paging.map(() => ['pages', RETRY.paging]),
    );
  });
});
