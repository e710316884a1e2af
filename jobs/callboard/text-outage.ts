/** Texts one organizer of an outage of Slack's: whom to call, how the day goes on, or that it is over. */

import { nowAndNext } from '../../src/agenda/domain/reading.ts';
import { loadAgenda, readAgenda } from '../../src/agenda/load.ts';
import { CHAT_ID, chatStateDocument, isChatLost } from '../../src/callboard/domain/chat-state.ts';
import { isOrganizer } from '../../src/callboard/domain/event.ts';
import { textOutage } from '../../src/callboard/domain/jobs.ts';
import type { Person } from '../../src/callboard/domain/person.ts';
import { textsTo } from '../../src/callboard/outage.ts';
import { outageNumbersText, outagePlanText } from '../../src/callboard/outage-texts.ts';
import type { Deps } from '../../src/core/deps.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { instant } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { clock } from '../../src/i18n/time.ts';
import { loadDuty, loadPeople } from '../../src/page/load.ts';
import { sendOut } from '../../src/page/send-out.ts';
import { toGsm } from '../../src/phone/gsm.ts';
import { onShift } from '../../src/rota/domain/on-shift.ts';

type What = 'numbers' | 'plan' | 'back';

/** Seconds after which it is worth nothing. */
const VALID_FOR = 1_800;

export default job({
  kind: textOutage,
  async run({ outage, person: id, what }, deps, { id: notification, mayHaveRunBefore }) {
    const [known, person, event] = await Promise.all([
      deps.store.get(chatStateDocument, CHAT_ID),
      deps.directory.person(id),
      deps.events.settings(),
    ]);
    const isThis = known?.value.lostAt === outage;
    // What it says must be so: over is over, and another outage has texts of its own.
    if (!known || !isThis || isChatLost(known.value) === (what === 'back')) return undefined;
    const sms = person && isOrganizer(event, id) ? textsTo(person, deps) : undefined;
    if (!person || !sms) return undefined;
    const { since, backAt } = known.value;
    const text = await textOf(what, { since, backAt: backAt ?? since, outage }, person, deps);
    const outgoing = {
      notification: notification.replace(/[^A-Za-z0-9]+/g, '-'),
      attempt: 1,
      to: person,
      text,
      validFor: VALID_FOR,
    };
    const left = mayHaveRunBefore ? await sms.find?.(outgoing) : undefined;
    if (!left)
      await sendOut(sms, outgoing, deps).catch((error: unknown) => {
        // A number that takes no texts is no alarm for the others.
        if (!(error instanceof PermanentError)) throw error;
      });
    return undefined;
  },
});

/** By the world as it was when the outage began, so that a second run finds what the first one sent. */
async function textOf(
  what: What,
  { since, backAt, outage }: { readonly since: string; readonly backAt: string; readonly outage: string },
  reader: Person,
  deps: Deps,
): Promise<string> {
  const duty = await loadDuty(deps);
  const { zone } = duty.event;
  const language = { ...languageOf(reader, duty.event), zone };
  const { t, locale } = language;
  if (what === 'back')
    return toGsm(
      t('callboard.outage.back', { from: clock(since, zone, locale), to: clock(backAt, zone, locale) }),
    );
  if (what === 'numbers') {
    // Nobody dials themself.
    const on = onShift(duty.shifts, instant(outage)).filter(
      ({ assignment }) => assignment.person !== reader.id,
    );
    const people = await loadPeople(
      on.map(({ assignment }) => assignment.person),
      deps,
    );
    return outageNumbersText(since, on, people, language);
  }
  const { sessions, agenda } = await loadAgenda(deps);
  return outagePlanText(
    nowAndNext(readAgenda(sessions), agenda.rooms, instant(outage).epochMilliseconds),
    language,
  );
}
