/** What is pressed and filled in below a preview: a time zone, the columns, whose change wins, or `Discard`. */

import type { ColumnMapping, ParseOptions } from '../../src/agenda/domain/parsed.ts';
import { dropPreview, keepPreview, previewDocument } from '../../src/agenda/domain/preview.ts';
import { loadAgenda } from '../../src/agenda/load.ts';
import type { Button, ButtonClick, Modal, RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { answerModal } from './ask-view.ts';
import { type Asked, missingIn, parse, previewImport, showImport } from './import-preview.ts';
import { field } from './inputs.ts';

type Who = Omit<RequestContext, 'trigger'>;

async function pending(nonce: string, who: Who, deps: Deps): Promise<Asked> {
  const found = await deps.store.get(previewDocument, who.person.id);
  if (found?.value.nonce !== nonce || found.value.what.kind !== 'ask')
    throw new UserError('agenda.previewGone');
  return found.value.what;
}

const optionsOf = ({ zone, firstDate, mapping, dateOrder }: Asked): ParseOptions => ({
  ...(zone !== undefined && { zone }),
  ...(firstDate !== undefined && { firstDate }),
  ...(mapping !== undefined && { mapping: mapping as ColumnMapping }),
  ...(dateOrder !== undefined && { dateOrder }),
});

/** The event's own zone, by one press. */
export const useZone: Button = {
  async run(click, deps) {
    const asked = await pending(click.value, click, deps);
    return {
      replace: await previewImport(
        { ...asked, options: { ...optionsOf(asked), zone: click.zone } },
        click,
        deps,
      ),
    };
  },
};

export const answerButton: Button = {
  async run(click, deps) {
    const asked = await pending(click.value, click, deps);
    const missing = missingIn(await parse({ ...asked, options: optionsOf(asked) }, deps));
    return { modal: answerModal(click.value, missing, click.zone, click.t) };
  },
};

export const answerSubmitted: Modal = {
  async run(submission, deps) {
    const asked = await pending(submission.meta, submission, deps);
    const mapping: Record<string, string> = { ...asked.mapping };
    for (const block of Object.keys(submission.values)) {
      const [, column] = /^column\.(.+)$/.exec(block) ?? [];
      const chosen = field(submission, block);
      if (column !== undefined && chosen !== '') mapping[column] = chosen;
    }
    const [zone, firstDate, order] = ['zone', 'date', 'order'].map((block) => field(submission, block));
    return await previewImport(
      {
        ...asked,
        options: {
          ...optionsOf(asked),
          ...(zone && { zone }),
          ...(firstDate && { firstDate }),
          ...((order === 'dmy' || order === 'mdy') && { dateOrder: order }),
          ...(Object.keys(mapping).length > 0 && { mapping: mapping as ColumnMapping }),
        },
      },
      submission,
      deps,
    );
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
