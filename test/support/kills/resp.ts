/** Cuts what Redis and its clients say into whole messages (RESP, redis.io/docs/latest/develop/reference/protocol-spec). */

export type Value = string | number | null | readonly Value[];

export interface Frame {
  readonly raw: Buffer;
  readonly value: Value;
}

const lineEnd = (data: Buffer, from: number): number | undefined => {
  const at = data.indexOf('\r\n', from);
  return at < 0 ? undefined : at;
};

/** The value that begins at `from` and where it ends; undefined while more has to come. */
function read(data: Buffer, from: number): { value: Value; end: number } | undefined {
  const stop = lineEnd(data, from + 1);
  if (stop === undefined) return undefined;
  const kind = String.fromCharCode(data[from] ?? 0);
  const line = data.toString('utf8', from + 1, stop);
  const end = stop + 2;
  switch (kind) {
    case '$':
    case '=':
    case '!': {
      const length = Number(line);
      if (length < 0) return { value: null, end };
      if (data.length < end + length + 2) return undefined;
      return { value: data.toString('utf8', end, end + length), end: end + length + 2 };
    }
    case '*':
    case '~':
    case '>':
    case '%':
      return readMany(data, end, Number(line) * (kind === '%' ? 2 : 1));
    case ':':
      return { value: Number(line), end };
    case '_':
      return { value: null, end };
    default:
      return { value: line, end };
  }
}

function readMany(data: Buffer, from: number, count: number): { value: Value; end: number } | undefined {
  const values: Value[] = [];
  let end = from;
  for (let i = 0; i < count; i++) {
    const next = read(data, end);
    if (!next) return undefined;
    values.push(next.value);
    end = next.end;
  }
  return { value: count < 0 ? null : values, end };
}

/** Collects chunks; `take` gives the messages that are whole by now. */
export class Frames {
  #rest: Buffer = Buffer.alloc(0);

  take(chunk: Buffer): Frame[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: Frame[] = [];
    let at = 0;
    for (
      let next = read(this.#rest, 0);
      next;
      next = at < this.#rest.length ? read(this.#rest, at) : undefined
    ) {
      frames.push({ raw: this.#rest.subarray(at, next.end), value: next.value });
      at = next.end;
    }
    this.#rest = this.#rest.subarray(at);
    return frames;
  }
}
