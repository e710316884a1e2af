/**
 * `POST /hooks/incident`: a machine declares. `{ "title": "…", "severity": "sev2", "room": "Main hall" }`. What can be
 * read is taken and the rest is named in the answer: nobody reads a refusal while something burns.
 */
import type { Deps } from '../../src/core/deps.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Route } from '../../src/core/route.ts';
import { truncatePlain, visibleText } from '../../src/core/text.ts';
import { FieldReader, isRecord, wordsOf } from '../../src/formats/alerts/fields.ts';
import { readDelivery } from '../../src/formats/alerts/read-body.ts';
import { matchRoom, newCode } from '../../src/incident/declare.ts';
import { guessKind, Kind, Severity } from '../../src/incident/domain/incident.ts';
import { firstResponders } from '../../src/incident/domain/privacy.ts';
import { declare, sameAs } from '../../src/incident/domain/transitions.ts';
import { snapshotOf } from '../../src/incident/load.ts';
import { readIncidents } from '../../src/incident/read.ts';
import { authenticateHook, jsonReply, turnAway } from '../../src/page/hook-token.ts';
import { receiveAlerts } from '../../src/page/receive-alerts.ts';
import { severityTyped } from './parse.ts';

const TITLE = 150;

interface Declared {
  readonly title: string;
  readonly severity: Severity | undefined;
  readonly kind: Kind | undefined;
  readonly room: string | undefined;
  /** What could not be read, in words for whoever set the machine up. */
  readonly problems: readonly string[];
}

/** Undefined where there is nothing that could be a title. */
async function readDeclared(value: unknown, deps: Deps): Promise<Declared | undefined> {
  const fields = new FieldReader([isRecord(value) ? value : { title: wordsOf(value) }]);
  const told = fields.first('title', 'name', 'summary', 'message', 'text', 'description');
  if (told === undefined) return undefined;
  const typed = { severity: fields.first('severity', 'sev'), room: fields.first('room', 'location') };
  const severity = typed.severity === undefined ? undefined : severityTyped(typed.severity);
  const kind = fields.first('kind');
  const known = Kind.safeParse(kind?.toLowerCase());
  const found = typed.room === undefined ? undefined : await matchRoom(typed.room, deps);
  const room = found && 'found' in found ? found.found : undefined;
  const lost = typed.room !== undefined && room === undefined ? typed.room : undefined;
  return {
    title: shortTitle(lost === undefined ? told : `${told} (${lost})`),
    severity,
    kind: known.data,
    room,
    problems: [
      ...(lost === undefined ? [] : [`room: there is no one room "${truncatePlain(lost, 50)}"`]),
      ...(typed.severity !== undefined && !severity
        ? [`severity: ${Severity.options.join(', ')}; none of them is "${truncatePlain(typed.severity, 50)}"`]
        : []),
      ...(kind !== undefined && !known.success ? [`kind: one of ${Kind.options.join(', ')}`] : []),
    ],
  };
}

const shortTitle = (text: string): string => truncatePlain(visibleText(text).replace(/\s+/g, ' '), TITLE);

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
      const { value } = readDelivery(request.body, request.headers['content-type']);
      const declared = await readDeclared(value, deps);
      if (!declared) return jsonReply(400, { error: 'title: what has happened, in a few words.' });
      const { title, severity, kind, room, problems } = declared;
      const named = problems.length > 0 ? { problems } : {};
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
        if (same) return { result: jsonReply(200, { incident: same.code, declared: false, ...named }) };
        const snapshot = await snapshotOf(room, now, deps);
        const { change } = declare(
          { code, title, severity, kind: known, room, snapshot, by, responders },
          now,
        );
        return { change, result: jsonReply(201, { incident: code, declared: true, ...named }) };
      });
    },
  },
];
