/**
 * App Home: what concerns this person now, then the event at a glance. Each command gives its own part; here
 * they are only put in order, one under the other. Organizers get the buttons for what they do most on top.
 */

import type { ActionsBlock, HomeView, KnownBlock } from '@slack/types';
import { isOrganizer } from '../callboard/domain/event.ts';
import type { Command, HomePart, RequestContext } from '../core/command.ts';
import type { Deps } from '../core/deps.ts';
import { plainText } from './blocks.ts';

/** Slack's own limit for a Home. */
const BLOCKS = 100;

/** What waits for an answer goes before what is only good to know. Commands not named here come last. */
const MINE = ['/page', '/keys', '/rota', '/speakers', '/agenda', '/incident'];
const GLANCE = ['/callboard', '/agenda', '/rota', '/speakers', '/incident', '/page', '/keys'];

type Who = Omit<RequestContext, 'trigger'>;

/** A command's part, with the buttons that organizers press most. */
export interface NamedPart extends HomePart {
  readonly name: string;
  readonly quick?: Command['quick'];
}

const heading = (text: string): KnownBlock => ({
  type: 'header',
  text: plainText(text, 150),
});
const line = (text: string): KnownBlock => ({ type: 'context', elements: [{ type: 'mrkdwn', text }] });
const divider: KnownBlock = { type: 'divider' };

/** Blocks up to `room`; what does not fit is said to be missing, never silently. */
const fitted = (blocks: readonly KnownBlock[], room: number, more: string): KnownBlock[] =>
  blocks.length <= room ? [...blocks] : [...blocks.slice(0, room - 1), line(more)];

const inOrder = (parts: readonly NamedPart[], order: readonly string[]): NamedPart[] => {
  const place = ({ name }: NamedPart) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...parts].sort((a, b) => place(a) - place(b));
};

/** Slack takes 25 buttons in a row; nobody has so many. */
function quickButtons(parts: readonly NamedPart[], { t, event, person }: Who): KnownBlock[] {
  if (!isOrganizer(event, person.id)) return [];
  const elements: ActionsBlock['elements'] = inOrder(parts, MINE)
    .flatMap((part) => Object.entries(part.quick ?? {}))
    .map(([action_id, label]) => ({
      type: 'button',
      action_id,
      text: plainText(t(label)),
    }));
  return elements.length > 0 ? [{ type: 'actions', block_id: 'home.quick', elements }] : [];
}

/** The view made of parts that are already there. What is mine goes first, and gets its space first. */
export function composeHome(parts: readonly NamedPart[], request: Who): HomeView {
  const { t, event, person } = request;
  const greeting = heading(t('home.greeting', { event: event.name, name: person.name }));
  const top = [greeting, ...quickButtons(parts, request)];
  const mine = inOrder(parts, MINE).flatMap((part) => part.mine);
  const own = fitted(mine.length > 0 ? mine : [line(t('home.nothing'))], BLOCKS - 10, t('home.more'));
  const glance = inOrder(parts, GLANCE).flatMap((part) => part.event);
  const room = BLOCKS - top.length - own.length - 2;
  const rest =
    glance.length > 0 ? [divider, heading(t('home.event')), ...fitted(glance, room, t('home.more'))] : [];
  return { type: 'home', blocks: [...top, ...own, ...rest] };
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
        return { ...named, mine: [line(request.t('home.missing', { command: name }))], event: [] };
      }
    }),
  );
  return composeHome(parts, request);
}
