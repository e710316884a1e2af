/** As much of Slack as a page or an incident's card needs: conversations that remember. Who asks is known by the address. */
export interface Post {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  /** The message that it answers; undefined for one that stands in the channel itself. */
  readonly thread?: string;
  readonly blocks: readonly { readonly block_id?: string }[];
}

type Form = Readonly<Record<string, string>>;

/** What is sent to a person is in the conversation with them: Slack takes either id, and answers with this one. */
const conversationOf = (id: string): string => (/^[UW]/.test(id) ? `D${id.slice(1)}` : id);

export class FakeSlack {
  readonly posts: Post[] = [];
  /** Real milliseconds of each post, to see what came after the answer. */
  readonly times: number[] = [];

  /** The name of a request, for the border. */
  name(method: string, form: Form): string {
    const direct = conversationOf(form['channel'] ?? '').startsWith('D');
    const where = direct ? ' direct' : form['thread_ts'] ? ' thread' : ' card';
    return `slack ${method}${method.startsWith('chat.') ? where : ''}`;
  }

  answer(method: string, form: Form): object {
    const { ts = '', text = '', users = '', block = '', thread_ts: thread } = form;
    const channel = conversationOf(form['channel'] ?? '');
    const blocks = JSON.parse(form['blocks'] ?? '[]') as Post['blocks'];
    const of = (id: string) => this.posts.filter((post) => post.channel === id);
    switch (method) {
      case 'conversations.open':
        return { ok: true, channel: { id: conversationOf(users) } };
      case 'conversations.history':
        return {
          ok: true,
          messages: of(channel)
            .filter((post) => post.thread === undefined)
            .reverse(),
        };
      case 'conversations.replies':
        return { ok: true, messages: of(channel).filter((post) => post.ts === ts || post.thread === ts) };
      case 'chat.postMessage': {
        const post = {
          channel,
          ts: `1700000000.${String(this.posts.length).padStart(6, '0')}`,
          text,
          blocks,
          ...(thread !== undefined && { thread }),
        };
        this.posts.push(post);
        this.times.push(performance.now());
        return { ok: true, channel, ts: post.ts };
      }
      case 'chat.update': {
        const at = this.posts.findIndex((post) => post.channel === channel && post.ts === ts);
        if (at < 0) return { ok: false, error: 'message_not_found' };
        this.posts[at] = { channel, ts, text, blocks };
        return { ok: true, channel, ts };
      }
      case 'chat.delete': {
        const at = this.posts.findIndex((post) => post.channel === channel && post.ts === ts);
        if (at >= 0) this.posts.splice(at, 1);
        return { ok: true };
      }
      default:
        return { ok: false, error: 'unknown_method', block };
    }
  }
}
