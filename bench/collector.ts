/** A collector that takes what comes and throws it away, in a process of its own; it tells how much came. */
import { createServer } from 'node:http';

let taken = 0;
const server = createServer((request, response) => {
  request.resume().once('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    taken++;
  });
});
process.on('message', () => process.send?.({ taken }));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` });
});
process.once('disconnect', () => process.exit());
