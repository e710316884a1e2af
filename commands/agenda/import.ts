/** `import`: fetch or take the text, read it, show what it would change, and apply that. */

import type { Temporal } from 'temporal-polyfill';
import { importPreview } from '../../src/agenda/import-preview.ts';
import type { Reader } from '../../src/agenda/lines.ts';
import { loadAgenda, sessionsOf } from '../../src/agenda/load.ts';
import { readFile } from '../../src/agenda/read-file.ts';
import type { Asking, Button, Call, Modal, Press, Verb } from '../../src/command.ts';
import { decide } from '../../src/decide.ts';
import type { Deps } from '../../src/deps.ts';
import type { AgendaState } from '../../src/domain/agenda/agenda.ts';
import { type AgendaDiff, counts, diffAgenda } from '../../src/domain/agenda/diff.ts';
import { type Held, held, replaces } from '../../src/domain/agenda/held.ts';
import type { ColumnMapping, ParsedAgenda, ParseOptions } from '../../src/domain/agenda/parsed.ts';
import { dropPreview, keepPreview, type Preview, previewDocument } from '../../src/domain/agenda/preview.ts';
import { UserError } from '../../src/errors.ts';
import type { Message } from '../../src/ports.ts';
import { answerModal, askView, importModal, isMissing, type Missing } from './ask-view.ts';
import { field } from './inputs.ts';

type Who = Omit<Asking, 'trigger'>;
type ImportPreview = Extract<Preview['what'], { kind: 'import' }>;
type Asked = Extract<Preview['what'], { kind: 'ask' }>;

export const readerOf = ({ t, locale, zone, now }: Who): Reader => ({ t, locale, zone, now });

/** Where the file comes from, with what was told about it. */
interface Origin {
  readonly url?: string | undefined;
  readonly text?: string | undefined;
  readonly options: ParseOptions;
}

const missingIn = (parsed: ParsedAgenda): Missing => ({
  zone: parsed.needsZone,
  date: parsed.needsDate,
  columns: parsed.needsColumns,
});

async function parse(origin: Origin, deps: Deps): Promise<ParsedAgenda> {
  if (origin.url !== undefined) {
    const { body } = await deps.fetch(origin.url);
    return await readFile(body, origin.options);
  }
  return await readFile(new TextEncoder().encode(origin.text ?? ''), origin.options);
}

/** The preview of a file, or the question for what it does not tell; either is kept until it is answered. */
async function preview(origin: Origin, who: Who, deps: Deps): Promise<Message> {
  const parsed = await parse(origin, deps);
  const missing = missingIn(parsed);
  const nonce = deps.newId();
  if (isMissing(missing)) {
    const what: Asked = {
      kind: 'ask',
      ...(origin.url !== undefined && { url: origin.url }),
      ...(origin.text !== undefined && { text: origin.text }),
      ...(origin.options.zone !== undefined && { zone: origin.options.zone }),
      ...(origin.options.firstDate !== undefined && { firstDate: origin.options.firstDate }),
      ...(origin.options.mapping !== undefined && { mapping: { ...origin.options.mapping } }),
    };
    await keep(nonce, 0, what, who, deps);
    return askView(nonce, missing, who.zone, who.t);
  }
  if (parsed.sessions.length === 0) throw new UserError('agenda.importEmpty');
  const state = await loadAgenda(deps);
  const what: ImportPreview = {
    kind: 'import',
    parsed,
    ...(origin.url !== undefined && { url: origin.url }),
    takeSource: [],
  };
  await keep(nonce, state.version, what, who, deps);
  return showImport(nonce, what, state, who);
}

async function keep(
  nonce: string,
  version: number,
  what: Preview['what'],
  who: Who,
  deps: Deps,
): Promise<void> {
  const by = { owner: who.person.id, by: who.person.id, now: who.now };
  await decide(deps.store, async () => {
    const old = await deps.store.get(previewDocument, who.person.id);
    return { change: keepPreview(by, old, { nonce, version, what }), result: undefined };
  });
}

export function showImport(
  nonce: string,
  { parsed, url, takeSource }: ImportPreview,
  state: AgendaState,
  who: Who,
  again = false,
): Message {
  const chosen = new Set(takeSource);
  const diff = diffAgenda(sessionsOf(state), parsed, { now: who.now, takeSource: chosen });
  return importPreview(
    {
      nonce,
      source: url === undefined ? who.t('agenda.pastedText') : new URL(url).host,
      parsed,
      diff,
      held: heldBack(diff, url, state, who.now),
      replaced: replaces(diff, url, state.agenda.source?.url) ? counts(diff).cancelled : 0,
      takeSource: chosen,
      again,
    },
    readerOf(who),
  );
}

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
  !state.agenda.source || replaces(diff, url, state.agenda.source.url)
    ? undefined
    : held(sessionsOf(state), diff, now);

/** Slack turns a typed address into `<https://…|…>`. */
const bareUrl = (text: string): string => /^<([^|>]+)(?:\|[^>]*)?>$/.exec(text)?.[1] ?? text;

async function runImport(call: Call, deps: Deps) {
  if (call.text === '') return { modal: importModal(call.t, call.zone) };
  const [url = '', zone, ...more] = call.text.split(/\s+/);
  if (more.length > 0) throw new UserError('agenda.importUsage');
  await call.progress({ text: call.t('agenda.fetching') });
  return await preview({ url: bareUrl(url), options: zone === undefined ? {} : { zone } }, call, deps);
}

export const importVerb: Verb = {
  usage: { 'import [URL] [ZONE]': 'agenda.usage.import' },
  may: 'organizer',
  run: runImport,
};

export const importSubmitted: Modal = {
  may: 'organizer',
  async run(submission, deps) {
    const [url, text, zone] = ['url', 'text', 'zone'].map((block) => field(submission, block));
    if (!url && !text) return { errors: { url: submission.t('agenda.importNeither') } };
    if (url && text) return { errors: { text: submission.t('agenda.importBoth') } };
    const origin = url ? { url: bareUrl(url) } : { text: text ?? '' };
    return await preview({ ...origin, options: zone ? { zone } : {} }, submission, deps);
  },
};

async function pending(nonce: string, who: Who, deps: Deps): Promise<Asked> {
  const found = await deps.store.get(previewDocument, who.person.id);
  if (found?.value.nonce !== nonce || found.value.what.kind !== 'ask')
    throw new UserError('agenda.previewGone');
  return found.value.what;
}

const optionsOf = ({ zone, firstDate, mapping }: Asked): ParseOptions => ({
  ...(zone !== undefined && { zone }),
  ...(firstDate !== undefined && { firstDate }),
  ...(mapping !== undefined && { mapping: mapping as ColumnMapping }),
});

/** The event's own zone, by one press. */
export const useZone: Button = {
  may: 'organizer',
  async run(press, deps) {
    const asked = await pending(press.value, press, deps);
    return {
      replace: await preview({ ...asked, options: { ...optionsOf(asked), zone: press.zone } }, press, deps),
    };
  },
};

export const answerButton: Button = {
  may: 'organizer',
  async run(press, deps) {
    const asked = await pending(press.value, press, deps);
    const missing = missingIn(await parse({ ...asked, options: optionsOf(asked) }, deps));
    return { modal: answerModal(press.value, missing, press.zone, press.t) };
  },
};

export const answerSubmitted: Modal = {
  may: 'organizer',
  async run(submission, deps) {
    const asked = await pending(submission.meta, submission, deps);
    const mapping: Record<string, string> = { ...asked.mapping };
    for (const block of Object.keys(submission.values)) {
      const [, column] = /^column\.(.+)$/.exec(block) ?? [];
      const chosen = field(submission, block);
      if (column !== undefined && chosen !== '') mapping[column] = chosen;
    }
    const [zone, firstDate] = [field(submission, 'zone'), field(submission, 'date')];
    return await preview(
      {
        ...asked,
        options: {
          ...optionsOf(asked),
          ...(zone && { zone }),
          ...(firstDate && { firstDate }),
          ...(Object.keys(mapping).length > 0 && { mapping: mapping as ColumnMapping }),
        },
      },
      submission,
      deps,
    );
  },
};

/** For one session the source shall win, or (`keep`) for none. */
async function choose(press: Press, deps: Deps, chosen: (old: readonly string[]) => string[], nonce: string) {
  return await decide(deps.store, async () => {
    const old = await deps.store.get(previewDocument, press.person.id);
    if (old?.value.nonce !== nonce || old.value.what.kind !== 'import')
      throw new UserError('agenda.previewGone');
    const what = { ...old.value.what, takeSource: chosen(old.value.what.takeSource) };
    const state = await loadAgenda(deps);
    const by = { owner: press.person.id, by: press.person.id, now: press.now };
    const change = keepPreview(by, old, { nonce, version: state.version, what });
    return { change, result: { replace: showImport(nonce, what, state, press) } };
  });
}

export const takeSource: Button = {
  may: 'organizer',
  run(press, deps) {
    const [nonce = '', code = ''] = press.value.split(' ');
    return choose(press, deps, (old) => [...new Set([...old, code])], nonce);
  },
};

export const keepOurs: Button = {
  may: 'organizer',
  run: (press, deps) => choose(press, deps, () => [], press.value),
};

/** Throws the preview away; somebody else's, or one already used, is left alone. */
export const discard: Button = {
  may: 'organizer',
  async run(press, deps) {
    return await decide(deps.store, async () => {
      for (const owner of [press.person.id, 'watch']) {
        const old = await deps.store.get(previewDocument, owner);
        if (old?.value.nonce !== press.value) continue;
        const change = dropPreview({ owner, by: press.person.id, now: press.now }, old);
        return { change, result: { replace: { text: press.t('agenda.discarded') } } };
      }
      return { result: { replace: { text: press.t('agenda.previewGone') } } };
    });
  },
};
