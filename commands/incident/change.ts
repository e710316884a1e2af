/** How the verbs and buttons of incidents change one. */
import { type Change, mergeChanges, type Versioned } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Incident, RoleName } from '../../src/incident/domain/incident.ts';
import { takeRole } from '../../src/incident/domain/transitions.ts';
import { findIncident } from '../../src/incident/load.ts';
import { handToCommander } from '../../src/page/domain/incident-link.ts';
import { pageDocument } from '../../src/page/domain/page.ts';

/** Reads the incident again for each try, so that two who press at once are both right. Answers it as read. */
export const changeIncident = async (
  code: string,
  deps: Pick<Deps, 'store'>,
  decision: (read: Versioned<Incident>) => Change | Promise<Change>,
): Promise<Incident> =>
  await withOptimisticRetry(deps.store, async () => {
    const read = await findIncident(code, deps);
    return { change: await decision(read), result: read.value };
  });

/** Gives somebody a role. A new commander has the incident's pages too, where they were nobody else's. */
export const giveRole = (
  code: string,
  role: RoleName,
  person: string,
  { by, now }: Parameters<typeof handToCommander>[2],
  { store }: Pick<Deps, 'store'>,
): Promise<Incident> =>
  changeIncident(code, { store }, async (read) => {
    const taken = takeRole(read, role, person, by, now);
    if (role !== 'commander') return taken;
    const pages = await store.find(pageDocument, `incident:${read.value.code}`);
    return mergeChanges(taken, ...pages.map((page) => handToCommander(page, person, { by, now })));
  });
