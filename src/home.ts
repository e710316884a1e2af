/**
 * App Home: what concerns this person now, then the event at a glance. Each command gives its own part; here
 * they are only put one under the other, in the order that `commands/index.ts` lists them.
 */
import type { HomeView, KnownBlock } from '@slack/types';
import type { Asking, Command, HomePart } from './command.ts';
import type { Deps } from './deps.ts';

/** Slack's own limit for a Home. */
const BLOCKS = 100;

type Who = Omit<Asking, 'trigger'>;

const heading = (text: string): KnownBlock => ({ type: 'header', text: { type: 'plain_text', text } });
const line = (text: string): KnownBlock => ({ type: 'context', elements: [{ type: 'mrkdwn', text }] });
const divider: KnownBlock = { type: 'divider' };

/** Blocks up to `room`; what does not fit is said to be missing, never silently. */
const fitted = (blocks: readonly KnownBlock[], room: number, more: string): KnownBlock[] =>
  blocks.length <= room ? [...blocks] : [...blocks.slice(0, room - 1), line(more)];

/** The view made of parts that are already there. `mine` goes before everything else, and gets its space first. */
export function composeHome(parts: readonly HomePart[], { t, event, person }: Who): HomeView {
  const mine = parts.flatMap((part) => part.mine);
  const glance = parts.flatMap((part) => part.event);
  const greeting = heading(t('home.greeting', { event: event.name, name: person.name }).slice(0, 150));
  const own = fitted(mine.length > 0 ? mine : [line(t('home.nothing'))], BLOCKS - 10, t('home.more'));
  const room = BLOCKS - own.length - 3;
  const rest =
    glance.length > 0 ? [divider, heading(t('home.event')), ...fitted(glance, room, t('home.more'))] : [];
  return { type: 'home', blocks: [greeting, ...own, ...rest] };
}

/** Asks every command for its part. One that fails leaves the others standing, and says that it is missing. */
export async function homeView(commands: readonly Command[], asking: Who, deps: Deps): Promise<HomeView> {
  const parts = await Promise.all(
    commands.map(async (command): Promise<HomePart> => {
      try {
        return (await command.home?.(asking, deps)) ?? { mine: [], event: [] };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        deps.log.error({ part: 'home', command: command.name, reason }, 'a part of App Home broke');
        return { mine: [line(asking.t('home.missing', { command: command.name }))], event: [] };
      }
    }),
  );
  return composeHome(parts, asking);
}
