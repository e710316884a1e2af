/** `import [URL]`: shifts from another system, shown before they are taken. */

import type { View } from '@slack/types';
import type { Modal, RequestContext, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { parseDay } from '../../src/core/time.ts';
import { isZone } from '../../src/formats/when.ts';
import { differByKey } from '../../src/rota/domain/draft.ts';
import { withKnownRooms } from '../../src/rota/domain/known-rooms.ts';
import { loadRota, rotaTime } from '../../src/rota/load.ts';
import { readShiftFile } from '../../src/rota/read-file.ts';
import { textInput } from '../../src/slack/inputs.ts';
import { escape } from '../../src/slack/mrkdwn.ts';
import { modal } from '../../src/slack/views.ts';
import type { Actor } from './confirm.ts';
import { previewRotaPlan } from './plans.ts';

/** Slack turns a typed address into `<https://…|…>`. */
const bareUrl = (text: string): string => /^<([^|>]+)(?:\|[^>]*)?>$/.exec(text)?.[1] ?? text;

interface Origin {
  readonly url?: string;
  readonly text?: string;
  readonly zone?: string;
  readonly dayZero?: string;
}

async function read(actor: Actor, deps: Deps, origin: Origin): Promise<Message> {
  const rota = await loadRota(deps);
  const file =
    origin.url === undefined
      ? new TextEncoder().encode(origin.text ?? '')
      : (await deps.fetch(origin.url)).body;
  const options = { zone: origin.zone ?? actor.zone };
  const first = rotaTime(rota, actor).days[0]?.date;
  const parsed = await readShiftFile(file, {
    ...options,
    ...(origin.dayZero !== undefined && { dayZero: origin.dayZero }),
  });
  // A file that counts days counts them, unless told otherwise, from the first day of the agenda.
  const whole =
    parsed.needsDayZero && first !== undefined
      ? await readShiftFile(file, { ...options, dayZero: first })
      : parsed;
  if (whole.needsDayZero) throw new UserError('rota.import.needsZero');
  const mine = [...rota.shifts.values()].filter(({ value }) => value.origin?.from === 'import');
  const rooms = [...rota.agenda.agenda.rooms.map((name) => ({ name })), ...actor.event.rooms];
  const difference = differByKey(withKnownRooms(whole.shifts, rooms), mine);
  const title = actor.t('rota.import.title');
  const about = [whole.title, whole.format, parsed.needsDayZero ? (first ?? '') : ''].filter(Boolean);
  return await previewRotaPlan(actor, deps, rota, 'import', difference, {
    title,
    about: escape(about.join(' · ')),
    oddities: whole.oddities,
  });
}

function importModal({ t, zone }: Pick<RequestContext, 't' | 'zone'>): View {
  const field = (block: string, label: string, multiline = false) =>
    textInput(block, label, { optional: true, multiline });
  return modal({
    id: 'rota.import',
    title: t('rota.import.title'),
    submit: t('rota.import.submit'),
    close: t('rota.button.close'),
    blocks: [
      field('url', t('rota.import.url')),
      field('text', t('rota.import.text'), true),
      field('zone', `${t('rota.import.zone')} (${zone})`),
      field('zero', t('rota.import.zero')),
    ],
  });
}

export const rotaImportVerb: Verb = {
  usage: { 'import [URL]': 'rota.use.import' },
  async run(call, deps) {
    if (call.text === '') return { modal: importModal(call) };
    const [url = '', dayZero] = call.text.split(/\s+/);
    await call.progress({ text: call.t('rota.import.working', { what: escape(bareUrl(url)) }) });
    return await read(call, deps, { url: bareUrl(url), ...(dayZero !== undefined && { dayZero }) });
  },
};

export const rotaImportSubmitted: Modal = {
  async run(submission, deps) {
    const { t } = submission;
    const field = (block: string) => {
      const value = submission.values[block]?.['value'];
      return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
    };
    const [url, text, zone, zero] = [field('url'), field('text'), field('zone'), field('zero')];
    if ((url === undefined) === (text === undefined)) return { errors: { url: t('rota.import.either') } };
    if (zone !== undefined && !isZone(zone))
      return { errors: { zone: t('format.noZone', { zone: escape(zone) }) } };
    const day =
      zero === undefined
        ? undefined
        : parseDay(zero, { now: submission.now, zone: submission.zone, days: [] });
    if (day && !('date' in day)) return { errors: { zero: t('rota.import.badZero') } };
    return await read(submission, deps, {
      ...(url !== undefined && { url: bareUrl(url) }),
      ...(text !== undefined && { text }),
      ...(zone !== undefined && { zone }),
      ...(day && { dayZero: day.date.toString() }),
    });
  },
};
