/**
 * `callboard keys …`: key sets without Slack and without Redis, from a manifest file and typed shares. What
 * is typed is not echoed, and neither a share nor a key is ever an argument, where `ps` would show it.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import { createGuardedActions } from '../../adapters/actions/caller.ts';
import { createKeeper } from '../../adapters/shamir/keeper.ts';
import { GuardedActionList, type Verb } from '../domain/action.ts';
import { decodeUtf8, text, wipe } from '../domain/bytes.ts';
import { badPlan } from '../domain/make-set.ts';
import { OfflineFile } from '../offline-file.ts';
import { CannotDo, prompt } from './ask.ts';
import { gatherShares, openFile, useShares } from './shares.ts';
import { sheet } from './sheet.ts';

const USAGE = `callboard keys create NAME K of HOLDER HOLDER … --out DIR [--actions FILE]
    a new set: DIR/NAME.json (not secret) and one sheet to print for each holder
callboard keys combine --manifest FILE
    whether the shares that are typed open the set
callboard keys seal SECRET --manifest FILE
callboard keys open SECRET --manifest FILE
callboard keys fire ACTION --offline --manifest FILE
callboard keys restore ACTION --offline --manifest FILE
    calls the action's webhook, and reads back that it took effect`;

/** Exit code: 0 done, 1 could not be done, 2 not understood. */
export async function runKeys(given: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        manifest: { type: 'string' },
        out: { type: 'string' },
        actions: { type: 'string' },
        offline: { type: 'boolean', default: false },
      },
    });
    const [command, ...rest] = positionals;
    if (command === 'create') return await create(rest, values.out, values.actions);
    const [name] = rest;
    if (values.manifest === undefined || rest.length > 1) return misunderstood();
    if (command === 'combine' && name === undefined) return await combine(values.manifest);
    if (name === undefined) return misunderstood();
    if (command === 'seal') return await seal(name, values.manifest);
    if (command === 'open') return await open(name, values.manifest);
    if ((command === 'fire' || command === 'restore') && values.offline)
      return await act(command, name, values.manifest);
    return misunderstood();
  } catch (error) {
    if (error instanceof CannotDo) {
      console.error(error.message);
      return 1;
    }
    if (error instanceof TypeError) return misunderstood();
    throw error;
  }
}

function misunderstood(): number {
  console.error(USAGE);
  return 2;
}

async function create(
  words: readonly string[],
  out: string | undefined,
  actionsFile: string | undefined,
): Promise<number> {
  const [name = '', k = '', of, ...holders] = words;
  if (of !== 'of' || out === undefined || !/^[a-z0-9][a-z0-9-]{0,39}$/.test(name)) return misunderstood();
  if (badPlan(Number(k), holders))
    throw new CannotDo('K is at least 2 and at most the number of holders (2 to 10, each once).');
  const actions =
    actionsFile === undefined ? [] : GuardedActionList.parse(JSON.parse(readFileSync(actionsFile, 'utf8')));
  const keeper = createKeeper();
  const custody = `offline/${keeper.nonce()}`;
  const sealTo = keeper.take(custody);
  const answer = await keeper.deal({ k: Number(k), n: holders.length, sealTo, context: custody });
  if (!('dealt' in answer)) throw new CannotDo('The key could not be split.');
  const { manifest, setId, deposits } = answer.dealt;
  const file: OfflineFile = {
    callboardKeys: 1,
    name,
    manifest,
    setId,
    environment: process.env['CALLBOARD_EVENT'] ?? 'offline',
    holders: holders.map((holder, at) => ({ index: at + 1, name: holder })),
    revoked: [],
    secrets: [],
    actions: actions.filter((action) => action.set === name),
  };
  mkdirSync(out, { recursive: true, mode: 0o700 });
  writeFileSync(join(out, `${name}.json`), `${JSON.stringify(file, undefined, 2)}\n`, { flag: 'wx' });
  for (const [at, holder] of holders.entries()) {
    const index = at + 1;
    const plain = keeper.unseal(custody, { box: deposits[at] ?? '', context: `${custody}/${index}` });
    if (!plain) throw new CannotDo('A share could not be read.');
    const html = await sheet(
      { set: name, setId, k: Number(k), n: holders.length, index, holder },
      decodeUtf8(plain),
    );
    writeFileSync(join(out, `${name}-share-${index}-of-${holders.length}.html`), html, {
      mode: 0o600,
      flag: 'wx',
    });
    wipe(plain);
  }
  keeper.forget(custody);
  console.log(
    `${join(out, `${name}.json`)}: the manifest. It is not secret; keep it where the holders find it.`,
  );
  console.log(`${holders.length} sheets beside it: print each, give it to its holder, and destroy the file.`);
  return 0;
}

async function combine(path: string): Promise<number> {
  const file = openFile(path);
  const shares = await gatherShares(file, file.manifest.k);
  await useShares(file, shares, file.manifest.k, { kind: 'prove' });
  console.log(`These shares open the set ${file.name}.`);
  return 0;
}

async function seal(secret: string, path: string): Promise<number> {
  const file = openFile(path);
  const plain = text(await prompt(`The secret to seal as ${secret}: `));
  if (plain.length === 0) throw new CannotDo('There is nothing to seal.');
  const shares = await gatherShares(file, file.manifest.k);
  const action =
    file.actions.find((one) => 'sealed' in one.secret && one.secret.sealed === secret)?.name ?? 'open';
  const purpose = { id: secret, action, environment: file.environment };
  const { keeper, custody, key } = shares;
  const context = `plain/${custody}`;
  const task = {
    kind: 'seal',
    secret: purpose,
    plain: { box: keeper.seal(key, context, plain), context },
  } as const;
  const answer = await useShares(file, shares, file.manifest.k, task);
  wipe(plain);
  if (!('sealed' in answer)) throw new CannotDo('It could not be sealed.');
  const secrets = [...file.secrets.filter(({ id }) => id !== secret), { ...purpose, sealed: answer.sealed }];
  writeFileSync(path, `${JSON.stringify(OfflineFile.parse({ ...file, secrets }), undefined, 2)}\n`);
  console.log(`${secret} is sealed in ${path}.`);
  return 0;
}

async function opened(file: OfflineFile, secret: string, need: number): Promise<Uint8Array> {
  const stored = file.secrets.find(({ id }) => id === secret);
  if (!stored) throw new CannotDo(`There is no sealed secret ${secret} in that file.`);
  const shares = await gatherShares(file, need);
  const { keeper, custody, key } = shares;
  const context = `result/${custody}`;
  const answer = await useShares(file, shares, need, { kind: 'open', secret: stored, sealTo: key, context });
  const plain = 'box' in answer ? keeper.unseal(custody, { box: answer.box, context }) : undefined;
  if (!plain) throw new CannotDo('It could not be opened.');
  return plain;
}

async function open(secret: string, path: string): Promise<number> {
  const file = openFile(path);
  const plain = await opened(file, secret, file.manifest.k);
  process.stdout.write(`${decodeUtf8(plain)}\n`);
  wipe(plain);
  return 0;
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

async function signingSecret(file: OfflineFile, name: string, verb: Verb) {
  const action = file.actions.find((one) => one.name === name);
  if (!action)
    throw new CannotDo(
      `That file guards no action ${name}. It has: ${file.actions.map((one) => one.name).join(', ') || 'none'}`,
    );
  const need = Math.max(file.manifest.k, action.quorum[verb]);
  if ('sealed' in action.secret) return { action, secret: await opened(file, action.secret.sealed, need) };
  const shares = await gatherShares(file, need);
  await useShares(file, shares, need, { kind: 'prove' });
  const value =
    process.env[action.secret.env] ?? (await prompt(`The webhook's signing secret (${action.secret.env}): `));
  return { action, secret: text(value) };
}

const CALLS = 4;

async function act(verb: Verb, name: string, path: string): Promise<number> {
  const file = openFile(path);
  const { action, secret } = await signingSecret(file, name, verb);
  const guarded = createGuardedActions({
    actions: file.actions,
    environment: file.environment,
    env: process.env,
  });
  const idempotencyKey = `offline-${createKeeper().nonce()}`;
  const body = { action: name, verb, ceremony: 'offline', reason: 'offline', environment: file.environment };
  let said = 'not called';
  for (let call = 1; call <= CALLS; call++) {
    const called = await guarded.call(action, verb, {
      idempotencyKey,
      at: Temporal.Now.instant(),
      secret,
      body,
    });
    said = called.detail;
    if (called.ok || !called.again) break;
    await pause(1000 * call);
  }
  const until = performance.now() + action.readBack.within * 1000;
  for (;;) {
    const seen = await guarded.readBack(action, verb, secret, Temporal.Now.instant());
    if (seen.ok) {
      wipe(secret);
      console.log(`Done: ${verb} ${name} took effect (read back).`);
      return 0;
    }
    if (performance.now() > until) {
      wipe(secret);
      throw new CannotDo(
        `NOT CONFIRMED: ${verb} ${name}, call answered ${said}, read-back ${seen.detail}. Look yourself.`,
      );
    }
    await pause(500);
  }
}
