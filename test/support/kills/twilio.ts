/** As much of Twilio as a page needs: it takes texts and calls, lists them, and says where they stand. */
export interface Left {
  readonly kind: 'Messages' | 'Calls';
  readonly sid: string;
  readonly to: string;
  readonly body: string;
  /** Where its callbacks go: path only. */
  readonly callback: string;
  readonly at: number;
  status: string;
}

type Form = Readonly<Record<string, string>>;
const RESOURCE = /\/Accounts\/AC\w+\/(Messages|Calls)(?:\/(\w+))?\.json$/;
const pathOf = (url: string): string => (url === '' ? '' : new URL(url).pathname);

export class FakeTwilio {
  readonly left: Left[] = [];
  readonly #now: () => number;
  readonly #onLeft: (left: Left) => void;

  constructor(now: () => number, onLeft: (left: Left) => void) {
    this.#now = now;
    this.#onLeft = onLeft;
  }

  name(method: string, path: string): string {
    const [, kind, sid] = RESOURCE.exec(path) ?? [];
    return `twilio ${method} ${kind}${sid ? ' one' : ''}`;
  }

  answer(method: string, path: string, form: Form): { status: number; body: object } {
    const [, kind, sid] = RESOURCE.exec(path) ?? [];
    if (kind !== 'Messages' && kind !== 'Calls') return { status: 404, body: { code: 20404, status: 404 } };
    const list = this.left.filter((one) => one.kind === kind);
    if (sid !== undefined) {
      const one = list.find((known) => known.sid === sid);
      if (!one) return { status: 404, body: { code: 20404, status: 404 } };
      if (method === 'POST' && form['Status']) one.status = form['Status'];
      return { status: 200, body: this.#shown(one) };
    }
    if (method === 'GET')
      return {
        status: 200,
        body: { [kind.toLowerCase()]: list.toReversed().map((one) => this.#shown(one)), next_page_uri: null },
      };
    const one: Left = {
      kind,
      sid: `${kind === 'Messages' ? 'SM' : 'CA'}${String(this.left.length).padStart(32, '0')}`,
      to: form['To'] ?? '',
      body: form['Body'] ?? '',
      callback: pathOf(form['Url'] ?? form['StatusCallback'] ?? ''),
      at: performance.now(),
      status: 'queued',
    };
    this.left.push(one);
    this.#onLeft(one);
    return { status: 201, body: this.#shown(one) };
  }

  #shown(one: Left): object {
    const date = new Date(this.#now()).toUTCString().replace('GMT', '+0000');
    return {
      sid: one.sid,
      to: one.to,
      body: one.body,
      status: one.status,
      direction: 'outbound-api',
      date_created: date,
    };
  }
}
