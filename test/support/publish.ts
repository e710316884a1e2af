/** Publishing a postmortem as people do: the question first, then its own button. */
import { incident } from '../../commands/incident/command.ts';
import type { World } from './fake-deps.ts';

/** A button of an answer, by its action id: what it would send. */
export function valueOf(reply: unknown, action: string): string {
  const { blocks = [] } = (reply ?? {}) as { blocks?: readonly { elements?: readonly object[] }[] };
  const all = blocks.flatMap(({ elements = [] }) => elements) as { action_id?: string; value?: string }[];
  const found = all.find(({ action_id: id }) => id === action);
  if (!found) throw new Error(`no button ${action} among ${all.map((one) => one.action_id).join(', ')}`);
  return found.value ?? '';
}

/** Answers the question that was asked. */
export async function publishDraft(world: World, person: string, code: string): Promise<unknown> {
  const question = await world.press(person, incident, 'incident.publish', code);
  await world.press(person, incident, 'incident.publish-now', valueOf(question, 'incident.publish-now'));
  return question;
}
