/** `link` with nothing behind it: many speakers at once by a table, shown before anybody is linked. */

import { withNextStep } from '../../src/callboard/next-step.ts';
import type { Button, ButtonClick, Modal, RequestContext } from '../../src/core/command.ts';
import { mergeChanges } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { parsePressed } from '../../src/core/pressed.ts';
import { escape, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { findTableLinks, linkTable, toLink } from '../../src/speakers/domain/link-table.ts';
import { speakersOf } from '../../src/speakers/domain/linking.ts';
import type { SpeakerRow } from '../../src/speakers/domain/speaker-row.ts';
import {
  endTable,
  isAsShown,
  keepTable,
  speakerTableDocument,
} from '../../src/speakers/domain/table-plan.ts';
import { readSpeakers } from '../../src/speakers/load.ts';
import { readSpeakerFile } from '../../src/speakers/read-file.ts';
import { TablePage, tableModal, tablePreview, toLookAt } from './table-view.ts';

type Asking = Pick<RequestContext, 'person' | 'now' | 't'>;

const owned = ({ person, now }: Asking) => ({ owner: person.id, now });

/** Slack turns a typed address into `<https://…|…>`. */
const addressIn = (text: string): string | undefined =>
  /^<?(https?:\/\/[^\s|>]+)(?:\|[^>]*)?>?$/i.exec(text)?.[1];

/** What the rows come to by what is so now. */
async function judge(rows: readonly SpeakerRow[], deps: Deps) {
  const [all, everybody] = await Promise.all([readSpeakers(deps), deps.directory.all()]);
  const findings = findTableLinks(rows, { ...all, people: everybody });
  const people = new Map(everybody.map((person) => [person.id, person]));
  return { all, findings, people, speakers: speakersOf(all.sessions) };
}

async function preview(file: Uint8Array, asking: Asking, deps: Deps): Promise<Message> {
  const rows = await readSpeakerFile(file);
  const nonce = deps.newId();
  const judged = await withOptimisticRetry(deps.store, async () => {
    const old = await deps.store.get(speakerTableDocument, asking.person.id);
    const result = await judge(rows, deps);
    if (result.speakers.length === 0) throw new UserError('speakers.table.noAgenda');
    const change = keepTable(owned(asking), old, { nonce, rows: [...rows] }, result.findings);
    return { change, result };
  });
  return tablePreview({ ...judged, nonce, page: 0 }, asking.t);
}

/** The window, or the preview where an address of a table follows; undefined where it is another form of `link`. */
export async function linkByTable(
  text: string,
  call: Asking & Pick<ButtonClick, 'progress'>,
  deps: Deps,
): Promise<Message | { readonly modal: ReturnType<typeof tableModal> } | undefined> {
  if (text === '') return { modal: tableModal(call.t) };
  const url = addressIn(text);
  if (url === undefined) return undefined;
  await call.progress({ text: call.t('speakers.table.working', { what: escape(url) }) });
  return await preview((await deps.fetch(url)).body, call, deps);
}

const tableSubmitted: Modal = {
  async run(submission, deps) {
    const field = (block: string) => {
      const value = submission.values[block]?.['value'];
      return typeof value === 'string' && value.trim() !== '' ? value : undefined;
    };
    const [url, text] = [field('url')?.trim(), field('text')];
    if ((url === undefined) === (text === undefined))
      return { errors: { text: submission.t('speakers.table.either') } };
    const file =
      url === undefined
        ? new TextEncoder().encode(text ?? '')
        : (await deps.fetch(addressIn(url) ?? url)).body;
    return await preview(file, submission, deps);
  },
};

/** The waiting table whose button was pressed; undefined where it is answered, or another one came since. */
async function waiting(nonce: string, { person }: Asking, deps: Deps) {
  const read = await deps.store.get(speakerTableDocument, person.id);
  return read?.value.nonce === nonce ? read : undefined;
}

async function turnTable(click: ButtonClick, deps: Deps): Promise<Message> {
  const { nonce, page } = parsePressed(TablePage, click.value);
  const read = await waiting(nonce, click, deps);
  if (!read) return { text: click.t('speakers.table.ended') };
  // What has changed meanwhile is shown; `Apply` still asks whether it is what was shown first.
  return tablePreview({ ...(await judge(read.value.rows, deps)), nonce, page }, click.t);
}

async function applyTable(click: ButtonClick, deps: Deps): Promise<Message> {
  const { t, person } = click;
  const renewed = deps.newId();
  const said = await withOptimisticRetry(deps.store, async () => {
    const read = await waiting(click.value, click, deps);
    if (!read) return { result: { message: { text: t('speakers.table.ended') }, applied: false } };
    const judged = await judge(read.value.rows, deps);
    if (!isAsShown(read.value, judged.findings)) {
      const made = { nonce: renewed, rows: read.value.rows };
      return {
        change: keepTable(owned(click), read, made, judged.findings),
        result: {
          message: tablePreview({ ...judged, nonce: renewed, page: 0, again: true }, t),
          applied: false,
        },
      };
    }
    const links = toLink(judged.findings);
    const ids = links.map(() => deps.newId());
    const count = toLookAt(judged.findings);
    const done = t('speakers.table.applied', { count: links.length });
    const text = count > 0 ? mrkdwn`${done} ${t('speakers.table.leftOver', { count })}` : done;
    return {
      change: mergeChanges(
        endTable(owned(click), read, 'applied'),
        linkTable(links, ids, person.id, judged.all),
      ),
      result: { message: { text }, applied: true },
    };
  });
  return said.applied ? await withNextStep(said.message, click, deps) : said.message;
}

async function discardTable(click: ButtonClick, deps: Deps): Promise<Message> {
  const discarded = await withOptimisticRetry(deps.store, async () => {
    const read = await waiting(click.value, click, deps);
    return { change: read && endTable(owned(click), read, 'discarded'), result: read !== undefined };
  });
  return { text: click.t(discarded ? 'speakers.table.discarded' : 'speakers.table.ended') };
}

export const tableButtons: Readonly<Record<string, Button>> = {
  'speakers.table': { run: async ({ t }) => ({ modal: tableModal(t) }) },
  'speakers.table-more': { run: async (click, deps) => ({ replace: await turnTable(click, deps) }) },
  'speakers.table-apply': { run: async (click, deps) => ({ replace: await applyTable(click, deps) }) },
  'speakers.table-discard': { run: async (click, deps) => ({ replace: await discardTable(click, deps) }) },
};

export const tableModals: Readonly<Record<string, Modal>> = { 'speakers.table': tableSubmitted };
