/** What an incident cost, worked out for good: the agenda's facts that tell it leave the ledger some day. */
import { z } from 'zod';
import { document, fact } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';
import type { Impact } from './impact.ts';
import type { Incident } from './incident.ts';

const KeptImpact = z.object({
  incident: z.string(),
  /** The end that it had then: once it is opened again, it is worked out anew. */
  resolvedAt: InstantText,
  impact: z.object({
    sessions: z.array(
      z.object({
        code: z.string(),
        title: z.string(),
        minutes: z.number(),
        how: z.enum(['cancelled', 'delayed', 'interrupted']),
      }),
    ),
    minutesLost: z.number().optional(),
    paged: z.array(z.string()),
    acknowledged: z.object({ page: z.string(), seconds: z.number(), by: z.string() }).optional(),
    toCommand: z.number().optional(),
    toMitigate: z.number().optional(),
    lasted: z.number().optional(),
  }),
});
type KeptImpact = z.infer<typeof KeptImpact>;

/** Its id is the incident's code. */
export const impactDocument = document({
  name: 'incident-impact',
  schema: KeptImpact,
  schemaVersion: 1,
  sealed: true,
});
/** Of which incident it does not say: of a private one nobody is to know. */
export const impactKept = fact('incident.impact-kept', z.object({}));

/** As it was kept; undefined where the incident has another end since. */
export function keptImpactOf(incident: Incident, kept: KeptImpact | undefined): Impact | undefined {
  if (!kept || kept.resolvedAt !== incident.resolvedAt) return undefined;
  const { sessions, paged, minutesLost, acknowledged, toCommand, toMitigate, lasted } = kept.impact;
  return { sessions, paged, minutesLost, acknowledged, toCommand, toMitigate, lasted };
}
