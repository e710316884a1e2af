/**
 * App Home: what concerns this person now, then the event at a glance. Each command gives its own part; here
 * they are only put in order, one under the other. Organizers get the buttons for what they do most on top.
 */

import type { HomeView, KnownBlock } from '@slack/types';
import { isOrganizer } from '../callboard/domain/event.ts';
import type { Command, HomePart, RequestContext } from '../core/command.ts';
import type { Deps } from '../core/deps.ts';
import { actions, button, context, divider, header } from './blocks.ts';
import { escape, type Mrkdwn } from './mrkdwn.ts';
import { home } from './views.ts';

/** Slack's own limit for a Home. */
const BLOCKS = 100;

/** What waits for an answer goes before what is only good to know. Commands not named here come last. */
const MINE = ['/page', '/keys', '/callboard', '/rota', '/speakers', '/agenda', '/incident'];
const GLANCE = ['/callboard', '/agenda', '/rota', '/speakers', '/incident', '/page', '/keys'];

type Who = Omit<RequestContext, 'trigger'>;

/** A command's part, with the buttons that organizers press most. */
export interface NamedPart extends HomePart {
  readonly name: string;
  readonly quick?: Command['quick'];
}

/** Blocks up to `room`; what does not fit is said to be missing, never silently. */
const fitted = (blocks: readonly KnownBlock[], room: number, more: Mrkdwn): KnownBlock[] =>
  blocks.length <= room ? [...blocks] : [...blocks.slice(0, room - 1), context(more)];

const inOrder = (parts: readonly NamedPart[], order: readonly string[]): NamedPart[] => {
  const place = ({ name }: NamedPart) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...parts].sort((a, b) => place(a) - place(b));
};

/** Slack takes 25 buttons in a row; nobody has so many. */
function quickButtons(parts: readonly NamedPart[], { t, event, person }: Who): KnownBlock[] {
  if (!isOrganizer(event, person.id)) return [];
  const buttons = inOrder(parts, MINE)
    .flatMap((part) => Object.entries(part.quick ?? {}))
    .map(([action, label]) => button(action, t(label)));
  return actions(buttons, 'home.quick');
}

/** The view made of parts that are already there. What is mine goes first, and gets its space first. */
export function composeHome(parts: readonly NamedPart[], request: Who): HomeView {
  const { t, event, person } = request;
  const greeting = header(t('home.greeting', { event: event.name, name: person.name }));
  const top = [greeting, ...quickButtons(parts, request)];
  const mine = inOrder(parts, MINE).flatMap((part) => part.mine);
  const own = fitted(mine.length > 0 ? mine : [context(t('home.nothing'))], BLOCKS - 10, t('home.more'));
  const glance = inOrder(parts, GLANCE).flatMap((part) => part.event);
  const room = BLOCKS - top.length - own.length - 2;
  const rest =
    glance.length > 0 ? [divider(), header(t('home.event')), ...fitted(glance, room, t('home.more'))] : [];
  const nice = inOrder(parts, GLANCE).flatMap((part) => part.nice ?? []);
  const isRoom = top.length + own.length + rest.length + nice.length + 1 <= BLOCKS;
  return home([...top, ...own, ...rest, ...(nice.length > 0 && isRoom ? [divider(), ...nice] : [])]);
}

/** Asks every command for its part. One that fails leaves the others standing, and says that it is missing. */
export async function homeView(commands: readonly Command[], request: Who, deps: Deps): Promise<HomeView> {
  const parts = await Promise.all(
    commands.map(async (command): Promise<NamedPart> => {
      const { name, quick } = command;
      const named = { name, ...(quick && { quick }) };
      try {
        return { ...named, ...((await command.home?.(request, deps)) ?? { mine: [], event: [] }) };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        deps.log.error({ part: 'home', command: name, reason }, 'a part of App Home broke');
        return { ...named, mine: [context(request.t('home.missing', { command: escape(name) }))], event: [] };
      }
    }),
  );
  return composeHome(parts, request);
}
