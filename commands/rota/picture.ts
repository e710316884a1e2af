/** The address of the fairness picture, for windows in Slack; its secret is made when it is first asked for. */

import { put, recordFact } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { rotaSettingsChanged } from '../../src/rota/domain/facts.ts';
import { ROTA_ID, type RotaSettings, rotaSettingsDocument } from '../../src/rota/domain/settings.ts';
import { rotaSettings } from '../../src/rota/load.ts';

/** `version` makes Slack fetch it anew when the rota has changed. Undefined where nobody can reach us. */
export async function pictureUrl(
  deps: Pick<Deps, 'store' | 'newId' | 'publicUrl' | 'clock'>,
  version: number,
) {
  if (deps.publicUrl === undefined) return undefined;
  const token = await withOptimisticRetry(deps.store, async () => {
    const old = await deps.store.get(rotaSettingsDocument, ROTA_ID);
    const settings: RotaSettings = old?.value ?? (await rotaSettings(deps));
    if (settings.picture !== undefined) return { result: settings.picture };
    const fresh = `${deps.newId()}${deps.newId()}`;
    return {
      result: fresh,
      change: {
        put: [put(rotaSettingsDocument, ROTA_ID, { ...settings, picture: fresh }, old?.version ?? 0)],
        facts: [
          recordFact(rotaSettingsChanged, {
            at: deps.clock.now(),
            by: 'callboard',
            about: ['rota:settings'],
            data: { fields: ['picture'] },
          }),
        ],
      },
    };
  });
  return `${deps.publicUrl}/feeds/rota/fairness/${token}-${version}.png`;
}
