/** From a file to its preview, or to the question for what it does not tell; kept until it is answered. */

import type { Temporal } from 'temporal-polyfill';
import type { AgendaState } from '../../src/agenda/domain/agenda.ts';
import { type AgendaDiff, counts, diffState } from '../../src/agenda/domain/diff.ts';
import { type Held, held, replaces } from '../../src/agenda/domain/held.ts';
import type { ParsedAgenda, ParseOptions } from '../../src/agenda/domain/parsed.ts';
import { keepPreview, type Preview, previewDocument } from '../../src/agenda/domain/preview.ts';
import { toldOf } from '../../src/agenda/domain/told.ts';
import { fetchPages } from '../../src/agenda/fetch-pages.ts';
import { importPreview, oddityLine } from '../../src/agenda/import-preview.ts';
import type { AgendaReader } from '../../src/agenda/lines.ts';
import { liveSessions, loadAgenda } from '../../src/agenda/load.ts';
import { readFile } from '../../src/agenda/read-file.ts';
import type { RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { joined } from '../../src/slack/mrkdwn.ts';
import { askView, isMissing, type Missing } from './ask-view.ts';

type Who = Omit<RequestContext, 'trigger'>;
type ImportPreview = Extract<Preview['what'], { kind: 'import' }>;
export type Asked = Extract<Preview['what'], { kind: 'ask' }>;

export const agendaReaderOf = ({ t, locale, zone, now }: Who): AgendaReader => ({ t, locale, zone, now });

/** Where the file comes from, with what was told about it. */
export interface Origin {
  readonly url?: string | undefined;
  readonly text?: string | undefined;
  readonly options: ParseOptions;
  /** Seconds, where it is to be followed. */
  readonly everySeconds?: number | undefined;
}

export const missingIn = (parsed: ParsedAgenda): Missing => ({
  zone: parsed.needsZone,
  date: parsed.needsDate,
  columns: parsed.needsColumns,
  order: parsed.needsOrder,
});

export async function parse(origin: Origin, deps: Deps): Promise<ParsedAgenda> {
  if (origin.url !== undefined) {
    const { body } = await fetchPages(deps.fetch, origin.url);
    return await readFile(body, origin.options);
  }
  return await readFile(new TextEncoder().encode(origin.text ?? ''), origin.options);
}

/** The preview of a file, or the question for what it does not tell; either is kept until it is answered. */
export async function previewImport(origin: Origin, who: Who, deps: Deps): Promise<Message> {
  const parsed = await parse(origin, deps);
  const missing = missingIn(parsed);
  if (isMissing(missing)) return await ask(origin, missing, who, deps);
  if (parsed.sessions.length === 0) {
    if (parsed.oddities.length === 0) throw new UserError('agenda.importEmpty');
    const lines = parsed.oddities.map((oddity) => oddityLine(oddity, who.t));
    return { text: joined([who.t('agenda.importLeftOut'), ...lines], '\n') };
  }
  const state = await loadAgenda(deps);
  const nonce = deps.newId();
  const what: ImportPreview = {
    kind: 'import',
    parsed,
    ...(origin.url !== undefined && { url: origin.url }),
    ...(origin.text !== undefined && parsed.table && { text: origin.text }),
    told: toldOf(origin.options),
    takeSource: [],
  };
  await keep(nonce, state.version, what, who, deps);
  return showImport(nonce, what, state, who);
}

/** Asks for what is missing; `everySeconds` where the file is to be followed once that is told. */
export async function ask(
  { url, text, options, everySeconds }: Origin,
  missing: Missing,
  who: Who,
  deps: Deps,
): Promise<Message> {
  const nonce = deps.newId();
  const what: Asked = {
    kind: 'ask',
    ...(url !== undefined && { url }),
    ...(text !== undefined && { text }),
    ...toldOf(options),
    ...(everySeconds !== undefined && { everySeconds }),
  };
  await keep(nonce, 0, what, who, deps);
  return askView(nonce, missing, who.zone, who.t);
}

async function keep(
  nonce: string,
  version: number,
  what: Preview['what'],
  who: Who,
  deps: Deps,
): Promise<void> {
  const by = { owner: who.person.id, by: who.person.id, now: who.now };
  await withOptimisticRetry(deps.store, async () => {
    const old = await deps.store.get(previewDocument, who.person.id);
    return { change: keepPreview(by, old, { nonce, version, what }), result: undefined };
  });
}

export function showImport(
  nonce: string,
  { parsed, url, told, takeSource }: ImportPreview,
  state: AgendaState,
  who: Who,
  again = false,
): Message {
  const chosen = new Set(takeSource);
  const diff = diffState(state, parsed, { now: who.now, takeSource: chosen });
  return importPreview(
    {
      nonce,
      source: url === undefined ? who.t('agenda.pastedText') : new URL(url).host,
      parsed,
      diff,
      held: heldBack(diff, url, state, who.now),
      replaced: isForeign(diff, url, state) ? counts(diff).cancelled : 0,
      takeSource: chosen,
      columnsOpen: told !== undefined,
      again,
    },
    agendaReaderOf(who),
  );
}

/** Whether the file shares next to nothing with our agenda, and would take its place. */
const isForeign = (diff: AgendaDiff, url: string | undefined, state: AgendaState): boolean =>
  replaces(diff, state.sessions.size, url, state.agenda.source?.url) && counts(diff).cancelled > 0;

/**
 * Why a file waits for `Apply anyway`. Another agenda altogether is no loss of its source, and an agenda that
 * came from none (the sandbox's demo) has no source that could have lost anything.
 */
export const heldBack = (
  diff: AgendaDiff,
  url: string | undefined,
  state: AgendaState,
  now: Temporal.Instant,
): Held | undefined =>
  !state.agenda.source || replaces(diff, state.sessions.size, url, state.agenda.source.url)
    ? undefined
    : held(liveSessions(state), diff, now);
