/**
 * CloudEvents 1.0, out and in, by the library of the specification's own authors. It is loaded when the first event
 * comes or goes: it brings eleven megabytes that a bot without webhooks need not carry.
 */

export interface Written {
  readonly contentType: string;
  readonly body: string;
}

/** What is written of an event; `source` and the rest are the caller's. */
export interface EventToWrite {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly data: object;
}

/** In structured mode: one JSON document, which can be signed whole. */
export async function writeCloudEvent(event: EventToWrite): Promise<Written> {
  const { CloudEvent, HTTP } = await import('cloudevents');
  const { id, source, type, subject, time, data } = event;
  const written = HTTP.structured(
    new CloudEvent({ id, source, type, subject, time, data, datacontenttype: 'application/json' }),
  );
  const contentType = written.headers['content-type'];
  return {
    contentType: typeof contentType === 'string' ? contentType : 'application/cloudevents+json',
    body: String(written.body),
  };
}

const isCloudEvent = (headers: Readonly<Record<string, string | undefined>>): boolean =>
  headers['ce-specversion'] !== undefined || /^application\/cloudevents/i.test(headers['content-type'] ?? '');

/**
 * Structured, binary or batch, as the headers say.
 *
 * @returns One event or a list, in the JSON form; undefined for what is no CloudEvent and for one that the library
 *   finds fault with: whoever reads alarms goes on with what can be read of it.
 */
export async function readCloudEvents(
  headers: Readonly<Record<string, string | undefined>>,
  body: unknown,
): Promise<unknown> {
  if (!isCloudEvent(headers) || typeof body !== 'string') return undefined;
  const { CloudEvent, HTTP } = await import('cloudevents');
  try {
    const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
    const read = HTTP.toEvent({ headers: given, body });
    const list = Array.isArray(read) ? read : [read];
    const isBinary = headers['ce-specversion'] !== undefined;
    const events = list.map((one) => {
      const event = new CloudEvent({ ...one }, false);
      event.validate();
      return plainEvent(event.toJSON(), isBinary);
    });
    return Array.isArray(read) ? events : events[0];
  } catch {
    return undefined;
  }
}

/** In binary mode the values of headers are percent-encoded (HTTP protocol binding, 3.1.3.2), which the library leaves. */
const plainEvent = (event: Readonly<Record<string, unknown>>, isBinary: boolean): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(event).map(([name, value]) => [
      name,
      isBinary && name !== 'data' && typeof value === 'string' ? decoded(value) : value,
    ]),
  );

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
