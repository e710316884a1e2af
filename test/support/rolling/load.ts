/**
 * People at work while processes come and go: an organizer asks and pages, volunteers answer, half of them with the
 * button and half by text. Each page has a number of its own in its words, by which all that came of it is found.
 */
import twilio from 'twilio';
import type { Post } from '../kills/slack.ts';
import { ORGANIZER, phoneOf, roomOf, volunteerOf } from './event.ts';
import type { Done, SlackPeer } from './slack-peer.ts';
import type { TwilioPeer } from './twilio-peer.ts';

export const AUTH_TOKEN = 'an-auth-token-of-the-tests';

export interface Text {
  /** Requests that were made for it: one, and one more where the first was not answered, as Twilio does. */
  requests: number;
  /** What it said back, as TwiML; undefined where nobody answered. */
  reply?: string;
}

export interface Paged {
  readonly n: number;
  readonly asked: Done;
  /** Messages that the volunteer got for it, and texts. */
  messages: number;
  texts: number;
  /** Milliseconds from the command to the first message. */
  messageAfter?: number;
  clicked?: Done;
  texted?: Text;
}

export interface Load {
  readonly pages: readonly Paged[];
  readonly questions: readonly Done[];
  /** Nobody begins anything new; who is asked still answers. */
  stop(): void;
}

export interface LoadOptions {
  readonly slack: SlackPeer;
  readonly twilio: TwilioPeer;
  /** Where the webs are reached. */
  readonly url: string;
  /** Milliseconds between pages, and between questions. */
  readonly pageEvery: number;
  readonly askEvery: number;
}

const TOKEN = /Projector (\d+) is dark/;
/** The number of a page, by its words. */
export const numberIn = (text: string): number | undefined => {
  const [, n] = TOKEN.exec(text) ?? [];
  return n === undefined ? undefined : Number(n);
};

export function startLoad({ slack, twilio: phones, url, pageEvery, askEvery }: LoadOptions): Load {
  const pages: Paged[] = [];
  const questions: Done[] = [];
  const pageOf = (text: string) => pages[numberIn(text) ?? -1];

  async function text(n: number, body: string): Promise<Text> {
    const one: Text = { requests: 0 };
    const MessageSid = `SM${String(n).padStart(32, '0')}`;
    const form = { From: phoneOf(n), To: '+12025550100', Body: body, MessageSid };
    const address = `${url}/twilio/sms`;
    const signature = twilio.getExpectedTwilioSignature(AUTH_TOKEN, address, form);
    while (one.requests < 2 && one.reply === undefined) {
      one.requests++;
      const answer = await fetch(address, {
        method: 'POST',
        headers: { 'x-twilio-signature': signature },
        body: new URLSearchParams(form),
      }).catch(() => undefined);
      if (answer?.ok) one.reply = await answer.text();
    }
    return one;
  }

  slack.onPost((post: Post) => {
    const page = pageOf(`${post.text} ${JSON.stringify(post.blocks)}`);
    if (!page || post.channel !== `D${volunteerOf(page.n).slice(1)}` || post.thread !== undefined) return;
    page.messages++;
    page.messageAfter ??= performance.now() - page.asked.sentAt;
    const code = /"value":"(P\d+)"/.exec(JSON.stringify(post.blocks))?.[1];
    if (page.n % 2 === 0 && !page.clicked && code !== undefined)
      page.clicked = slack.click(volunteerOf(page.n), 'page.ack', code, post);
  });
  phones.onLeft((left) => {
    const page = left.kind === 'Messages' ? pageOf(left.body) : undefined;
    const code = /\bReply (\w\w)\b/.exec(left.body)?.[1];
    if (!page || code === undefined) return;
    page.texts++;
    if (page.n % 2 === 0 || page.texts > 1) return;
    // Later than the provider's answer to whoever sent the text, as phones are.
    setTimeout(() => void text(page.n, code).then((one) => Object.assign(page, { texted: one })), 100);
  });

  const timers = [
    setInterval(() => {
      const n = pages.length;
      const asked = slack.command(ORGANIZER, '/page', `${roomOf(n)} Projector ${n} is dark`);
      pages.push({ n, asked, messages: 0, texts: 0 });
    }, pageEvery),
    setInterval(() => questions.push(slack.command(ORGANIZER, '/rota', 'now')), askEvery),
  ];
  return { pages, questions, stop: () => timers.forEach(clearInterval) };
}
