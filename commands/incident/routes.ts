/** `POST /hooks/incident`: a machine declares. `{ "title": "…", "severity": "sev2", "room": "Main hall" }`. */
import { z } from 'zod';
import { matchByName } from '../../src/core/match.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Route } from '../../src/core/route.ts';
import { readDelivery } from '../../src/formats/alerts/read-body.ts';
import { newCode, roomNames } from '../../src/incident/declare.ts';
import { guessKind, Kind, Severity } from '../../src/incident/domain/incident.ts';
import { firstResponders } from '../../src/incident/domain/privacy.ts';
import { declare, sameAs } from '../../src/incident/domain/transitions.ts';
import { snapshotOf } from '../../src/incident/load.ts';
import { readIncidents } from '../../src/incident/read.ts';
import { authenticateHook, jsonReply, turnAway } from '../../src/page/hook-token.ts';
import { receiveAlerts } from '../../src/page/receive-alerts.ts';

const Body = z.object({
  title: z.string().trim().min(1).max(150),
  severity: Severity.optional(),
  kind: Kind.optional(),
  room: z.string().max(200).optional(),
});

export const incidentRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/hooks/incident',
    body: 'text',
    async run(request, deps) {
      const entrance = await authenticateHook(request, deps);
      if ('refused' in entrance) return entrance.refused;
      const { hook } = entrance;
      const received = await receiveAlerts(hook.id, [], deps);
      if ('wait' in received) return await turnAway(hook.id, received.wait, deps);
      const body = Body.safeParse(readDelivery(request.body, request.headers['content-type']).value);
      if (!body.success) return jsonReply(400, { error: z.prettifyError(body.error) });
      const { title, severity, kind, room: typed } = body.data;
      const found =
        typed === undefined ? undefined : matchByName(typed, await roomNames(deps), (name) => [name]);
      if (found && !('found' in found)) return jsonReply(400, { error: `There is no one room "${typed}".` });
      const room = found?.found;
      const by = `hook:${hook.value.name}`;
      const known = kind ?? guessKind(title);
      const { organizers } = await deps.events.settings();
      const responders = firstResponders({ kind: known, by }, organizers);
      const code = await newCode('incident', responders !== undefined, deps);
      return await withOptimisticRetry(deps.store, async () => {
        const now = deps.clock.now();
        const open = (await readIncidents('open', { id: by }, deps)).map(({ value }) => value);
        // A machine that says it again within minutes means the same.
        const same = sameAs(open, room, now) ?? open.find((one) => one.title === title && one.room === room);
        if (same) return { result: jsonReply(200, { incident: same.code, declared: false }) };
        const snapshot = await snapshotOf(room, now, deps);
        const { change } = declare(
          { code, title, severity, kind: known, room, snapshot, by, responders },
          now,
        );
        return { change, result: jsonReply(201, { incident: code, declared: true }) };
      });
    },
  },
];
