import { expect, it } from 'vitest';
import { createForgetEnded } from '../../../src/keys/forget-ended.ts';
import { fakeWorld } from '../../support/fake-deps.ts';

it('destroys the key of what no document knows, at the second look and not before', async () => {
  const { deps } = await fakeWorld();
  deps.keeper.take(`K1/${deps.keeper.nonce()}`);
  deps.keeper.take(`deal/main/${deps.keeper.nonce()}`);
  const look = createForgetEnded(deps);
  await look();
  expect(deps.keeper.held()).toHaveLength(2);
  const late = `K2/${deps.keeper.nonce()}`;
  deps.keeper.take(late);
  await look();
  expect(deps.keeper.held()).toEqual([late]);
});
