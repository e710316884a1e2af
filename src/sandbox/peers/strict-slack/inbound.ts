/**
 * What Slack sends to the bot, as the real one would: triggers and response URLs that end, inputs that come
 * back as they were left, `null` only where somebody emptied one, and a tombstone where a thread's parent
 * is deleted (matterbridge#600: `message_changed`, subtype `tombstone`, by USLACKBOT).
 */
import type { Promises } from './promises.ts';

type Thing = Record<string, unknown>;

const object = (value: unknown): Thing =>
  typeof value === 'object' && value !== null ? (value as Thing) : {};

export interface Inbound {
  /** The payload of an envelope (or of a request over HTTP), changed to what the real Slack says. */
  payload(sent: unknown): Thing;
  /** A message of the bot's own, for whether its parent has replies. */
  replied(channel: string, thread: string): void;
}

/** @param present told of the channel and the person of whatever somebody types or presses in one */
export function createInbound(
  promises: Promises,
  answerAt: (id: string) => string,
  present: (channel: string, user: string) => void = () => {},
): Inbound {
  const parents = new Set<string>();

  const event = (sent: Thing): Thing => {
    const { channel, thread_ts, subtype, deleted_ts } = sent;
    if (sent['type'] !== 'message') return sent;
    if (typeof thread_ts === 'string') parents.add(`${String(channel)}:${thread_ts}`);
    if (subtype !== 'message_deleted' || !parents.has(`${String(channel)}:${String(deleted_ts)}`))
      return sent;
    const { deleted_ts: _, ...rest } = sent;
    const stone = { type: 'message', subtype: 'tombstone', text: 'This message was deleted.' };
    return {
      ...rest,
      subtype: 'message_changed',
      hidden: true,
      message: { ...stone, user: 'USLACKBOT', hidden: true, ts: deleted_ts, thread_ts: deleted_ts },
    };
  };

  return {
    replied: (channel, thread) => void parents.add(`${channel}:${thread}`),
    payload(sent) {
      const payload = { ...object(sent) };
      if (typeof payload['trigger_id'] === 'string') promises.trigger(payload['trigger_id']);
      if (typeof payload['response_url'] === 'string')
        payload['response_url'] = answerAt(promises.answering(payload['response_url']));
      promises.shown(payload['view']);
      const channel = payload['channel_id'] ?? object(payload['channel'])['id'];
      const user = payload['user_id'] ?? object(payload['user'])['id'];
      if (typeof channel === 'string' && typeof user === 'string') present(channel, user);
      if (payload['type'] === 'view_submission') payload['view'] = submitted(object(payload['view']));
      if (payload['type'] === 'event_callback') payload['event'] = event(object(payload['event']));
      return payload;
    },
  };
}

/**
 * The local Slack gives nothing for an input that was left alone, and an empty text for one that was emptied
 * (docs.slack.dev/reference/views/view-submission-payloads: `null` is what an empty input gives).
 */
function submitted(view: Thing): Thing {
  const inputs = (Array.isArray(view['blocks']) ? view['blocks'] : []).map(object);
  const values = Object.entries(object(object(view['state'])['values'])).map(([id, actions]) => {
    const element = object(inputs.find((block) => block['block_id'] === id)?.['element']);
    const held = Object.entries(object(actions)).map(([action, input]) => [
      action,
      asLeft(element, object(input)),
    ]);
    return [id, Object.fromEntries(held)];
  });
  return { ...view, state: { ...object(view['state']), values: Object.fromEntries(values) } };
}

/** By the field that an input's value is in: the one of the element that it began with. */
const FIELDS = [
  ['value', 'initial_value'],
  ['selected_date', 'initial_date'],
  ['selected_option', 'initial_option'],
  ['selected_options', 'initial_options'],
] as const;

function asLeft(element: Thing, input: Thing): Thing {
  const fixed = FIELDS.filter(([field]) => field in input).map(([field, initial]) => {
    const value = input[field];
    return [field, value === '' ? null : (value ?? element[initial] ?? null)];
  });
  return { ...input, ...Object.fromEntries(fixed) };
}
