/** Runs what a person asked for, after the ack unless that waits for it, and sees to it that they hear what came of it. */

import type { View } from '@slack/types';
import type { Reply, RequestContext } from '../../core/command.ts';
import type { Chat, Message } from '../../core/ports/chat.ts';
import type { Telemetry, Work } from '../../core/ports/telemetry.ts';
import type { Locale } from '../../i18n/index.ts';
import { translator } from '../../i18n/index.ts';
import { type Mrkdwn, mrkdwn, quote } from '../../slack/mrkdwn.ts';
import type { AcksFirst } from './acks-first.ts';
import type { Replier, ReplyChannels } from './answer.ts';
import type { FormatError } from './error-message.ts';
import { withOrigin } from './origin.ts';
import type { ContextFactory, SlackUser } from './request-context.ts';

/** Milliseconds of real time until a person wonders whether anything happens. */
const SILENCE = 1_000;

export interface Request {
  readonly user: SlackUser;
  readonly trigger: string;
  readonly channel: string | undefined;
  readonly answer: Replier;
  /** For who follows the work. */
  readonly received: Work;
  /** For the log: which verb, never what was typed. */
  readonly doing: string;
  /** What the person typed, quoted back when it is refused. */
  readonly typed?: Mrkdwn;
  /** Begins at once: its own ack waits for it. */
  readonly isUrgent?: true;
}

export interface HandlerDeps extends ReplyChannels {
  readonly acks: AcksFirst;
  readonly telemetry: Telemetry;
  readonly reception: ContextFactory;
  readonly tell: FormatError;
  /** Told who did something, so that what they see in App Home stays true. */
  acted(user: SlackUser): Promise<void>;
}

type Run = (asking: RequestContext, progress: (message: Message) => Promise<void>) => Promise<Reply>;

export async function handle(request: Request, handling: HandlerDeps, work: Run): Promise<void> {
  if (!request.isUrgent) await handling.acks.acked();
  await handling.telemetry.measure(request.received, () => respond(request, handling, work));
}

async function respond(
  request: Request,
  { reception, chat, tell, acted }: HandlerDeps,
  work: Run,
): Promise<void> {
  const { answer, user } = request;
  const locale: { now: Locale } = { now: reception.lastLocale(user.id) };
  // Progress is a courtesy: when it cannot be shown, the work goes on.
  const show = (message: Message) => answer.progress(message).catch(() => {});
  const timer = setTimeout(() => void show({ text: translator(locale.now)('slack.working') }), SILENCE);
  const progress = (message: Message): Promise<void> => {
    clearTimeout(timer);
    return show(message);
  };
  try {
    const asking = await reception.asking(user, request.trigger);
    locale.now = asking.locale;
    const reply = await work(asking, progress);
    clearTimeout(timer);
    await deliver(reply, request, locale.now, chat);
  } catch (error) {
    clearTimeout(timer);
    const said = tell(error, locale.now, request.doing);
    await answer.say({ text: request.typed ? mrkdwn`${said}\n${quote(request.typed)}` : said });
  }
  await acted(user);
}

async function deliver(reply: Reply, request: Request, locale: Locale, chat: Chat): Promise<void> {
  if (reply === undefined) return;
  const { answer, user } = request;
  if ('modal' in reply) {
    const modal: View = withOrigin(reply.modal, request.channel);
    await chat.openModal(request.trigger, modal);
  } else if ('replace' in reply) {
    await answer.replace(reply.replace);
  } else if ('file' in reply) {
    await chat.upload(user.id, reply.file, { comment: reply.comment });
    await answer.say({ text: translator(locale)('slack.fileSent', { comment: reply.comment }) });
  } else {
    await answer.say(reply);
  }
}
