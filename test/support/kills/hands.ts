/** Doors for hands: what somebody types or presses in Slack, without Slack's socket in between. */
import { z } from 'zod';
import { page } from '../../../commands/page/command.ts';

import { rota } from '../../../commands/rota/command.ts';
import type { Command, RequestContext } from '../../../src/core/command.ts';
import type { Deps } from '../../../src/core/deps.ts';
import { loadPermission } from '../../../src/core/permission.ts';
import type { Route } from '../../../src/core/route.ts';
import { pressButton, runCommand } from '../../../src/core/run-command.ts';
import { translator } from '../../../src/i18n/index.ts';
import { typeAnyway } from '../buttons.ts';

const Said = z.object({ person: z.string(), text: z.string() });

async function asking(id: string, deps: Deps): Promise<RequestContext> {
  const [person, event] = await Promise.all([deps.directory.person(id), deps.events.settings()]);
  if (!person) throw new Error(`nobody is ${id}`);
  const t = translator('en');
  const permission = await loadPermission(person, event, deps);
  return { person, permission, locale: 'en', t, now: deps.clock.now(), event, zone: event.zone, trigger: '' };
}

const progress = async () => {};
const told = (reply: unknown) => ({ type: 'application/json', body: JSON.stringify(reply ?? {}) });

export const hands: readonly Route[] = [
  {
    method: 'POST',
    path: '/hands/type',
    async run({ body }, deps) {
      const { person, text } = Said.parse(body);
      const call = { ...(await asking(person, deps)), text, channel: 'CGENERAL', progress };
      return told(await runCommand(page, call, deps));
    },
  },
  {
    method: 'POST',
    path: '/hands/rota',
    async run({ body }, deps) {
      const { person, text } = Said.parse(body);
      const call = { ...(await asking(person, deps)), text, channel: 'CGENERAL', progress };
      // What would leave a room empty asks first; whoever types here means it.
      const hand = {
        type: () => runCommand(rota, call, deps),
        press: (_: string, command: Command, action: string, value?: string) =>
          pressButton(command, action, { ...call, value: value ?? '', at: undefined }, deps),
      };
      return told(await typeAnyway(hand, person, rota, text));
    },
  },
  {
    method: 'POST',
    path: '/hands/acknowledge',
    async run({ body }, deps) {
      const { person, text: value } = Said.parse(body);
      const press = { ...(await asking(person, deps)), value, at: undefined, progress };
      return told(await pressButton(page, 'page.ack', press, deps));
    },
  },
];
