/**
 * What becomes of each kind of document when somebody is forgotten: a line a kind, and a test that none is
 * missing. What is not said here is done to all: their id becomes another, and their names, numbers and
 * addresses go from every text.
 */
import type { Temporal } from 'temporal-polyfill';
import { agendaDocument } from '../agenda/domain/agenda.ts';
import { announcingDocument, boardDocument } from '../agenda/domain/board.ts';
import { diaryDocument } from '../agenda/domain/diary.ts';
import { previewDocument } from '../agenda/domain/preview.ts';
import { sessionDocument } from '../agenda/domain/session.ts';
import { stageDocument } from '../agenda/domain/stage.ts';
import { standbyDocument } from '../agenda/domain/standby.ts';
import { watchDocument } from '../agenda/domain/watch.ts';
import type { DocumentKind } from '../core/commit.ts';
import { milliseconds } from '../core/instant.ts';
import { actionDocument } from '../incident/domain/action.ts';
import { drillDocument } from '../incident/domain/drill.ts';
import {
  heldUpdateDocument,
  incidentCardDocument,
  incidentDocument,
  markDocument,
  privatePlaceDocument,
} from '../incident/domain/incident.ts';
import { impactDocument } from '../incident/domain/kept-impact.ts';
import { postmortemDocument } from '../incident/domain/postmortem.ts';
import { remedyDocument } from '../incident/domain/remedy.ts';
import { remedyCardDocument, remedyLastDocument, remedyRunDocument } from '../incident/domain/remedy-run.ts';
import { runbookDocument } from '../incident/domain/runbook.ts';
import { runbookPostDocument, runbookRunDocument } from '../incident/domain/runbook-run.ts';
import { scenarioDocument } from '../incident/domain/scenario.ts';
import { cardsDocument } from '../keys/domain/cards.ts';
import { ceremonyDocument } from '../keys/domain/ceremony.ts';
import { chainDocument } from '../keys/domain/chain.ts';
import { depositDocument, keySetDocument, secretDocument } from '../keys/domain/set.ts';
import { strikesDocument } from '../keys/domain/strikes.ts';
import { alertDocument, hookDocument, strangerDocument as hookStranger } from '../page/domain/alert.ts';
import { spokenDocument } from '../page/domain/call-script.ts';
import { dojoDocument } from '../page/domain/dojo.ts';
import { runningDrillDocument } from '../page/domain/drill.ts';
import { fuseDocument, fuseToldDocument } from '../page/domain/fuse.ts';
import { heartbeatDocument } from '../page/domain/heartbeat.ts';
import { helpRequestsDocument } from '../page/domain/help-request.ts';
import { notificationDocument } from '../page/domain/notification.ts';
import {
  askerDocument,
  cardDocument,
  pageDocument,
  quietDocument,
  requestDocument,
} from '../page/domain/page.ts';
import { policyDocument } from '../page/domain/policy.ts';
import { providerHealthDocument } from '../page/domain/provider-health.ts';
import { pushKeysDocument } from '../page/domain/push-keys.ts';
import { pushLinkDocument } from '../page/domain/push-link.ts';
import { replyGuardDocument } from '../page/domain/reply-guard.ts';
import { sendWindowDocument } from '../page/domain/send-window.ts';
import { testedDocument } from '../page/domain/tests.ts';
import { verificationDocument } from '../page/domain/verification.ts';
import { coverDocument } from '../rota/domain/cover.ts';
import { inviteDocument, invitedDocument } from '../rota/domain/invite.ts';
import { rotaPlanDocument } from '../rota/domain/plan.ts';
import { rotaSettingsDocument } from '../rota/domain/settings.ts';
import { roleDocument, shiftDocument } from '../rota/domain/shift.ts';
import { shiftTextDocument } from '../rota/domain/shift-text.ts';
import { swapDocument } from '../rota/domain/swap.ts';
import { volunteerDocument } from '../rota/domain/volunteer.ts';
import { attendanceDocument } from '../speakers/domain/attendance.ts';
import { speakerBoardDocument } from '../speakers/domain/board.ts';
import { speakerLinkDocument } from '../speakers/domain/link.ts';
import { messageReceipt, speakerMessageDocument } from '../speakers/domain/message.ts';
import { speakerPlanDocument } from '../speakers/domain/plan.ts';
import { speakerTableDocument } from '../speakers/domain/table-plan.ts';
import { appliedFileDocument } from './domain/applied-file.ts';
import { archiveDocument, archivedDayDocument, archiveKeyDocument } from './domain/archive.ts';
import { boardLinkDocument } from './domain/board-link.ts';
import { cardSheetDocument } from './domain/card-sheet-link.ts';
import { cardTallyDocument } from './domain/card-tally.ts';
import { chatStateDocument } from './domain/chat-state.ts';
import { type Eraser, FORGOTTEN } from './domain/erase.ts';
import { eveningDocument } from './domain/evening.ts';
import { eventDocument } from './domain/event.ts';
import { deadEventDocument, eventCursorDocument, eventTargetDocument } from './domain/event-target.ts';
import { failedJobDocument } from './domain/failed-job.ts';
import { forgottenDocument } from './domain/forgotten.ts';
import { personDocument } from './domain/person.ts';
import { promiseTallyDocument } from './domain/promise-tally.ts';
import { promisesDocument } from './domain/promise-warnings.ts';
import { noticesDocument } from './domain/retention.ts';
import { strangerDocument, textDocument } from './domain/text.ts';

export interface Erasure {
  readonly kind: DocumentKind<unknown>;
  /**
   * The document without them: null removes it, the same value leaves it as it is.
   *
   * @param id - the document's, as it is stored
   */
  erase(value: unknown, id: string, eraser: Eraser, now: Temporal.Instant): unknown;
}

type Words<T> = (value: T, eraser: Eraser, now: Temporal.Instant) => T;

const row = <T>(
  kind: DocumentKind<T>,
  erase: (value: T, id: string, e: Eraser, now: Temporal.Instant) => T | null,
) => ({ kind, erase }) as unknown as Erasure;

/** Ids, names, numbers and addresses; `words` takes out what they wrote first. */
const changed = <T>(kind: DocumentKind<T>, words: Words<T> = (value) => value): Erasure =>
  row(kind, (value, _id, eraser, now) => eraser.value(words(value, eraser, now)));

/** It is theirs alone, by its id or by the person it names: it goes. */
const theirs = <T>(kind: DocumentKind<T>): Erasure =>
  row(kind, (value, id, eraser) => {
    const { person } = value as { readonly person?: string };
    const [owner] = id.split(':');
    return eraser.is(id) || eraser.is(person) || eraser.is(owner) ? null : eraser.value(value);
  });

/**
 * The keys' documents and their chain of hashes stay as they are: they hold ids, numbers of shares and reasons,
 * and a step that was changed could not be told from one that was forged (docs/keys-threat-model.md).
 */
const untouched = <T>(kind: DocumentKind<T>): Erasure => row(kind, (value) => value);

/** Lists of people of the event file without them, as the event's own are, so that this is no difference. */
function withoutPeople<T>(value: T, is: Eraser['is']): T {
  if (Array.isArray(value))
    return value
      .filter((one) => typeof one !== 'string' || !is(one))
      .map((one) => withoutPeople(one, is)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutPeople(one, is)])) as T;
}

export const ERASURES: readonly Erasure[] = [
  // The event and its people.
  changed(eventDocument, (event, { is, text }) => ({
    ...event,
    organizers: event.organizers.filter((id) => !is(id)),
    ...(event.crew && { crew: event.crew.filter((id) => !is(id)) }),
    // Slack says again who is in a group; until then they are not.
    ...(event.groups && {
      groups: event.groups.map((group) => ({
        ...group,
        members: group.members.filter((id) => !is(id)),
      })),
    }),
    // Whoever answered for it is named as somebody who was forgotten, as in the file that was applied.
    ...(event.flags && {
      flags: event.flags.map((flag) => ({
        ...flag,
        people: flag.people.filter((id) => !is(id)),
        // As the rota's roles are called, whatever stands before them.
        roles: flag.roles.map((role) => role.replace(/(?<=^role:).*/s, text)),
      })),
    }),
    ...(event.blocked && { blocked: event.blocked.filter((id) => !is(id)) }),
  })),
  theirs(personDocument),
  theirs(textDocument),
  theirs(boardLinkDocument),
  // What a job carried cannot be sent any more with others' words in it: it goes.
  row(failedJobDocument, (job, _id, eraser) =>
    JSON.stringify(eraser.value(job)) === JSON.stringify(job) ? job : null,
  ),
  untouched(strangerDocument),
  untouched(chatStateDocument),
  untouched(forgottenDocument),
  untouched(noticesDocument),
  // Events out: addresses of machines, and ids of facts.
  changed(eventTargetDocument),
  changed(deadEventDocument),
  changed(eventCursorDocument),
  untouched(eveningDocument),
  // Numbers, and codes of pages and talks.
  changed(promiseTallyDocument),
  changed(promisesDocument),
  // Whoever is forgotten is nobody in it until the cards are counted on; then theirs are gone.
  changed(cardTallyDocument),
  theirs(cardSheetDocument),
  changed(appliedFileDocument, ({ sections, ...applied }, { is }) => ({
    ...applied,
    sections: withoutPeople(sections, is),
  })),
  // The agenda: the programme that was published, with its speakers' names.
  changed(agendaDocument),
  changed(sessionDocument),
  changed(previewDocument),
  changed(watchDocument),
  changed(boardDocument),
  changed(stageDocument, ({ message, ...stage }, { is }) => ({
    ...stage,
    ...(message && { message: is(message.by) ? { ...message, text: FORGOTTEN } : message }),
  })),
  changed(standbyDocument),
  changed(announcingDocument),
  theirs(diaryDocument),
  // Speakers.
  theirs(speakerLinkDocument),
  theirs(attendanceDocument),
  changed(speakerMessageDocument, (message, { is }) =>
    is(message.by) ? { ...message, text: FORGOTTEN } : message,
  ),
  theirs(messageReceipt),
  changed(speakerPlanDocument),
  theirs(speakerTableDocument),
  changed(speakerBoardDocument),
  // The rota.
  theirs(volunteerDocument),
  changed(shiftDocument, (shift, { is }, now) =>
    // History keeps that somebody was there; a place that is to come is free again.
    milliseconds(shift.end) > now.epochMilliseconds
      ? { ...shift, assignments: shift.assignments.filter(({ person }) => !is(person)) }
      : shift,
  ),
  changed(roleDocument, (role, { is }) => ({ ...role, leads: role.leads.filter((id) => !is(id)) })),
  changed(rotaSettingsDocument),
  changed(rotaPlanDocument),
  changed(swapDocument),
  changed(inviteDocument, ({ reading, ...invite }, { is }) => ({
    ...invite,
    members: invite.members.filter((id) => !is(id)),
    ...(reading && { reading: { ...reading, seen: reading.seen.filter((id) => !is(id)) } }),
  })),
  theirs(invitedDocument),
  theirs(shiftTextDocument),
  changed(coverDocument, ({ reason, ...cover }, { is }) => ({
    ...cover,
    ...(reason !== undefined && { reason: is(cover.person) ? FORGOTTEN : reason }),
  })),
  // Pages.
  changed(pageDocument, (page, { is }) => ({
    ...page,
    ...(is(page.author) && { message: FORGOTTEN }),
    ...(is(page.author) && page.authorName !== undefined && { authorName: FORGOTTEN }),
    ...(page.resolved?.note !== undefined &&
      is(page.resolved.by) && { resolved: { ...page.resolved, note: FORGOTTEN } }),
  })),
  changed(requestDocument),
  changed(cardDocument),
  changed(askerDocument),
  changed(quietDocument, ({ reason, ...quiet }, { is }) => ({
    ...quiet,
    ...(reason !== undefined && { reason: is(quiet.by) ? FORGOTTEN : reason }),
  })),
  changed(policyDocument),
  changed(notificationDocument),
  theirs(helpRequestsDocument),
  theirs(replyGuardDocument),
  theirs(sendWindowDocument),
  theirs(testedDocument),
  theirs(dojoDocument),
  theirs(verificationDocument),
  theirs(pushLinkDocument),
  untouched(pushKeysDocument),
  // What the archive knows of itself: days, counts and its own key.
  changed(archiveDocument),
  changed(archivedDayDocument),
  untouched(archiveKeyDocument),
  changed(spokenDocument),
  changed(fuseDocument),
  changed(fuseToldDocument),
  changed(providerHealthDocument),
  changed(hookDocument),
  changed(heartbeatDocument),
  changed(alertDocument),
  untouched(hookStranger),
  // Incidents: titles, updates and the postmortem were written for everybody and stay, without names.
  changed(incidentDocument, (incident, { is }) => ({
    ...incident,
    ...(incident.resolution !== undefined && is(incident.resolvedBy) && { resolution: FORGOTTEN }),
  })),
  changed(incidentCardDocument),
  changed(impactDocument),
  changed(privatePlaceDocument, (place, { is }) => ({
    ...place,
    members: place.members.filter((id) => !is(id)),
  })),
  changed(markDocument, (mark, { is }) => (is(mark.author) ? { ...mark, text: FORGOTTEN } : mark)),
  changed(heldUpdateDocument, (held, { is }) => (is(held.by) ? { ...held, text: FORGOTTEN } : held)),
  changed(actionDocument, (action, { is }) =>
    is(action.owner)
      ? {
          ...action,
          ...(action.done !== undefined && { done: FORGOTTEN }),
          snoozed: action.snoozed.map(() => FORGOTTEN),
        }
      : action,
  ),
  changed(postmortemDocument),
  // The event file's; and what was played, which names nobody but who asked for it.
  changed(scenarioDocument),
  changed(drillDocument),
  changed(runningDrillDocument),
  changed(runbookDocument),
  changed(runbookRunDocument),
  changed(runbookPostDocument),
  // What the event file says of actions is the operator's; a run keeps no words of anybody.
  changed(remedyDocument),
  changed(remedyRunDocument),
  changed(remedyLastDocument),
  changed(remedyCardDocument),
  // The keys.
  untouched(keySetDocument),
  untouched(secretDocument),
  untouched(depositDocument),
  untouched(ceremonyDocument),
  untouched(chainDocument),
  untouched(cardsDocument),
  theirs(strikesDocument),
];
