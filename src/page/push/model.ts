/** What somebody's own page shows: their devices, the pages that ask them, and how their last test went. */

import type { Deps } from '../../core/deps.ts';
import { NTFY, type Receiver } from '../domain/devices.ts';
import { asked, askedNow, type Page, pageDocument } from '../domain/page.ts';
import { testedDocument } from '../domain/tests.ts';
import { loadPeople } from '../load.ts';
import type { Names } from '../words.ts';
import { readPerson } from './devices.ts';
import type { PushHolder } from './enter.ts';

export interface DeviceShown {
  /** Ours, or `ntfy`. */
  readonly id: string;
  readonly name: string;
  readonly state: 'ready' | 'waiting' | 'stale';
  /** Why its first message did not leave: a code. */
  readonly trouble?: string;
}

export interface PushModel extends PushHolder {
  readonly devices: readonly DeviceShown[];
  /** The topic to subscribe to in the ntfy app, where they have one. */
  readonly topic: string | undefined;
  readonly ntfyServer: string | undefined;
  readonly publicKey: string;
  /** Open ones that ask them, and those that they have. */
  readonly pages: readonly Page[];
  readonly names: Names;
  readonly tested:
    | { readonly at: string; readonly reached: readonly string[]; readonly failed: readonly string[] }
    | undefined;
  readonly now: number;
}

const shown = (id: string, name: string, one: Receiver, isStale: boolean): DeviceShown => ({
  id,
  name,
  state: isStale ? 'stale' : one.verifiedAt === undefined ? 'waiting' : 'ready',
  ...(one.trouble !== undefined && { trouble: one.trouble }),
});

/** Most pages that are listed; the newest ones. */
const MAX_PAGES = 8;

/** Whoever passed a page on is left in peace, unless it has come round to them again. */
function passedOn({ escalations = [], stepsRun }: Page, person: string): boolean {
  const last = escalations.findLast(({ by }) => by === person);
  return (
    last !== undefined &&
    !stepsRun.some(({ at, people }) => at >= last.at && people.some((one) => one.person === person))
  );
}

const concerns = (page: Page, person: string): boolean =>
  page.state === 'open'
    ? askedNow(page).includes(person) && !passedOn(page, person)
    : page.acknowledged?.by === person;

export async function loadPushModel(holder: PushHolder, deps: Deps): Promise<PushModel> {
  const { id } = holder.person;
  const [person, unresolved, tested] = await Promise.all([
    readPerson(id, deps),
    deps.store.find(pageDocument, 'unresolved'),
    deps.store.get(testedDocument, id),
  ]);
  const pages = unresolved
    .map(({ value }) => value)
    .filter((page) => asked(page).includes(id) && concerns(page, id))
    .sort((a, b) => b.openedAt.localeCompare(a.openedAt))
    .slice(0, MAX_PAGES);
  const { devices = [], ntfy } = person?.value ?? holder.person;
  const publicKey = deps.push?.publicKey ?? '';
  return {
    ...holder,
    devices: [
      ...devices.map((one) => shown(one.id, one.name, one, one.key !== publicKey)),
      ...(ntfy ? [shown(NTFY, 'ntfy', ntfy, false)] : []),
    ],
    topic: ntfy?.topic,
    ntfyServer: deps.push?.ntfy,
    publicKey,
    pages,
    names: await loadPeople(
      pages.flatMap(({ author, target }) => [author, target.name]),
      deps,
    ),
    tested: tested?.value,
    now: deps.clock.now().epochMilliseconds,
  };
}
