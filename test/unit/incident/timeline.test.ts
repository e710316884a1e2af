/** The exported timeline is exactly the ledger's facts of that incident, in order, whatever crashes on the way. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { incident as command } from '../../../commands/incident/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { StoreUnavailable } from '../../../src/core/errors.ts';
import { incidentDocument } from '../../../src/incident/domain/incident.ts';
import { readTimeline } from '../../../src/incident/load-postmortem.ts';
import { fakeWorld, somebody } from '../../support/fake-deps.ts';

const handlers = jobs.filter(({ kind }) => /incident|postmortem|action|organizers|owner/.test(kind.name));
const SILENT = /card-posted|postmortem\.(posted|asked|changed|placed)|action\.(reminded|told|track-asked)/;

type Step =
  | { readonly type: string }
  | { readonly slack: 'gone' | 'back' }
  | { readonly store: 'dies' }
  | { readonly minutes: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'note I1 something',
        'update I1 we are on it',
        'sev I1 sev2',
        'sev I1 sev1',
        'role I1 commander',
        'role I1 scribe @uana',
        'resolve I1 done',
        'reopen I1',
        'note I2 of another incident',
        'action I1 @uana 2019-07-01 label it',
      ),
    }),
  },
  fc.record({ slack: fc.constantFrom('gone' as const, 'back' as const) }),
  fc.record({ store: fc.constant('dies' as const) }),
  fc.record({ minutes: fc.integer({ min: 1, max: 40 }) }),
);

it('is the ledger, under crashes of Slack and of the store', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const world = await fakeWorld('2019-06-05T10:00:00Z', [somebody('UORG'), somebody('UANA')]);
      await world.type('UORG', command, 'declare Power cut');
      await world.type('UORG', command, 'declare Something else');
      const commit = world.store.commit.bind(world.store);
      let told = 0;
      /** A job whose outcome could not be recorded is handed out again when its lease has run out. */
      const advance = async (duration: string) => {
        await world.advance(duration, handlers).catch(async (error: unknown) => {
          if (!(error instanceof StoreUnavailable)) throw error;
          world.store.realNow += world.store.leaseMilliseconds + 1;
          await world.advance(duration, handlers);
        });
      };
      for (const one of steps) {
        if ('slack' in one) world.chat.failWith = one.slack === 'gone' ? new Error('gone') : undefined;
        else if ('minutes' in one) await advance(`PT${one.minutes}M`);
        else if ('store' in one) {
          // The next commit does not happen; who asked for it is told, and nothing half is left.
          world.store.commit = async (change) => {
            world.store.commit = commit;
            if (change.facts?.length) throw new StoreUnavailable('gone');
            return await commit(change);
          };
        } else {
          await world.type('UORG', command, one.type).catch((error: unknown) => {
            if (!(error instanceof StoreUnavailable)) throw error;
            told++;
          });
        }
      }
      world.store.commit = commit;
      world.chat.failWith = undefined;
      await advance('PT1H');
      const incident = (await world.store.get(incidentDocument, 'I1'))?.value;
      if (!incident) throw new Error('it was never declared');
      const { entries, lines } = await readTimeline(incident, 'Europe/Madrid', 'en', world.deps);
      const ledger = (await world.store.facts({ about: 'incident:I1' })).filter(
        ({ name }) => !SILENT.test(name),
      );
      expect(entries.map(({ fact }) => fact.id)).toEqual(ledger.map(({ id }) => id));
      expect(lines).toHaveLength(ledger.length);
      // What the store refused was told, and is not in the record.
      const typed = steps.filter((one) => 'type' in one && one.type === 'note I1 something').length;
      const noted = ledger.filter(({ name }) => name === 'incident.noted').length;
      expect(noted).toBeLessThanOrEqual(typed);
      expect(noted + told).toBeGreaterThanOrEqual(typed);
    }),
    { numRuns: 60 },
  );
});
