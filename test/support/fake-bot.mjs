// Stands in for the bot where a test is about the launcher alone: it is ready, and says who it is.
import { createServer } from 'node:http';

const { PORT, HOST, FAKE_BOT_FAILS } = process.env;
if (FAKE_BOT_FAILS) {
  console.error(`cannot go on: ${FAKE_BOT_FAILS}`);
  process.exit(1);
}
createServer((request, response) => {
  response.statusCode = request.url === '/readyz' ? 200 : 404;
  response.end(JSON.stringify(process.pid));
}).listen(Number(PORT), HOST);
process.once('SIGTERM', () => process.exit(0));
