/** What is pressed and filled in below a preview: a time zone, the columns, whose change wins, or `Discard`. */

import {
  type ColumnMapping,
  NO_COLUMN,
  type ParsedAgenda,
  type ParseOptions,
} from '../../src/agenda/domain/parsed.ts';
import { dropPreview, keepPreview, previewDocument } from '../../src/agenda/domain/preview.ts';
import { optionsOf } from '../../src/agenda/domain/told.ts';
import { loadAgenda } from '../../src/agenda/load.ts';
import type { Button, ButtonClick, Modal, RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { answerModal } from './ask-view.ts';
import { missingIn, type Origin, parse, previewImport, showImport } from './import-preview.ts';
import { field } from './inputs.ts';
import { followFeed } from './watch.ts';

type Who = Omit<RequestContext, 'trigger'>;

/** A question that waits, or a preview whose table may be read by other columns. */
async function pending(nonce: string, who: Who, deps: Deps): Promise<Origin> {
  const found = await deps.store.get(previewDocument, who.person.id);
  const what = found?.value.nonce === nonce ? found.value.what : undefined;
  if (what?.kind === 'ask')
    return { ...where(what), options: optionsOf(what), everySeconds: what.everySeconds };
  if (what?.kind === 'import' && what.parsed.table)
    return { ...where(what), options: optionsOf(what.told ?? {}) };
  throw new UserError('agenda.previewGone');
}

const where = ({ url, text }: { readonly url?: string; readonly text?: string }) => ({ url, text });

/** With what was told: the preview of an import, the first of a feed, or the next question. */
const proceed = ({ everySeconds, url, ...origin }: Origin, who: Who, deps: Deps): Promise<Message> =>
  everySeconds !== undefined && url !== undefined
    ? followFeed({ ...origin, url, everySeconds }, who, deps)
    : previewImport({ ...origin, url }, who, deps);

/** The event's own zone, by one press. */
export const useZone: Button = {
  async run(click, deps) {
    const asked = await pending(click.value, click, deps);
    const options = { ...asked.options, zone: click.zone };
    return { replace: await proceed({ ...asked, options }, click, deps) };
  },
};

/** The form for what is missing; for a table that can be read, all of its columns, to be named otherwise. */
export const answerButton: Button = {
  async run(click, deps) {
    const asked = await pending(click.value, click, deps);
    const parsed = await parse(asked, deps);
    return { modal: answerModal(click.value, missingIn(parsed), parsed.table, click, click.t) };
  },
};

/** What a table's columns are taken for, by itself and by what was said before. */
const guessedIn = ({ needsColumns, table }: ParsedAgenda): ColumnMapping =>
  (needsColumns ?? table)?.guessed ?? {};

export const answerSubmitted: Modal = {
  async run(submission, deps) {
    const asked = await pending(submission.meta, submission, deps);
    const mapping: Record<string, string> = { ...asked.options.mapping };
    const columns = Object.keys(submission.values).flatMap(
      (block) => /^column\.(.+)$/.exec(block)?.[1] ?? [],
    );
    const guessed: Readonly<Record<string, string>> =
      columns.length > 0 ? guessedIn(await parse(asked, deps)) : {};
    for (const column of columns) {
      // A field that was emptied has no column, whatever its header looks like.
      const chosen = field(submission, `column.${column}`) || NO_COLUMN;
      if (chosen !== (guessed[column] ?? NO_COLUMN)) mapping[column] = chosen;
    }
    const [zone, firstDate, order] = ['zone', 'date', 'order'].map((block) => field(submission, block));
    const options = {
      ...asked.options,
      ...(zone && { zone }),
      ...(firstDate && { firstDate }),
      ...((order === 'dmy' || order === 'mdy') && { dateOrder: order }),
      ...(Object.keys(mapping).length > 0 && { mapping: mapping as ColumnMapping }),
    } satisfies ParseOptions;
    return await proceed({ ...asked, options }, submission, deps);
  },
};

/** For one session the source shall win, or (`keep`) for none. */
async function choose(
  click: ButtonClick,
  deps: Deps,
  chosen: (old: readonly string[]) => string[],
  nonce: string,
) {
  return await withOptimisticRetry(deps.store, async () => {
    const old = await deps.store.get(previewDocument, click.person.id);
    if (old?.value.nonce !== nonce || old.value.what.kind !== 'import')
      throw new UserError('agenda.previewGone');
    const what = { ...old.value.what, takeSource: chosen(old.value.what.takeSource) };
    const state = await loadAgenda(deps);
    const by = { owner: click.person.id, by: click.person.id, now: click.now };
    const change = keepPreview(by, old, { nonce, version: state.version, what });
    return { change, result: { replace: showImport(nonce, what, state, click) } };
  });
}

export const takeSource: Button = {
  run(click, deps) {
    const [nonce = '', code = ''] = click.value.split(' ');
    return choose(click, deps, (old) => [...new Set([...old, code])], nonce);
  },
};

export const keepOurs: Button = {
  run: (click, deps) => choose(click, deps, () => [], click.value),
};

/** Throws the preview away; somebody else's, or one already used, is left alone. */
export const discard: Button = {
  async run(click, deps) {
    return await withOptimisticRetry(deps.store, async () => {
      for (const owner of [click.person.id, 'watch']) {
        const old = await deps.store.get(previewDocument, owner);
        if (old?.value.nonce !== click.value) continue;
        const change = dropPreview({ owner, by: click.person.id, now: click.now }, old);
        return { change, result: { replace: { text: click.t('agenda.discarded') } } };
      }
      return { result: { replace: { text: click.t('agenda.previewGone') } } };
    });
  },
};
