/** The actions of the event file: which there are, which fit a card, and the button of each. */
import type { Button } from '@slack/types';
import { z } from 'zod';
import type { Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { isResolved, mayRead, pageDocument } from '../page/domain/page.ts';
import { button } from '../slack/blocks.ts';
import { fitsPlace, placeOfPage, type Remedy, type RemedyPlace, remedyDocument } from './domain/remedy.ts';

/** In one order everywhere. */
export const byRemedyName = (all: ReadonlyMap<string, Versioned<Remedy>>): Versioned<Remedy>[] =>
  [...all.values()].sort((a, b) => (a.id < b.id ? -1 : 1));

/** All of them, by name. */
export const readRemedies = async ({ remedies }: Pick<Deps, 'remedies'>): Promise<Versioned<Remedy>[]> =>
  byRemedyName(await remedies.read());

/** Undefined where the event file has no action of this name. */
export const readRemedy = async (
  name: string,
  { store }: Pick<Deps, 'store'>,
): Promise<Versioned<Remedy> | undefined> => await store.get(remedyDocument, name);

/** Those that are offered there, by name. */
export const remediesFor = (all: readonly Versioned<Remedy>[], place: RemedyPlace): Remedy[] =>
  all.map(({ value }) => value).filter((remedy) => fitsPlace(remedy, place));

/** On what an action is used: codes, `P3` and `I2`, and a room's name. */
export interface RemedyContext {
  readonly page?: string | undefined;
  readonly incident?: string | undefined;
  readonly room?: string | undefined;
}

/** What the button of an action carries. */
export const RemedyPress = z.object({
  do: z.string(),
  page: z.string().exactOptional(),
  incident: z.string().exactOptional(),
  room: z.string().exactOptional(),
});

/**
 * The button of an action. Pressed, it shows what the action will do and asks; nothing is done before that. It stands
 * anywhere: on cards, in a step of a runbook. Who may is checked when it is pressed.
 *
 * @example actions([remedyButton(remedy, { page: 'P3' })])
 */
export const remedyButton = (
  { name, title }: Pick<Remedy, 'name' | 'title'>,
  { page, incident, room }: RemedyContext,
): Button =>
  button(
    `incident.do#${name}`,
    title,
    JSON.stringify({
      do: name,
      ...(page !== undefined && { page }),
      ...(incident !== undefined && { incident }),
      ...(room !== undefined && { room }),
    }),
  );

/**
 * Used on an incident, what it resolves is the one open page of that incident which it fits; where it fits several, or
 * none, it stays with the incident alone.
 */
export async function withItsPage(
  remedy: Remedy,
  on: RemedyContext,
  person: string,
  { store }: Pick<Deps, 'store'>,
): Promise<RemedyContext> {
  if (!remedy.resolves || on.page !== undefined || on.incident === undefined) return on;
  const pages = (await store.find(pageDocument, `incident:${on.incident}`)).map(({ value }) => value);
  const [page, ...others] = pages.filter(
    (one) => !isResolved(one) && mayRead(one, person) && fitsPlace(remedy, placeOfPage(one)),
  );
  return page && others.length === 0 ? { ...on, page: page.code } : on;
}
