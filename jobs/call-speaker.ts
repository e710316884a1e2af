/** Calls a speaker who has not confirmed a change, half an hour before the talk: press 1 to confirm. */
import { due, put, together } from '../src/domain/commit.ts';
import { tellOrganizers } from '../src/domain/event/jobs.ts';
import { type Spoken, spokenDocument } from '../src/domain/paging/spoken.ts';
import { callPrepared, ofTalk } from '../src/domain/speakers/facts.ts';
import { callId, callSpeaker, confirmByVoice } from '../src/domain/speakers/jobs.ts';
import { called, toCall } from '../src/domain/speakers/notices.ts';
import { PermanentError } from '../src/errors.ts';
import { translator } from '../src/i18n/index.ts';
import { job } from '../src/job.ts';
import { mention } from '../src/slack-text.ts';
import { callText } from '../src/speakers/change-message.ts';
import { localeFor, readTalk } from '../src/speakers/read.ts';

export default job({
  kind: callSpeaker,
  async run(data, deps, { again }) {
    const { session, person, record, event, now } = await readTalk(deps, data.session, data.person);
    const notice = toCall(session, record?.value, data.start, now);
    if (!session || !record || !notice || !person) return undefined;
    const voice = deps.channels.find((channel) => channel.name === 'voice');
    const cannot = (code: string) =>
      together(called(record, notice.id, now, code), {
        jobs: [
          due(tellOrganizers, `tell:${callId(data.session, data.person)}:${notice.id}`, now, {
            key: 'speakers.cannotCall',
            params: { person: mention(person), code: data.session },
          }),
        ],
      });
    if (!voice || voice.address(person) === undefined) return cannot('no-phone');
    const language = localeFor(person, event);
    const t = translator(language);
    const reader = { t, locale: language, zone: event.zone, now };
    const id = `confirm-${data.session}-${data.person}-${notice.id}`.replace(/[^A-Za-z0-9]+/g, '-');
    const text = callText(notice, event.name, reader);
    const spoken: Spoken = {
      text,
      language,
      press: {
        how: t('speakers.call.how'),
        thanks: t('speakers.call.thanks'),
        job: {
          id: `confirm-by-voice:${data.person}:${notice.id}`,
          name: confirmByVoice.name,
          queue: confirmByVoice.queue,
          data: { person: data.person, notice: notice.id },
        },
      },
    };
    const known = await deps.store.get(spokenDocument, id);
    if (!known) {
      const about = { session: data.session, person: data.person, notice: notice.id };
      const facts = [ofTalk(callPrepared, now, 'callboard', about)];
      await deps.store.commit({ put: [put(spokenDocument, id, spoken)], facts });
    }
    const outgoing = { notification: id, attempt: 1, to: person, text, validFor: 300, since: now };
    try {
      const left = again && known ? await voice.find?.(outgoing) : undefined;
      if (!left) await voice.send(outgoing);
    } catch (error) {
      if (error instanceof PermanentError) return cannot(error.code);
      throw error;
    }
    return called(record, notice.id, now);
  },
});
