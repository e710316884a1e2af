/** How the verbs and buttons of incidents change one. */
import { type Change, mergeChanges, type Put, type Versioned } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { type Incident, incidentDocument, type RoleName } from '../../src/incident/domain/incident.ts';
import type { Viewer } from '../../src/incident/domain/privacy.ts';
import { takeRole } from '../../src/incident/domain/transitions.ts';
import { findIncident } from '../../src/incident/load.ts';
import { handToCommander, setReaders } from '../../src/page/domain/incident-link.ts';
import { type Page, pageDocument } from '../../src/page/domain/page.ts';

/** Reads the incident again for each try, so that two who press at once are both right. Answers it as read. `viewer` is who asks for it. */
export const changeIncident = async (
  code: string,
  viewer: Viewer,
  deps: Pick<Deps, 'store'>,
  decision: (read: Versioned<Incident>) => Change | Promise<Change>,
): Promise<Incident> =>
  await withOptimisticRetry(deps.store, async () => {
    const read = await findIncident(code, viewer, deps);
    return { change: await withReaders(read.value, await decision(read), deps), result: read.value };
  });

/** Who may know of the incident may read its pages: both change in one commit. */
async function withReaders(
  before: Incident,
  change: Change,
  { store }: Pick<Deps, 'store'>,
): Promise<Change> {
  const after = change.put?.find(({ kind, id }) => kind.name === incidentDocument.name && id === before.code);
  const responders = (after?.value as Incident | undefined)?.responders;
  const at = change.facts?.[0]?.at;
  if (!after || !at || sameSet(responders ?? [], before.responders ?? [])) return change;
  const pages = await store.find(pageDocument, `incident:${before.code}`);
  const isPage = ({ kind }: Put) => kind.name === pageDocument.name;
  const changed = (change.put ?? []).map((one) =>
    isPage(one) && responders ? { ...one, value: { ...(one.value as Page), readers: [...responders] } } : one,
  );
  const others = pages.filter(({ id }) => !changed.some((one) => isPage(one) && one.id === id));
  return mergeChanges({ ...change, put: changed }, ...others.map((page) => setReaders(page, responders, at)));
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));

/** Gives somebody a role. A new commander has the incident's pages too, where they were nobody else's. */
export const giveRole = (
  code: string,
  role: RoleName,
  person: string,
  { by, now }: Parameters<typeof handToCommander>[2],
  { store }: Pick<Deps, 'store'>,
): Promise<Incident> =>
  changeIncident(code, { id: by }, { store }, async (read) => {
    const taken = takeRole(read, role, person, by, now);
    if (role !== 'commander') return taken;
    const pages = await store.find(pageDocument, `incident:${read.value.code}`);
    return mergeChanges(taken, ...pages.map((page) => handToCommander(page, person, { by, now })));
  });
