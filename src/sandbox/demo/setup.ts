/** The demo's set-up: `event.yaml` beside this, read by the parser of event files (`formats/event-file/read.ts`). */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Temporal } from 'temporal-polyfill';
import { withRunbookFolder } from '../../callboard/event-file/runbook-folder.ts';
import { type EventSetup, WrittenSetup } from '../../callboard/event-file/schema.ts';
import { type Change, mergeChanges } from '../../core/commit.ts';
import { readByLines } from '../../formats/event-file/read.ts';
import { applyActionPart, orderedActions } from '../../incident/domain/actions-file.ts';
import { createHook } from '../../page/domain/hooks.ts';
import { stageTokenHash } from '../devices.ts';
import type { EventFile } from './event-file.ts';

const path = new URL('./event.yaml', import.meta.url);
/** Its parts, the runbooks of its folder among them. */
export function demoFile(): EventSetup {
  const read = readByLines(readFileSync(path, 'utf8'), WrittenSetup);
  if ('problems' in read) throw new Error(`event.yaml: ${JSON.stringify(read.problems)}`);
  const whole = withRunbookFolder(read.value, fileURLToPath(path));
  if ('faults' in whole) throw new Error(`event.yaml: ${JSON.stringify(whole.faults)}`);
  return whole.setup;
}

const handleOf = (ref: string): string => ref.replace(/^@/, '');

/** The bot's port in event.yaml's addresses, and where nothing else is said. */
export const DEMO_PORT = 3000;

/** Its actions and the hook of the stage's devices. @param port - the bot's, which is the devices' too */
export function demoActions(port: number, hookCode: string, at: Temporal.Instant): Change {
  const { actions = [], hooks = [] } = demoFile();
  const there = (address: string) => address.replace(`:${DEMO_PORT}/`, `:${port}/`);
  const remedies = orderedActions(actions).map(({ webhook, dryRun, readBack, ...action }) => ({
    ...action,
    ...(webhook !== undefined && { webhook: there(webhook) }),
    ...(dryRun !== undefined && { dryRun: there(dryRun) }),
    ...(readBack && { readBack: { ...readBack, url: there(readBack.url) } }),
  }));
  const doing = { at, by: 'sandbox' };
  const [hook] = hooks;
  const target = { kind: 'room', name: hook?.pages.replace(/^room:/, '') ?? '' } as const;
  return mergeChanges(
    applyActionPart([], { actions: remedies }, doing),
    hook && createHook(stageTokenHash(), { code: hookCode, name: hook.name, target }, doing),
  );
}

/** What of it the sandbox's own format has too; the programme and the shifts come from elsewhere. */
export function demoSetup(): Pick<
  EventFile,
  'name' | 'zone' | 'language' | 'organizers' | 'rooms' | 'roles'
> {
  const { event, organizers = [], rooms = [], roles = [] } = demoFile();
  if (!event) throw new Error('event.yaml has no event');
  return {
    name: event.name,
    zone: event.zone,
    language: event.language,
    organizers: organizers.map(handleOf),
    rooms,
    roles: roles.map(({ name, leads }) => ({ name, leads: leads.map(handleOf) })),
  };
}
