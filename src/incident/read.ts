/**
 * The one reader of incidents and of all that belongs to them. Whoever reads says for whom, and what that
 * viewer may not know of is not there: a place that forgets to ask cannot show it. A test of the house holds
 * that nothing else reads these documents.
 */
import type { Recorded, Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { isConfidential, mayRead, pageDocument } from '../page/domain/page.ts';
import { type ActionItem, actionDocument } from './domain/action.ts';
import {
  heldUpdateDocument,
  type Incident,
  incidentDocument,
  incidentNumber,
  type Kind,
  type Mark,
  markDocument,
} from './domain/incident.ts';
import { type Postmortem, postmortemDocument } from './domain/postmortem.ts';
import { isVisibleTo, type Viewer } from './domain/privacy.ts';
import { type RemedyRun, type RunScene, remedyRunDocument } from './domain/remedy-run.ts';
import {
  type RunbookMatter,
  type RunbookRun,
  runbookOfIncident,
  runbookOfPage,
  runbookRunDocument,
} from './domain/runbook-run.ts';

type Needs = Pick<Deps, 'store'>;

/** Undefined where there is none, and where this viewer may not know of it: nobody can tell which. */
export async function readIncident(
  code: string,
  viewer: Viewer,
  { store }: Needs,
): Promise<Versioned<Incident> | undefined> {
  const found = await store.get(incidentDocument, code);
  return found && isVisibleTo(found.value, viewer) ? found : undefined;
}

/** Latest first. */
export async function readIncidents(
  which: 'all' | 'open' | `kind:${Kind}`,
  viewer: Viewer,
  { store }: Needs,
): Promise<Versioned<Incident>[]> {
  const found =
    which === 'all' ? await store.all(incidentDocument) : await store.find(incidentDocument, which);
  return found.filter(({ value }) => isVisibleTo(value, viewer)).sort(latestFirst);
}

const latestFirst = ({ value: a }: Versioned<Incident>, { value: b }: Versioned<Incident>): number =>
  b.declaredAt.localeCompare(a.declaredAt) || incidentNumber(b.code) - incidentNumber(a.code);

export async function readPostmortem(
  code: string,
  viewer: Viewer,
  deps: Needs,
): Promise<Versioned<Postmortem> | undefined> {
  return (await readIncident(code, viewer, deps)) && (await deps.store.get(postmortemDocument, code));
}

/** In no order. */
export async function readPostmortems(viewer: Viewer, deps: Needs): Promise<Versioned<Postmortem>[]> {
  const [visible, all] = await Promise.all([
    readIncidents('all', viewer, deps),
    deps.store.all(postmortemDocument),
  ]);
  const codes = new Set(visible.map(({ id }) => id));
  return all.filter(({ id }) => codes.has(id));
}

export interface Item {
  readonly item: Versioned<ActionItem>;
  readonly incident: Incident;
}

export async function readAction(code: string, viewer: Viewer, deps: Needs): Promise<Item | undefined> {
  const item = await deps.store.get(actionDocument, code);
  const incident = item && (await readIncident(item.value.incident, viewer, deps));
  return item && incident && { item, incident: incident.value };
}

/** In no order; an owner's are those that are open, and may be some that were done long ago. */
export async function readActions(
  which: 'all' | 'open' | `incident:${string}` | `owner:${string}`,
  viewer: Viewer,
  { store }: Needs,
): Promise<Item[]> {
  const items = which === 'all' ? await store.all(actionDocument) : await store.find(actionDocument, which);
  const codes = [...new Set(items.map(({ value }) => value.incident))];
  const found = await store.getMany(incidentDocument, codes);
  const visible = new Map(
    found.flatMap((one) => (one && isVisibleTo(one.value, viewer) ? [[one.id, one.value] as const] : [])),
  );
  return items.flatMap((item) => {
    const incident = visible.get(item.value.incident);
    return incident ? [{ item, incident }] : [];
  });
}

/** A marked message, by where it is. */
export async function readMark(
  source: string,
  viewer: Viewer,
  deps: Needs,
): Promise<{ readonly mark: Versioned<Mark>; readonly incident: Incident } | undefined> {
  const mark = await deps.store.get(markDocument, source);
  const incident = mark && (await readIncident(mark.value.incident, viewer, deps));
  return mark && incident && { mark, incident: incident.value };
}

/** An update that waits until somebody says that it is meant. */
export async function readHeldUpdate(id: string, viewer: Viewer, deps: Needs) {
  const held = await deps.store.get(heldUpdateDocument, id);
  return held && (await readIncident(held.value.incident, viewer, deps)) && held;
}

export interface ReadRun {
  readonly run: Versioned<RunbookRun>;
  readonly matter: RunbookMatter;
}

/** A runbook that is at work, of an incident or a page that this viewer may know of. */
export async function readRun(id: string, viewer: Viewer, deps: Needs): Promise<ReadRun | undefined> {
  const run = await deps.store.get(runbookRunDocument, id);
  const { incident, page } = run?.value ?? {};
  const matter =
    incident === undefined
      ? page && (await pageMatter(page, viewer, deps))
      : await incidentMatter(incident, viewer, deps);
  return run && matter ? { run, matter } : undefined;
}

async function incidentMatter(code: string, viewer: Viewer, deps: Needs): Promise<RunbookMatter | undefined> {
  const incident = await readIncident(code, viewer, deps);
  return incident && runbookOfIncident(incident.value);
}

async function pageMatter(
  code: string,
  viewer: Viewer,
  { store }: Needs,
): Promise<RunbookMatter | undefined> {
  const page = (await store.get(pageDocument, code))?.value;
  if (!page) return undefined;
  const may =
    viewer === 'responders' || (viewer === 'everybody' ? !isConfidential(page) : mayRead(page, viewer.id));
  return may ? runbookOfPage(page) : undefined;
}

/** Those at work on an incident, or on a page; whoever asks has read that one. */
export const readRunsOf = async (
  whose: `incident:${string}` | `page:${string}`,
  { store }: Needs,
): Promise<Versioned<RunbookRun>[]> => await store.find(runbookRunDocument, whose);
/** What a run of an action belongs to, as it is now; undefined where this viewer may not know of that. */
export async function readScene(
  {
    page: code,
    incident: named,
  }: { readonly page?: string | undefined; readonly incident?: string | undefined },
  viewer: Viewer,
  { store }: Needs,
): Promise<RunScene | undefined> {
  const page = code === undefined ? undefined : await store.get(pageDocument, code);
  const isReader =
    page &&
    (viewer === 'responders' ||
      (viewer === 'everybody' ? !isConfidential(page.value) : mayRead(page.value, viewer.id)));
  if (code !== undefined && !isReader) return undefined;
  const belongs = named ?? page?.value.incident;
  const incident = belongs === undefined ? undefined : await readIncident(belongs, viewer, { store });
  if (named !== undefined && !incident) return undefined;
  return { ...(page && { page }), ...(incident && { incident: incident.value }) };
}

export interface ReadRemedyRun {
  readonly run: Versioned<RemedyRun>;
  readonly scene: RunScene;
}

/** Undefined where there is none, and where this viewer may not know of what it belongs to. */
export async function readRemedyRun(
  id: string,
  viewer: Viewer,
  deps: Needs,
): Promise<ReadRemedyRun | undefined> {
  const run = await deps.store.get(remedyRunDocument, id);
  const scene = run && (await readScene(run.value, viewer, deps));
  return run && scene && { run, scene };
}

/** Runs of a page and of an incident, oldest first, each once; their reader may see what they belong to. */
export async function remedyRunsOf(
  { page, incident }: { readonly page?: string | undefined; readonly incident?: string | undefined },
  { store }: Needs,
): Promise<RemedyRun[]> {
  const found = await Promise.all([
    page === undefined ? [] : store.find(remedyRunDocument, `page:${page}`),
    incident === undefined ? [] : store.find(remedyRunDocument, `incident:${incident}`),
  ]);
  const all = new Map(found.flat().map(({ id, value }) => [id, value]));
  return [...all.values()].sort((a, b) => a.at.localeCompare(b.at));
}

/** An incident's own facts; the incident was read, so that its reader may see them. */
export async function factsAbout({ code }: Incident, { store }: Needs): Promise<Recorded[]> {
  return await store.facts({ about: `incident:${code}` });
}
