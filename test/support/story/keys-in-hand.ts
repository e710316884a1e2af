/** What holders of a key set do in a story: they take their share, and press buttons of cards that hold several. */
import type { Story } from '../story.ts';

/** Of the sandbox, in the order of their shares. */
export const HOLDERS = ['holder-1', 'holder-2', 'holder-3'] as const;

/** Several sets or ceremonies are in one message: the button of the one that is meant. */
export async function pressOf(
  story: Story,
  handle: string,
  at: { channel: string; ts: string },
  action: string,
  value: string,
): Promise<void> {
  await story.desk.control('interact', {
    channel: at.channel,
    messageTs: at.ts,
    user: story.as(handle).id,
    action: { type: 'button', action_id: action, value, text: { type: 'plain_text', text: '' } },
  });
}

/** Reveals, writes down, confirms; the share as it was written down. */
export async function takesShare(story: Story, handle: string, set: string): Promise<string> {
  const holder = story.as(handle);
  await holder.types('/keys status');
  const status = await holder.answered(`Key set \`${set}\``);
  const index = handle.slice(-1);
  await pressOf(story, handle, status, 'keys.reveal', set);
  const window = await holder.modal(new RegExp(`share \\*${index} of 3\\* of the key set \\*${set}\\*`));
  const share = /CBS1[A-Z0-9 ]+/.exec(window.text)?.[0].trim() ?? '';
  window.close();
  await pressOf(story, handle, status, 'keys.confirm', set);
  (await holder.modal(new RegExp(`Type your share ${index} of \`${set}\``))).submit({
    share: share.toLowerCase(),
  });
  await holder.answered(/^Right/);
  return share;
}

/** What a guarded action's other side shows. */
export async function deskState(story: Story, action = 'registration-ingress'): Promise<string> {
  const response = await fetch(`${story.sandbox.bot}/sandbox/desk/state.json`);
  return ((await response.json()) as Record<string, string>)[action] ?? '';
}
