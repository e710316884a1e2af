/** A small web server on loopback for files that the bot is told to fetch. */
import { createServer } from 'node:http';

export interface FileServer {
  /** The address of a file that was given under this name. */
  url(name: string): string;
  put(name: string, body: string | Uint8Array, type?: string): string;
  stop(): Promise<void>;
}

export async function serveFiles(): Promise<FileServer> {
  const files = new Map<string, { body: string | Uint8Array; type: string }>();
  const server = createServer((request, response) => {
    const file = files.get((request.url ?? '/').slice(1));
    response.statusCode = file ? 200 : 404;
    response.setHeader('content-type', file?.type ?? 'text/plain');
    response.end(file?.body ?? 'There is nothing here.');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const url = (name: string) => `${base}/${name}`;
  return {
    url,
    put(name, body, type = 'application/octet-stream') {
      files.set(name, { body, type });
      return url(name);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
