/**
 * A storage that speaks as much of S3 as a backup needs, and refuses whatever is not signed. The signature is reckoned
 * here from the specification (SigV4), apart from the library that makes it.
 */
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export const S3_KEY = 'AKIDEXAMPLE';
export const S3_SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const REGION = 'eu-test-1';

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** What the request should have been signed with; why it is refused, where it is. */
function refusal(request: IncomingMessage, body: Buffer): string | undefined {
  const header = (name: string) => String(request.headers[name] ?? '');
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
  const [, key, day = '', region = '', names = '', signature] = form.exec(header('authorization')) ?? [];
  if (key !== S3_KEY) return 'InvalidAccessKeyId';
  if (region !== REGION) return 'AuthorizationHeaderMalformed';
  const time = header('x-amz-date');
  const at = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!time.startsWith(day) || !(Math.abs(Date.now() - at) < 900_000)) return 'RequestTimeTooSkewed';
  if (header('x-amz-content-sha256') !== sha256(body)) return 'XAmzContentSHA256Mismatch';
  const signed = names.split(';');
  for (const needed of ['host', 'x-amz-content-sha256', 'x-amz-date'])
    if (!signed.includes(needed)) return 'AccessDenied';
  const { pathname } = new URL(request.url ?? '/', 'http://peer');
  const lines = signed.map((name) => `${name}:${header(name).trim().replace(/ +/g, ' ')}\n`).join('');
  const canonical = [request.method, pathname, '', lines, names, sha256(body)].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const signing = ['s3', 'aws4_request'].reduce(
    (so, part) => hmac(so, part),
    hmac(hmac(`AWS4${S3_SECRET}`, day), region),
  );
  return hmac(signing, text).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch';
}

export interface S3Peer {
  readonly env: Readonly<Record<string, string>>;
  /** What it holds, by bucket and key. */
  readonly objects: Map<string, Buffer>;
  close(): void;
}

export async function startS3(): Promise<S3Peer> {
  const objects = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const code = refusal(request, body);
    const name = decodeURIComponent((request.url ?? '').slice(1));
    const found = objects.get(name);
    if (code) response.writeHead(403).end(`<Error><Code>${code}</Code></Error>`);
    else if (request.method === 'PUT') {
      objects.set(name, body);
      response.writeHead(200).end();
    } else if (found) response.writeHead(200).end(found);
    else response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    env: {
      S3_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      S3_REGION: REGION,
      S3_ACCESS_KEY_ID: S3_KEY,
      S3_SECRET_ACCESS_KEY: S3_SECRET,
    },
    objects,
    close: () => server.close(),
  };
}
