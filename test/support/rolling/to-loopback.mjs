// Loaded before the bot: what it asks of Twilio comes to a peer on this machine, and what it asks of anybody else fails.
import http from 'node:http';
import https from 'node:https';

const port = Number(process.env.ROLLING_TWILIO_PORT);

https.request = (options, ...rest) => {
  const host = options.hostname ?? options.host;
  if (host !== 'api.twilio.com') throw new Error(`this test asks nobody outside: ${host}`);
  return http.request(
    { ...options, protocol: 'http:', agent: undefined, hostname: '127.0.0.1', host: '127.0.0.1', port },
    ...rest,
  );
};
