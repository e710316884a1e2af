// The Twilio emulator listens on every interface; imported before it, this keeps it to loopback.
import { Server } from 'node:net';

const listen = Server.prototype.listen;
Server.prototype.listen = function (first, ...rest) {
  if (typeof first !== 'number') return listen.call(this, first, ...rest);
  const callback = rest.find((one) => typeof one === 'function');
  return listen.call(this, { port: first, host: '127.0.0.1' }, ...(callback ? [callback] : []));
};
