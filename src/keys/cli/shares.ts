/** The shares that people type at the command line, checked one by one in the same order as in Slack. */
import { readFileSync } from 'node:fs';
import { createKeeper } from '../../adapters/shamir/keeper.ts';
import type { KeyCustodian } from '../../core/ports/keys.ts';
import { translator } from '../../i18n/index.ts';
import { text, wipe } from '../domain/bytes.ts';
import { isBad, type ShareFault, shareFault } from '../domain/check.ts';
import type { ChildAnswer, Task } from '../domain/custody.ts';
import { setIdOf } from '../domain/manifest.ts';
import { readShare, shareText } from '../domain/share.ts';
import { OfflineFile } from '../offline-file.ts';
import { CannotDo, prompt } from './ask.ts';

export function openFile(path: string): OfflineFile {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new CannotDo(`${path}: no such file, or not JSON.`);
  }
  const file = OfflineFile.safeParse(json);
  if (!file.success) throw new CannotDo(`${path}: not a manifest file of Callboard's keys.`);
  if (setIdOf(file.data.manifest) !== file.data.setId)
    throw new CannotDo(`${path}: the manifest was changed. Use another copy of the file.`);
  return file.data;
}

export interface Gathered {
  readonly keeper: KeyCustodian;
  readonly custody: string;
  /** The public key that they are sealed to. */
  readonly key: string;
  readonly shares: { readonly index: number; readonly box: string; readonly context: string }[];
}

const said = (fault: ShareFault): string => translator('en')(`keys.fault.${fault}`);
const MISTAKES = 10;

/** Asks until there are enough; a wrong one is told and asked again, ten times. */
export async function gatherShares(file: OfflineFile, need: number): Promise<Gathered> {
  const keeper = createKeeper();
  const custody = `offline/${keeper.nonce()}`;
  const key = keeper.take(custody);
  const shares: Gathered['shares'] = [];
  let mistakes = 0;
  while (shares.length < need) {
    const fault = await one(file, `Share ${shares.length + 1} of ${need}: `);
    if ('wrong' in fault || shares.some(({ index }) => index === fault.share.index)) {
      console.error('wrong' in fault ? fault.wrong : 'That share is here already.');
      if (++mistakes === MISTAKES) throw new CannotDo('Too many wrong shares.');
      continue;
    }
    const { share } = fault;
    const plain = text(shareText(share));
    const context = `submit/${custody}/${share.index}`;
    shares.push({ index: share.index, box: keeper.seal(key, context, plain), context });
    wipe(plain, share.data);
    const holder = file.holders.find(({ index }) => index === share.index)?.name ?? '';
    console.error(`Right: share ${share.index} (${holder}).`);
  }
  return { keeper, custody, key, shares };
}

async function one(file: OfflineFile, question: string) {
  const share = readShare(await prompt(question));
  if (isBad<ShareFault>(share)) return { wrong: said(share.bad) };
  const { index } = share;
  const revoked = file.revoked.includes(index);
  const fault = shareFault(share, {
    manifest: file.manifest,
    setId: file.setId,
    retired: [],
    index,
    revoked,
  });
  return fault ? { wrong: said(fault) } : { share };
}

export async function useShares(
  file: OfflineFile,
  { keeper, custody, shares }: Gathered,
  need: number,
  task: Task,
): Promise<ChildAnswer> {
  const { manifest, setId, revoked } = file;
  const answer = await keeper.use(custody, { manifest, setId, need, shares, revoked, task });
  if ('bad' in answer) throw new CannotDo(`The shares do not open it (${answer.bad}).`);
  return answer;
}
