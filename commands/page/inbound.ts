/** A text that comes in: a reply with a code, a word that opts out, or something that wants an answer. */
import { z } from 'zod';
import { decide } from '../../src/decide.ts';
import type { Deps } from '../../src/deps.ts';
import { type Change, due, happened, put } from '../../src/domain/commit.ts';
import type { EventSettings } from '../../src/domain/event/event.ts';
import { tellOrganizers } from '../../src/domain/event/jobs.ts';
import { replyCode } from '../../src/domain/paging/codes.ts';
import { optedIn, optedOut } from '../../src/domain/paging/facts.ts';
import { fitGsm, toGsm } from '../../src/domain/paging/gsm.ts';
import { type Incoming, readText } from '../../src/domain/paging/inbox.ts';
import { pageDocument } from '../../src/domain/paging/page.ts';
import { type Person, personDocument } from '../../src/domain/people/person.ts';
import { onShift } from '../../src/domain/rota/on-shift.ts';
import { translator } from '../../src/i18n/index.ts';
import { clockFrom } from '../../src/i18n/time.ts';
import { answer } from '../../src/paging/answer.ts';
import { type Language, languageOf } from '../../src/paging/load.ts';
import { loadCard } from '../../src/paging/show.ts';
import { nameOf } from '../../src/paging/words.ts';
import type { Route } from '../../src/route.ts';
import { replyText } from './twiml.ts';

const Text = z.object({
  From: z.string(),
  Body: z.string().default(''),
  OptOutType: z.string().exactOptional(),
});

export const smsRoute: Route = {
  method: 'POST',
  path: '/twilio/sms',
  guard: 'twilio',
  async run({ body }, deps) {
    const text = Text.safeParse(body);
    if (!text.success) return { type: 'text/xml', body: replyText(undefined) };
    const event = await deps.events.settings();
    const person = await deps.directory.byPhone(text.data.From);
    // A number that nobody has: no word about what this is or who is on duty.
    if (!person)
      return { type: 'text/xml', body: replyText(translator(event.language)('page.reply.unknownNumber')) };
    const said = await reply(text.data.Body, person, event, deps);
    return { type: 'text/xml', body: replyText(said === undefined ? undefined : toGsm(said)) };
  },
};

async function reply(
  body: string,
  person: Person,
  event: EventSettings,
  deps: Deps,
): Promise<string | undefined> {
  const language = languageOf(person, event);
  const pages = await deps.store.find(pageDocument, `asked:${person.id}`);
  const meant = readText(body, person.id, pages);
  switch (meant.kind) {
    case 'stop':
      await setOptedOut(person.id, true, deps);
      // The provider answers STOP by itself, and would not let ours through.
      return undefined;
    case 'start':
      await setOptedOut(person.id, false, deps);
      return language.t('page.reply.started');
    case 'answer':
      return await answered(meant, person, event, language, deps);
    case 'unclear':
      return unclear(meant, person, language);
  }
}

async function answered(
  { page, verb }: Extract<Incoming, { kind: 'answer' }>,
  person: Person,
  event: EventSettings,
  language: Language,
  deps: Deps,
): Promise<string> {
  const { t, locale } = language;
  const now = deps.clock.now();
  const done = await answer(page.id, verb, { by: person.id, via: 'sms', now }, deps, {
    ...(verb === 'escalate' && { passing: person.id }),
  });
  const code = page.id;
  const reply = replyCode(code, person.id);
  if (done?.outcome === 'done') {
    if (verb === 'resolve') return t('page.reply.resolved', { code });
    if (verb === 'escalate') return t('page.reply.escalated', { code });
    return page.value.kind === 'test'
      ? t('page.reply.tested')
      : t('page.reply.acknowledged', { code, reply });
  }
  const model = await loadCard(done?.page ?? page.value, deps);
  const { acknowledged, resolved } = model.page;
  const last = resolved ?? acknowledged;
  if (!last) return t('page.reply.nothing', { code });
  const who = nameOf(last.by, model.names);
  const time = clockFrom(last.at, now, event.zone, locale);
  return t(resolved ? 'page.reply.alreadyResolved' : 'page.reply.alreadyAcknowledged', { code, who, time });
}

function unclear(
  { typed, open }: Extract<Incoming, { kind: 'unclear' }>,
  person: Person,
  { t }: Language,
): string {
  if (open.length === 0) return t('page.reply.noneOpen');
  const list = open
    .slice(0, 5)
    .map((page) => `${replyCode(page.code, person.id)} = ${page.message.slice(0, 40)}`)
    .join('; ');
  const head = typed ? t('page.reply.unknownCode', { typed }) : t('page.reply.noCode');
  return fitGsm(`${head} `, list, '', 306);
}

/** Whoever opts out is not reached by text any more; if they are on shift, somebody must know at once. */
async function setOptedOut(id: string, out: boolean, deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const shifts = [...(await deps.shifts.read()).values()].map(({ value }) => value);
  const isOnShift = onShift(shifts, now).some(({ assignment }) => assignment.person === id);
  await decide(deps.store, async () => {
    const known = await deps.store.get(personDocument, id);
    if (!known || (known.value.optedOut ?? false) === out) return { result: undefined };
    const { optedOut: _, ...rest } = known.value;
    const person: Person = out ? { ...rest, optedOut: true } : rest;
    const mention = person.slack ? `<@${person.slack}>` : person.name;
    const change: Change = {
      put: [put(personDocument, id, person, known.version)],
      facts: [
        happened(out ? optedOut : optedIn, {
          at: now,
          by: id,
          about: [`person:${id}`],
          data: { person: id },
        }),
      ],
      jobs: out
        ? [
            due(tellOrganizers, `opted-out:${id}`, now, {
              key: isOnShift ? 'page.optedOutOnShift' : 'page.optedOutAlarm',
              params: { person: mention },
            }),
          ]
        : [],
    };
    return { change, result: undefined };
  });
}
