/** What is pressed and filled in below a preview: a time zone, the columns, whose change wins, or `Discard`. */

import type { ColumnMapping, ParseOptions } from '../../src/agenda/domain/parsed.ts';
import { dropPreview, keepPreview, previewDocument } from '../../src/agenda/domain/preview.ts';
import { loadAgenda } from '../../src/agenda/load.ts';
import type { Asking, Button, Modal, Press } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { decide } from '../../src/core/optimistic-retry.ts';
import { answerModal } from './ask-view.ts';
import { type Asked, missingIn, parse, preview, showImport } from './import-preview.ts';
import { field } from './inputs.ts';

type Who = Omit<Asking, 'trigger'>;

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
