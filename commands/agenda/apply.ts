/** `Apply`: whatever was previewed, if the agenda is still the one it was made from; else a new preview. */

import { countsText } from '../../src/agenda/changes-view.ts';
import type { AgendaState } from '../../src/agenda/domain/agenda.ts';
import { nextChange } from '../../src/agenda/domain/change.ts';
import { counts, diffState } from '../../src/agenda/domain/diff.ts';
import { isFillOver } from '../../src/agenda/domain/fill.ts';
import { moveHarms } from '../../src/agenda/domain/harm.ts';
import { applyImport } from '../../src/agenda/domain/import.ts';
import { applyAgendaPlan, type Plan, planSteps } from '../../src/agenda/domain/live.ts';
import {
  dropPreview,
  keepPreview,
  type Preview,
  previewDocument,
  WATCH_PREVIEW,
} from '../../src/agenda/domain/preview.ts';
import { applyUndo, planUndo } from '../../src/agenda/domain/undo.ts';
import { accepted, WATCH_ID, watchDocument } from '../../src/agenda/domain/watch.ts';
import { feedHash } from '../../src/agenda/feed-hash.ts';
import { loadAgenda, timeContext } from '../../src/agenda/load.ts';
import {
  askForSecond,
  byTwo,
  promiseThatAsksSecond,
  SecondPress,
  seconded,
} from '../../src/agenda/second-organizer.ts';
import { withNextStep } from '../../src/callboard/next-step.ts';
import type { Button, ButtonClick, Reply, RequestContext } from '../../src/core/command.ts';
import { type Change, mergeChanges, type Versioned } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { parsePressed } from '../../src/core/pressed.ts';
import type { Mrkdwn } from '../../src/slack/mrkdwn.ts';
import { heldBack, showImport } from './import-preview.ts';

type Who = Omit<RequestContext, 'trigger'>;

interface Applied {
  readonly change: Change | undefined;
  readonly said: Mrkdwn;
}

/** The preview with this nonce, of one of these owners. */
async function findPreview(
  nonce: string,
  owners: readonly string[],
  deps: Deps,
): Promise<{ readonly owner: string; readonly read: Versioned<Preview> } | undefined> {
  for (const owner of owners) {
    const read = await deps.store.get(previewDocument, owner);
    if (read?.value.nonce === nonce) return { owner, read };
  }
  return undefined;
}

/** @param by - whose change it is: of two organizers the first */
async function commitOf(
  what: Preview['what'],
  state: AgendaState,
  by: string,
  who: Who,
  deps: Deps,
): Promise<Applied> {
  const { now, t } = who;
  const number = nextChange(state);
  if (what.kind === 'import') {
    const diff = diffState(state, what.parsed, { now, takeSource: new Set(what.takeSource) });
    const change = applyImport(state, diff, { parsed: what.parsed, url: what.url, by, now });
    const said = countsText(counts(diff), t);
    return {
      change,
      said: change
        ? t('agenda.applied', { said: said || t('agenda.importNothing') })
        : t('agenda.importNothing'),
    };
  }
  if (what.kind === 'live') {
    const plan: Plan = { ...what, clashes: [], late: [] };
    return {
      change: applyAgendaPlan(state, plan, by, now),
      said: t('agenda.applied', { said: t(`agenda.did.${what.how}`, { count: planSteps(what).length }) }),
    };
  }
  if (what.kind === 'undo') {
    const facts = await deps.store.facts({ about: `change:${what.change}` });
    const undo = planUndo(state, what.change, facts);
    if (!undo) throw new UserError('agenda.cannotUndo');
    return {
      change: applyUndo(state, undo, by, now),
      said: t('agenda.undone', { count: undo.steps.length, change: number }),
    };
  }
  throw new UserError('agenda.previewGone');
}

/** Makes a preview again on the agenda as it is now. Only an import can be: a plan is by its own session. */
function renewed(
  owner: string,
  read: Versioned<Preview>,
  state: AgendaState,
  who: Who,
): { change: Change; message: Message } | undefined {
  const { nonce, what } = read.value;
  if (what.kind !== 'import') return undefined;
  return {
    change: keepPreview({ owner, by: who.person.id, now: who.now }, read, {
      nonce,
      version: state.version,
      what,
    }),
    message: showImport(nonce, what, state, who, true),
  };
}

interface Pressed {
  readonly nonce: string;
  /** The person's own, or the followed feed's, which any organizer may decide; or the one that asks for a second. */
  readonly owners: readonly string[];
  /** In spite of the harms that were named. */
  readonly anyway: boolean;
  /** How the one that asks for a second organizer is decided. */
  readonly decided?: 'by-second' | 'alone';
}

export async function applyPreview(
  { nonce, owners, anyway, decided }: Pressed,
  click: ButtonClick,
  deps: Deps,
): Promise<Reply> {
  await click.progress({ text: click.t('agenda.applying') });
  const done = await withOptimisticRetry<Reply | { applied: Message }>(deps.store, async () => {
    const found = await findPreview(nonce, owners, deps);
    if (!found) return { result: { replace: { text: click.t('agenda.previewGone') } } };
    const { owner, read } = found;
    const { what, version } = read.value;
    const state = await loadAgenda(deps);
    if (state.version !== version) {
      const again = renewed(owner, read, state, click);
      if (again) return { change: again.change, result: { replace: again.message } };
      const change = dropPreview({ owner, by: click.person.id, now: click.now }, read);
      return { change, result: { replace: { text: click.t('agenda.changedMeanwhile') } } };
    }
    if (what.kind === 'import' && !anyway) {
      const diff = diffState(state, what.parsed, {
        now: click.now,
        takeSource: new Set(what.takeSource),
      });
      // It was ordinary when it was shown; what has begun since can make the loss a large one.
      if (heldBack(diff, what.url, state, click.now))
        return { result: { replace: showImport(nonce, what, state, click, true) } };
    }
    if (what.kind === 'live') {
      const kinds = moveHarms(what, timeContext(state, click), click.now).map(({ kind }) => kind);
      // Its time has come and gone while it waited: that was not what it asked.
      const isOver = isFillOver({ ...what, clashes: [], late: [] }, click.now);
      if (isOver || kinds.some((kind) => !anyway || !what.harms?.includes(kind))) {
        const change = dropPreview({ owner, by: click.person.id, now: click.now }, read);
        return { change, result: { replace: { text: click.t('agenda.pastMeanwhile') } } };
      }
    }
    if (decided === undefined && owner === click.person.id) {
      const promise = await promiseThatAsksSecond(click.event, deps);
      if (promise) return askForSecond({ read, anyway, promise }, click);
    }
    const applied = await commitOf(
      what,
      state,
      owner === WATCH_PREVIEW ? click.person.id : owner,
      click,
      deps,
    );
    const watch = owner === WATCH_PREVIEW ? await deps.store.get(watchDocument, WATCH_ID) : undefined;
    const change = mergeChanges(
      applied.change,
      watch && what.kind === 'import' && watch.value.url === what.url
        ? accepted({ by: click.person.id, now: click.now }, watch, feedHash(what.parsed))
        : undefined,
      dropPreview({ owner, by: click.person.id, now: click.now }, read),
      decided && applied.change ? seconded(nextChange(state), nonce, decided, click) : undefined,
    );
    const said = { text: decided === 'by-second' ? byTwo(applied.said, owner, click) : applied.said };
    return { change, result: what.kind === 'import' ? { applied: said } : { replace: said } };
  });
  return done && 'applied' in done ? { replace: await withNextStep(done.applied, click, deps) } : done;
}

const pressed =
  (anyway: boolean): Button['run'] =>
  (click, deps) =>
    applyPreview({ nonce: click.value, owners: [click.person.id, WATCH_PREVIEW], anyway }, click, deps);

export const applyButton: Button = { run: pressed(false) };
export const applyAnyway: Button = { run: pressed(true) };

/** `Apply too`, of another organizer than the one who asks for it. */
export const applySecond: Button = {
  async run(click, deps) {
    const { owner, nonce, anyway } = parsePressed(SecondPress, click.value);
    if (owner === click.person.id) throw new UserError('agenda.second.same');
    return await applyPreview({ nonce, owners: [owner], anyway, decided: 'by-second' }, click, deps);
  },
};

/** `Apply alone`: what cannot wait does not, and everybody hears of it. */
export const applyAlone: Button = {
  async run(click, deps) {
    const { owner, nonce, anyway } = parsePressed(SecondPress, click.value);
    if (owner !== click.person.id) throw new UserError('agenda.second.notYours');
    return await applyPreview({ nonce, owners: [owner], anyway, decided: 'alone' }, click, deps);
  },
};
