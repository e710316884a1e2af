/** An action that takes keys: the ceremony of `/keys fire` opens, and the action is over when that is. */
import type { RequestContext } from '../../src/core/command.ts';
import type { Versioned } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { guardedNameOf, type Remedy } from '../../src/incident/domain/remedy.ts';
import { isHiddenScene, isRunOver } from '../../src/incident/domain/remedy-run.ts';
import { startRun } from '../../src/incident/domain/remedy-steps.ts';
import { lastRunOf } from '../../src/incident/finish-remedy.ts';
import { organizerOrHolder } from '../../src/keys/access.ts';
import { actionNamed, workingSet } from '../../src/keys/find.ts';
import { begin as beginCeremony } from '../../src/keys/start-ceremony.ts';
import { bold, escape, type Mrkdwn } from '../../src/slack/mrkdwn.ts';
import type { Scene } from './do-find.ts';

/**
 * Opens the ceremony and begins the run in one commit. Who may is as for `/keys fire`: organizers, and the holders.
 *
 * @param id - of the run: pressing twice is pressing once
 */
export async function fireByKeys(
  remedy: Versioned<Remedy>,
  { id, scene, room }: Scene & { readonly id: string },
  who: RequestContext,
  deps: Deps,
): Promise<Mrkdwn> {
  const { t, person, now } = who;
  const action = actionNamed(guardedNameOf(remedy.value) ?? '', deps);
  const { set, current } = await workingSet(action.set, deps);
  organizerOrHolder(who, set.value);
  const codes = isHiddenScene(scene) ? [] : [scene.page?.id, scene.incident?.code, room];
  // Holders read it on their cards: nothing of what only some may know of.
  const reason = [remedy.value.title, ...codes.filter((code) => code !== undefined)].join(' · ');
  const also = async ({ code }: { readonly code: string }) => {
    const { last, run: before } = await lastRunOf(remedy.id, deps);
    if (before && !isRunOver(before))
      throw new UserError('incident.do.busy', { title: escape(remedy.value.title) });
    return startRun(remedy, last, { id, by: person.id, room, scene, ceremony: code }, now).change;
  };
  const asked = { purpose: 'fire', target: action.name, reason, action, origin: { run: id, also } } as const;
  const ceremony = await beginCeremony(who, set.value, current, asked, deps);
  const where = t(scene.page || scene.incident ? 'incident.do.where.thread' : 'incident.do.where.channel');
  return t('incident.do.begunKeys', { title: bold(remedy.value.title), code: escape(ceremony.code), where });
}
