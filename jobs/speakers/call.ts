/** Calls a speaker who has not confirmed a change, half an hour before the talk: press 1 to confirm. */

import { put } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { languageOf, translator } from '../../src/i18n/index.ts';
import { type Spoken, spokenDocument } from '../../src/page/domain/call-script.ts';
import { sendOut } from '../../src/page/send-out.ts';
import { escape, mention } from '../../src/slack/mrkdwn.ts';
import { confirmationCallText } from '../../src/speakers/change-message.ts';
import { called, cannotCall, toCall } from '../../src/speakers/domain/calls.ts';
import { callPrepared, ofTalk } from '../../src/speakers/domain/facts.ts';
import { callSpeaker, callUnanswered, confirmByVoice } from '../../src/speakers/domain/jobs.ts';
import { readTalk } from '../../src/speakers/load.ts';

type Data = { readonly session: string; readonly person: string; readonly start: string };

async function read(data: Data, deps: Deps) {
  const talk = await readTalk(deps, data.session, data.person);
  return { ...talk, toCall: toCall(talk.session, talk.record?.value, data.start, talk.now) };
}
type Talk = Awaited<ReturnType<typeof read>>;

export default job({
  kind: callSpeaker,
  async run(data, deps, { mayHaveRunBefore }) {
    const talk = await read(data, deps);
    const { record, person, now, toCall: asked } = talk;
    if (!record || !asked || !person) return undefined;
    const cannot = (code: string) => cannotCall(record, asked.notice.id, { who: mention(person), code }, now);
    const voice = deps.channels.find((channel) => channel.name === 'voice');
    if (!voice || voice.address(person) === undefined) return cannot('no-phone');
    const spoken = spokenFor(asked, person, data, talk);
    const { notice, call } = asked;
    const id = `confirm-${data.session}-${data.person}-${notice.id}-${call}`.replace(/[^A-Za-z0-9]+/g, '-');
    const known = await deps.store.get(spokenDocument, id);
    if (!known) {
      const about = { session: data.session, person: data.person, notice: notice.id };
      const facts = [ofTalk(callPrepared, now, 'callboard', about)];
      await deps.store.commit({ put: [put(spokenDocument, id, spoken)], facts });
    }
    const outgoing = {
      notification: id,
      attempt: call,
      to: person,
      text: spoken.text,
      validFor: 300,
    };
    try {
      const since = mayHaveRunBefore && known ? await preparedAt(data.person, deps) : undefined;
      const left = since && (await voice.find?.({ ...outgoing, since }));
      if (!left) await sendOut(voice, outgoing, deps);
    } catch (error) {
      if (error instanceof PermanentError) return cannot(error.code);
      throw error;
    }
    return called(record, asked, now);
  },
  /** The provider is down for longer than it helps to try. */
  async failed(data, code, deps) {
    const { record, person, now, toCall: asked } = await read(data, deps);
    if (!record || !asked) return undefined;
    return cannotCall(
      record,
      asked.notice.id,
      { who: person ? mention(person) : escape(data.person), code },
      now,
    );
  },
});

/** When their latest call was made ready: one that the provider has since then is that call. */
async function preparedAt(person: string, { store }: Deps) {
  const facts = await store.facts({ about: `person:${person}` });
  return facts.findLast(({ name }) => name === callPrepared.name)?.at;
}

/** What the call says, and what comes of it: kept before it leaves, since the provider asks when somebody answers. */
function spokenFor(
  { notice, call }: NonNullable<Talk['toCall']>,
  person: NonNullable<Talk['person']>,
  data: Data,
  { event, now }: Talk,
): Spoken {
  const language = languageOf(person, event).locale;
  const t = translator(language);
  const about = { session: data.session, person: data.person, notice: notice.id };
  return {
    text: confirmationCallText(notice, event.name, { t, locale: language, zone: event.zone, now }),
    language,
    press: {
      how: t('speakers.call.how'),
      thanks: t('speakers.call.thanks'),
      job: {
        id: confirmByVoice.id({ person: data.person, notice: notice.id }),
        name: confirmByVoice.name,
        queue: confirmByVoice.queue,
        data: { person: data.person, notice: notice.id },
      },
    },
    unanswered: {
      id: callUnanswered.id({ ...data, call }),
      name: callUnanswered.name,
      queue: callUnanswered.queue,
      data: { ...about, call },
    },
  };
}
