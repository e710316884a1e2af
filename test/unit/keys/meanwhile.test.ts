/** What happens to a ceremony while it is open: somebody is revoked, the set is rotated, another asks for the same. */
import { beforeEach, describe, expect, it } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { commands } from '../../../commands/index.ts';
import { keys } from '../../../commands/keys/command.ts';
import { page } from '../../../commands/page/command.ts';
import { instant } from '../../../src/core/instant.ts';
import { handInModal, runCommand } from '../../../src/core/run-command.ts';
import { looksLikeShare, withoutShares } from '../../../src/core/share-like.ts';
import { translator } from '../../../src/i18n/index.ts';
import { ceremonyStateText } from '../../../src/keys/cards.ts';
import { textRoutes } from '../../../src/phone/inbound-sms.ts';
import { type KeysWorld, keysWorld, shareIn } from '../../support/keys-world.ts';

const HOLDERS = ['UH1', 'UH2', 'UH3'] as const;
let world: KeysWorld;
let shares: string[];
const share = (at: number): string => shares[at] ?? '';
beforeEach(async () => {
  world = await keysWorld();
  shares = await world.working('ingress', 2, HOLDERS);
});
const fire = (who = 'UORG') => world.type(who, 'fire registration-ingress attack');
const said = (to: string) => world.chat.sent.filter((one) => one.to === to).map(({ text }) => text);

/** Two of three agree to a rotation; the new shares, not confirmed yet. */
async function rotated(code: string): Promise<string[]> {
  await world.type('UORG', 'rotate ingress');
  for (const at of [0, 1]) await world.submit(`UH${at + 1}`, code, share(at));
  await world.settle();
  const fresh: string[] = [];
  for (const holder of HOLDERS) fresh.push(shareIn(await world.press(holder, 'keys.reveal', 'ingress')));
  return fresh;
}
async function confirmed(fresh: readonly string[]): Promise<void> {
  for (const [at, holder] of HOLDERS.entries()) await world.confirm(holder, 'ingress', fresh[at] ?? '');
  await world.settle();
}

describe('a holder who is revoked while a ceremony is open', () => {
  it('takes their share with them, and another holder’s makes the quorum', async () => {
    await fire();
    await world.submit('UH1', 'K1', share(0));
    await world.type('UORG', 'revoke ingress <@UH1>');
    expect(await world.ceremony('K1')).toMatchObject({ state: 'gathering', submitted: [], shares: [] });
    for (const at of [1, 2]) await world.submit(`UH${at + 1}`, 'K1', share(at));
    await world.settle();
    expect((await world.ceremony('K1'))?.state).toBe('done');
    expect(world.outside.calls).toHaveLength(1);
  });

  it('is not called, and neither asks for the next one nor hears of it', async () => {
    await fire();
    await world.settle();
    await world.type('UORG', 'revoke ingress <@UH1>');
    await world.advance('PT2M');
    expect(world.channels.voice.sent.filter(({ to }) => to.id === 'UH1')).toEqual([]);
    await world.type('UORG', 'cancel');
    expect(await world.refusal(fire('UH1'))).toBe('keys.notHolder');
    expect(JSON.stringify(await world.type('UH1', 'status'))).toContain('You hold no share');
    const before = said('UH1').length;
    await fire();
    await world.settle();
    expect(
      said('UH1')
        .slice(before)
        .filter((text) => text.includes('K2')),
    ).toEqual([]);
    expect(said('UH2').some((text) => text.includes('K2'))).toBe(true);
  });
});

describe('a set that is rotated while a ceremony is open', () => {
  it('ends it once the new key works, and says so: nobody has the shares that it asks for', async () => {
    await fire();
    await world.submit('UH1', 'K1', share(0));
    const fresh = await rotated('K2');
    expect((await world.ceremony('K1'))?.state).toBe('gathering');
    await confirmed(fresh);
    expect(await world.ceremony('K1')).toMatchObject({
      state: 'failed',
      outcome: 'rotated-meanwhile',
      shares: [],
    });
    expect(world.chat.sent.some(({ text }) => /K1 failed.*rotated-meanwhile/.test(text))).toBe(true);
    await fire();
    for (const at of [0, 1]) await world.submit(`UH${at + 1}`, 'K3', fresh[at] ?? '');
    await world.settle();
    expect((await world.ceremony('K3'))?.state).toBe('done');
  });

  it('seals nothing any more under the key that goes: it could never be opened', async () => {
    await world.type('UORG', 'seal password in ingress');
    await world.enter('UORG', 'keys.seal', { secret: 'password', set: 'ingress' }, { plain: 'a secret' });
    const fresh = await rotated('K2');
    for (const at of [0, 1]) await world.submit(`UH${at + 1}`, 'K1', share(at));
    await world.settle();
    expect(await world.ceremony('K1')).toMatchObject({ state: 'failed', outcome: 'already-in-the-making' });
    await confirmed(fresh);
    expect(await world.refusal(world.type('UORG', 'open password why'))).toBe('keys.noneOfThese');
  });
});

describe('two who ask for the same', () => {
  it('are sent to the one that is open, whose shares would else be parted', async () => {
    await fire();
    await world.submit('UH1', 'K1', share(0));
    expect(await world.refusal(fire('UORG2'))).toBe('keys.sameOpen');
    await world.type('UORG2', 'restore registration-ingress the other way');
    await world.press('UH3', 'keys.veto', 'K1');
    expect(await world.refusal(fire('UORG2'))).toBe('nothing');
  });

  it('may each have a secret opened, since each sees it alone', async () => {
    await world.type('UORG', 'seal password in ingress');
    await world.enter('UORG', 'keys.seal', { secret: 'password', set: 'ingress' }, { plain: 'a secret' });
    for (const at of [0, 1]) await world.submit(`UH${at + 1}`, 'K1', share(at));
    await world.settle();
    await world.type('UORG', 'open password why');
    expect(await world.refusal(world.type('UORG', 'open password why'))).toBe('keys.sameOpen');
    expect(await world.refusal(world.type('UH3', 'open password why'))).toBe('nothing');
  });
});

describe('a share that is typed where others read', () => {
  const places = () => [
    `fire registration-ingress ${share(0)}`,
    `open password ${share(0).toLowerCase()}`,
    `cancel ${share(0).replaceAll(' ', '')}`,
    `status ${share(0).replaceAll(' ', '-')}`,
    `fire registration-ingress ${share(0).replaceAll('0', 'O')}`,
  ];
  async function isNowhere(): Promise<void> {
    await world.settle();
    const all = JSON.stringify([
      await world.store.facts(),
      world.store.dump(),
      world.chat.sent,
      world.logged,
      Object.values(world.channels).map(({ sent }) => sent.map(({ text }) => text)),
    ]);
    const secret = share(0).slice(-24);
    for (const form of [secret, secret.replaceAll(' ', ''), secret.toLowerCase()])
      expect(all.toLowerCase()).not.toContain(form.toLowerCase());
  }

  it('is refused behind any slash command, and is kept and told nowhere', async () => {
    for (const text of places())
      expect(await world.refusal(world.type('UH1', text)), text).toBe('keys.shareTyped');
    const call = { ...(await world.asking('UH1')), channel: 'CGENERAL', progress: async () => {} };
    for (const [command, text] of [
      [page, `oncall my share is ${share(0)}`],
      [callboard, `drill ${share(0)}`],
    ] as const)
      expect(await world.refusal(runCommand(command, { ...call, text }, world.deps))).toBe('keys.shareTyped');
    await isNowhere();
  });

  it('is refused by a window that is none for secrets', async () => {
    const [command, id] = commands
      .flatMap((one) => Object.entries(one.modals ?? {}).map(([name, modal]) => ({ one, name, modal })))
      .filter(({ one, modal }) => one.name === '/page' && modal.secret !== true)
      .map(({ one, name }) => [one, name] as const)[0] ?? [page, ''];
    const asked = { ...(await world.asking('UORG')), values: { text: { text: share(0) } }, meta: '{}' };
    expect(await world.refusal(handInModal(command, id, asked, world.deps))).toBe('keys.shareTyped');
  });

  it('is told so by text, where a text asked for it', async () => {
    const [twilio] = textRoutes(commands);
    const answer = await twilio?.run(
      {
        body: { From: '+12025550101', Body: share(0), MessageSid: 'SM1' },
        query: {},
        params: {},
        headers: {},
      } as never,
      world.deps,
    );
    expect(JSON.stringify(answer)).toContain('Type shares only in the windows in Slack');
    await isNowhere();
  });

  it('is told so by the bot, where it is written into a message', async () => {
    const written = { kind: 'message', user: 'UH1', channel: 'DH1', direct: true, ts: '1.0' } as const;
    const hears = async (text: string) =>
      await keys.onSlackEvent?.({ ...written, thread: undefined, text }, world.deps);
    const before = said('UH1').length;
    await hears('I cannot find my share');
    expect(said('UH1')).toHaveLength(before);
    await hears(`here it is: ${share(0)}`);
    expect(said('UH1').slice(before)).toEqual([expect.stringContaining('Delete it, tell the organizers')]);
    await isNowhere();
  });

  it('is cut out of a message that is kept for a timeline, and nothing else is taken for one', () => {
    expect(withoutShares(`my share: ${share(0)}!`)).toBe('my share: [share]!');
    for (const text of [
      'CBS1 camera dead at stage two, please send someone',
      'cbs1 is down, call +1 202 555 0101 or 202 555 0102',
      share(0).slice(0, 24),
    ])
      expect(looksLikeShare(text), text).toBe(false);
  });
});

it('the time until which it waits cannot be taken for over in the night in which clocks are put back', async () => {
  await fire();
  const ceremony = await world.ceremony('K1');
  if (!ceremony) throw new Error('no ceremony');
  const reader = { t: translator('en'), zone: 'Europe/Madrid', locale: 'en' } as const;
  const at = '2019-10-27T00:55:00Z';
  const asked = { ...ceremony, at, expires: instant(at).add({ minutes: 15 }).toString() };
  // It is 02:55 as it is asked for, and 02:10 as it ends.
  expect(ceremonyStateText(asked, reader)).toContain('until 02:10 (GMT+1)');
  expect(ceremonyStateText(ceremony, reader)).toMatch(/until \d\d:\d\d\./);
});
