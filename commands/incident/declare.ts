/** `/incident declare`, the button on a page's card, and what happens when two declare the same thing. */

import { z } from 'zod';
import type {
  Button,
  CommandInvocation,
  Modal,
  ModalResponse,
  ModalSubmission,
  Reply,
  RequestContext,
  Verb,
} from '../../src/core/command.ts';
import { mergeChanges } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { parsePressed } from '../../src/core/pressed.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { between } from '../../src/i18n/time.ts';
import {
  type DeclareRequest,
  declareIncident,
  linkPage,
  matchRoom,
  roomNames,
} from '../../src/incident/declare.ts';
import { type Incident, isOpen, Kind, Severity } from '../../src/incident/domain/incident.ts';
import { scheduleIncidentCard } from '../../src/incident/domain/jobs.ts';
import { respondingPeople, type Viewer } from '../../src/incident/domain/privacy.ts';
import { addIncidentNote, sameAs } from '../../src/incident/domain/transitions.ts';
import { type Declaring, declareModal } from '../../src/incident/modals.ts';
import { readIncident, readIncidents } from '../../src/incident/read.ts';
import { quotedName, severityWords } from '../../src/incident/words.ts';
import { isConfidential, pageDocument } from '../../src/page/domain/page.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { escape, joined, type Mrkdwn, mentionIds, quoted, truncate } from '../../src/slack/mrkdwn.ts';
import { takePeople } from '../../src/slack/people.ts';
import { changeIncident } from './change.ts';
import { severityTyped } from './parse.ts';

const TITLE = 150;

const Request = z.object({
  title: z.string().min(1),
  severity: Severity.exactOptional(),
  room: z.string().exactOptional(),
  kind: Kind.exactOptional(),
  page: z.string().exactOptional(),
  drill: z.boolean().exactOptional(),
  private: z.boolean().exactOptional(),
  named: z.array(z.string()).exactOptional(),
});

/** As typed: `unread` where there is no such severity, which is asked for before anything is declared. */
function severityOf(typed: string): { severity: Severity } | { unread: string } {
  const severity = severityTyped(typed);
  return severity ? { severity } : { unread: typed };
}

export interface Declaration extends DeclareRequest {
  /** What stood where a severity stands and is none, as `sev9`. */
  readonly unread?: string;
}
const Joining = z.object({ code: z.string(), title: z.string(), page: z.string().exactOptional() });

/** `private` before the rest, in both languages. */
const PRIVATE_WORD = /^(?:private|confidential|privad[ao]|confidencial)(?=\s|$)\s*/i;
/** `with @ana @bea` at the end: who may know of it besides. */
const WITH = /(?:^|\s)(?:with|con)((?:\s+(?:<@[^>]+>|@[^\s@<>|]+))+)\s*$/i;

/** `[private] [sev1] TITLE [in ROOM] [with @ana]`: the room only where what follows the last "in" is one. */
export async function parseDeclaration(
  typed: string,
  deps: Pick<Deps, 'sessions' | 'shifts' | 'events' | 'directory'>,
): Promise<Declaration> {
  const hidden = PRIVATE_WORD.test(typed.trim());
  const whole = typed.trim().replace(PRIVATE_WORD, '');
  const [suffix = '', people = ''] = WITH.exec(whole) ?? [];
  const named = (await takePeople(people, deps.directory)).people.map(({ id }) => id);
  const rest = await parseRest(whole.slice(0, whole.length - suffix.length), deps);
  return { ...rest, ...(hidden && { private: true }), ...(named.length > 0 && { named }) };
}

async function parseRest(
  text: string,
  deps: Pick<Deps, 'sessions' | 'shifts' | 'events'>,
): Promise<Declaration> {
  const [, sev, rest = ''] = /^(?:(sev[\s-]?\d+)(?=\s|$))?\s*([\s\S]*)$/i.exec(text.trim()) ?? [];
  const severity = sev ? severityOf(sev) : {};
  const [, before, named] = /^([\s\S]*?)(?:^|\s)(?:in|en)\s+((?:(?!\s(?:in|en)\s).)+)$/i.exec(rest) ?? [];
  if (before !== undefined && named !== undefined) {
    const found = await matchRoom(named, deps);
    if ('found' in found) return { title: truncate(before.trim(), TITLE), room: found.found, ...severity };
    if ('ambiguous' in found) {
      throw new UserError('incident.severalRooms', {
        typed: truncate(escape(named), 50),
        rooms: joined(
          found.ambiguous.map((one) => escape(one)),
          ', ',
        ),
      });
    }
  }
  return { title: truncate(rest.trim(), TITLE), ...severity };
}

async function declareOrOffer(
  request: DeclareRequest,
  asking: Omit<RequestContext, 'trigger'>,
  deps: Deps,
): Promise<Reply & ModalResponse> {
  const { t, now, person } = asking;
  const open = (await readIncidents('open', person, deps)).map(({ value }) => value);
  const known = await incidentOfPage(request.page, person, deps);
  const same = request.drill ? undefined : (known ?? sameAs(open, request.room, now));
  if (same) return offerSame(same, request, asking);
  const incident = await declareIncident(request, person.id, now, deps);
  return { text: declaredText(incident, t) };
}

/** Of a private one it says who may know of it: whoever declared it may want others. */
const declaredText = (incident: Incident, t: Translate): Mrkdwn => {
  const name = quotedName(incident, t);
  const { code, responders } = incident;
  return responders === undefined
    ? t('incident.declared', { incident: name })
    : t('incident.private.declared', {
        incident: name,
        people: mentionIds(respondingPeople(incident)),
        code: escape(code),
      });
};

/** The open incident that a page is part of already, where this person may know of it. */
async function incidentOfPage(
  code: string | undefined,
  viewer: Viewer,
  deps: Deps,
): Promise<Incident | undefined> {
  const page = code === undefined ? undefined : (await deps.store.get(pageDocument, code))?.value;
  const found = page?.incident && (await readIncident(page.incident, viewer, deps))?.value;
  return found && isOpen(found) ? found : undefined;
}

function offerSame(same: Incident, request: DeclareRequest, { t, now }: Pick<RequestContext, 't' | 'now'>) {
  const text = t('incident.same', { incident: quotedName(same, t), ago: between(same.declaredAt, now) });
  const blocks = [
    section(text),
    ...actions(
      [
        button(
          'incident.join',
          t('incident.button.same'),
          JSON.stringify({
            code: same.code,
            title: request.title,
            ...(request.page !== undefined && { page: request.page }),
          }),
          'primary',
        ),
        button('incident.another', t('incident.button.another'), JSON.stringify(request)),
      ],
      'incident.same',
    ),
  ];
  return { text, blocks };
}

const openDeclare = async (known: Declaring, request: RequestContext, deps: Deps): Promise<Reply> => ({
  modal: declareModal(known, await roomNames(deps), request.t),
});

/** `sev9 Fire`: everything else that was typed is in the buttons, and one press declares. */
function askSeverity(unread: string, request: DeclareRequest, { t }: RequestContext): Reply {
  if (request.title === '') throw new UserError('incident.whichSeverity', { typed: quoted(unread) });
  const text = t('incident.unknownSeverity', { typed: quoted(unread), title: escape(request.title) });
  const choices = [...Severity.options, undefined].map((severity) =>
    button(
      `incident.declare-as#${severity ?? 'none'}`,
      severity === undefined ? t('incident.button.noSeverity') : severityWords(severity, t),
      JSON.stringify({ ...request, ...(severity && { severity }) }),
    ),
  );
  return { text, blocks: [section(text), ...actions(choices, 'incident.severities')] };
}

export const declareVerbs: Readonly<Record<string, Verb>> = {
  declare: {
    usage: {
      'declare [sev1|sev2|sev3] TITLE [in ROOM]': 'incident.usage.declare',
      'declare private TITLE [in ROOM] [with @user]': 'incident.usage.declarePrivate',
    },
    async run(call: CommandInvocation, deps) {
      const { unread, ...request } = await parseDeclaration(call.text, deps);
      // What was typed besides is in the form already.
      const { title, severity, room } = request;
      const known = {
        ...(severity && { severity }),
        ...(room !== undefined && { room }),
        ...(request.private && { private: true }),
        ...(request.named && { named: request.named }),
      };
      if (unread !== undefined) return askSeverity(unread, request, call);
      if (title === '') return await openDeclare(known, call, deps);
      return await declareOrOffer(request, call, deps);
    },
  },
};

export const declareButtons: Readonly<Record<string, Button>> = {
  'incident.new': { run: (click, deps) => openDeclare({}, click, deps) },
  /** On a page's card: what the page says goes into the declaration. */
  'incident.from-page': {
    async run(click, deps) {
      const read = (await deps.store.get(pageDocument, click.value))?.value;
      // Whoever was asked knows what it says; the form of a public incident is no place for it.
      const page = read && !isConfidential(read) ? read : undefined;
      const known = await incidentOfPage(click.value, click.person, deps);
      if (known)
        return {
          text: click.t('incident.hasPage', {
            incident: quotedName(known, click.t),
            page: escape(click.value),
          }),
        };
      const room = page?.target.kind === 'room' ? { room: page.target.name } : {};
      return await openDeclare(
        { page: click.value, ...(page && { title: page.message }), ...room },
        click,
        deps,
      );
    },
  },
  'incident.join': {
    async run({ value, person, now, t }, deps) {
      const { code, title, page } = parsePressed(Joining, value);
      const same = await changeIncident(code, person, deps, async ({ value: incident }) =>
        mergeChanges(
          addIncidentNote(incident, title, person.id, now),
          await linkPage(page, incident, { by: person.id, now }, deps),
          { jobs: [scheduleIncidentCard(incident.code, now)] },
        ),
      );
      return { text: t('incident.joined', { incident: quotedName(same, t), title: escape(title) }) };
    },
  },
  'incident.declare-as': {
    run: async (click, deps) => await declareOrOffer(parsePressed(Request, click.value), click, deps),
  },
  'incident.another': {
    async run({ value, person, now, t }, deps) {
      const made = await declareIncident(parsePressed(Request, value), person.id, now, deps);
      return { text: declaredText(made, t) };
    },
  },
};

const chosen = (values: ModalSubmission['values'], block: string): boolean =>
  [values[block]?.['pick']].flat().includes('yes');

export const declareModals: Readonly<Record<string, Modal>> = {
  'incident.declare': {
    async run(submission, deps) {
      const { values, meta, t } = submission;
      const known = parsePressed(Request.partial(), meta || '{}');
      const value = (block: string, action: string) => {
        const given = values[block]?.[action];
        return typeof given === 'string' && given !== '' ? given : undefined;
      };
      const title = value('title', 'text')?.trim() ?? known.title;
      if (!title) return { errors: { title: t('incident.titleMissing') } };
      const severity = Severity.safeParse(value('severity', 'pick') ?? known.severity);
      const kind = Kind.safeParse(value('kind', 'pick'));
      const room = value('room', 'pick') ?? known.room;
      const request: DeclareRequest = {
        title,
        ...((known.private || chosen(values, 'private')) && { private: true }),
        ...(known.named && { named: known.named }),
        ...(severity.success && { severity: severity.data }),
        ...(kind.success && { kind: kind.data }),
        ...(room !== undefined && { room }),
        ...(known.page !== undefined && { page: known.page }),
        ...(known.drill && { drill: true }),
      };
      return await declareOrOffer(request, submission, deps);
    },
  },
};
