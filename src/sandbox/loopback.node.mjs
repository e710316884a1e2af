// The Twilio emulator listens on every interface, and limits its callers; imported before it, this keeps it to loopback
// and from counting.
import { Server } from 'node:net';

const listen = Server.prototype.listen;
Server.prototype.listen = function (first, ...rest) {
  if (typeof first !== 'number') return listen.call(this, first, ...rest);
  const callback = rest.find((one) => typeof one === 'function');
  return listen.call(this, { port: first, host: '127.0.0.1' }, ...(callback ? [callback] : []));
};

// It also counts what everybody asks of it, and answers 403 to all for the rest of an hour after 5,000: the bot took
// that for an account that is refused. A clock that is stepped through a day gets there within minutes.
const LIMIT = 5000;
const set = Map.prototype.set;
Map.prototype.set = function (key, value) {
  if (value?.remaining === LIMIT && 'resetAt' in value) value.remaining = Number.POSITIVE_INFINITY;
  return set.call(this, key, value);
};
