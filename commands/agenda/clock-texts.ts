/** Texts to the stage clock, from the crew: `START S17`, `END S17`, `UNDO S17`, `BEGIN`, `OVER`. Each counts once. */
import { lastPress } from '../../src/agenda/domain/stage.ts';
import { readStageText, type StageText } from '../../src/agenda/domain/stage-text.ts';
import { loadAgenda } from '../../src/agenda/load.ts';
import { ownRoom } from '../../src/agenda/own-room.ts';
import {
  pressClock,
  pressedAtText,
  readStage,
  type StageOutcome,
  undoClock,
} from '../../src/agenda/press-stage.ts';
import { includes } from '../../src/callboard/domain/permission.ts';
import { readOnce, textDocument } from '../../src/callboard/domain/text.ts';
import type { InboundSms, SmsHandlers } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { clock } from '../../src/i18n/time.ts';
import { fitGsm } from '../../src/phone/gsm.ts';

/** Characters of two texts. */
const MAX_SMS = 306;

type Done = Extract<StageOutcome, { readonly press: unknown }>;

/** The room that is meant, and the session where it was named; undefined where there is no such. */
async function placeOf(read: StageText, { person, now }: InboundSms, deps: Deps) {
  const state = await loadAgenda(deps);
  if (read.session === undefined) {
    const room = await ownRoom(person.id, now, state, deps);
    return room === undefined ? undefined : { room, session: undefined };
  }
  const session = state.sessions.get(read.session)?.value;
  return session && { room: session.room, session: session.code };
}

async function answer(read: StageText, sms: InboundSms, deps: Deps): Promise<string> {
  const { person, now, t } = sms;
  const id = sms.id === '' ? deps.newId() : sms.id;
  const place = await placeOf(read, sms, deps);
  if (!place) return t('agenda.clock.text.which');
  const { room, session } = place;
  const said = ({ press }: Done): string => {
    const params = { session: press.session, time: pressedAtText(press, sms), room };
    if (read.what === 'undo')
      return t(press.what === 'start' ? 'agenda.clock.startUndone' : 'agenda.clock.endUndone', params);
    return t(read.what === 'start' ? 'agenda.clock.text.started' : 'agenda.clock.text.ended', params);
  };
  const also = (done: Done) => readOnce(id, person.id, said(done), now);
  const outcome =
    read.what === 'undo'
      ? await undoClock(room, await pressToUndo(room, session, deps), person.id, deps, also)
      : await pressClock(
          { id: `sms-${id}`, what: read.what, room, session, at: now, by: person.id },
          deps,
          also,
        );
  return 'problem' in outcome ? problemText(outcome, session ?? room, sms) : said(outcome);
}

/** The last press of the room, if it is of this session; else none, which says that something else came after it. */
async function pressToUndo(room: string, session: string | undefined, deps: Deps): Promise<string> {
  const press = lastPress((await readStage(room, deps))?.value);
  return press !== undefined && press.session === session ? press.id : '';
}

function problemText(outcome: Exclude<StageOutcome, Done>, session: string, sms: InboundSms): string {
  const { t, zone, locale } = sms;
  if (outcome.problem === 'started' || outcome.problem === 'ended')
    return t(
      outcome.problem === 'started' ? 'agenda.clock.text.alreadyStarted' : 'agenda.clock.text.alreadyEnded',
      { session: outcome.session?.code ?? session, time: clock(outcome.at, zone, locale) },
    );
  return t(outcome.problem === 'changed' ? 'agenda.clock.text.changed' : 'agenda.clock.text.cannot', {
    session,
  });
}

export const clockSms: SmsHandlers = {
  async handleSms(sms, deps) {
    const read = readStageText(sms.text);
    if (!read || !includes(sms.permission, 'crew')) return undefined;
    const before = sms.id === '' ? undefined : await deps.store.get(textDocument, sms.id);
    return before ? before.value.said : fitGsm(await answer(read, sms, deps), '', '', MAX_SMS);
  },
  /** What nobody could read is no press. */
  async onUnmatchedSms() {
    return [];
  },
};
