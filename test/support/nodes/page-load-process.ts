/**
 * Pages typed in a process of their own, which trusts what NODE_EXTRA_CA_CERTS names: a process reads that as it
 * starts. It is told `doctor`, `begin`, `taken` (five more)
 * and `count`, one after another, and answers each.
 */
import { examineRedis } from '../../../src/adapters/redis/doctor.ts';
import { startPageLoad } from './page-load.ts';

const [, , url = ''] = process.argv;
const load = await startPageLoad(url);

const orders: Readonly<Record<string, () => Promise<unknown>>> = {
  begin: async () => load.begin(100),
  taken: () => load.taken(5, 'five more pages', 30_000),
  doctor: async () =>
    (await examineRedis(url, Date.now)).map(({ state, said }) =>
      state === 'well' ? said : `${state}: ${said}`,
    ),
  async count() {
    await load.stopTyping();
    return await load.count();
  },
};

process.on('message', (order: string) => {
  void (orders[order]?.() ?? Promise.reject(new Error(`no order: ${order}`))).then(
    (answer) => process.send?.({ answer }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
// Without its parent it has no business.
process.once('disconnect', () => process.exit(0));
process.send?.({ answer: 'ready' });
