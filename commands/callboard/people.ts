/** `/callboard organizers` and `/callboard crew`: who they are, and who is added or taken off by hand. */
import { changeEvent } from '../../src/callboard/change-event.ts';
import type { EventSettings } from '../../src/callboard/domain/event.ts';
import { isFullMember } from '../../src/callboard/domain/person.ts';
import {
  addOrganizer,
  type Doing,
  nameCrew,
  nameCrewGroup,
  type OrganizersDecision,
  removeOrganizer,
  type Standing,
} from '../../src/callboard/domain/settings.ts';
import type { UserGroup } from '../../src/callboard/domain/user-group.ts';
import { findGroup, namesGroup } from '../../src/callboard/groups.ts';
import { changeOrganizers } from '../../src/callboard/organizers.ts';
import type {
  Button,
  ButtonClick,
  CommandInvocation,
  Reply,
  RequestContext,
  Verb,
} from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { consentFrom, questionChanged, weighHarm } from '../../src/core/question.ts';
import { requirePermission } from '../../src/core/refuse.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { peopleOnRota } from '../../src/rota/domain/rota.ts';
import { escape, joined, mention, mentionId } from '../../src/slack/mrkdwn.ts';
import { findPerson } from '../../src/slack/people.ts';
import { LEAVING, organizersMarks, organizersView, removeSelfView } from './view.ts';

type Who = Pick<RequestContext, 'event' | 'person' | 'now'>;
const rights = RIGHTS['/callboard'];

/** Reads the event as it stands, decides about its organizers, commits; a refusal becomes words. */
export async function organizersBy(
  request: Who,
  deps: Deps,
  decision: (event: Standing, doing: Doing) => OrganizersDecision,
): Promise<EventSettings> {
  const doing = { at: request.now, by: request.person.id };
  const decided = await changeOrganizers(request.event, doing, deps, decision);
  if ('after' in decided) return decided.after;
  throw new UserError(`callboard.organizers.${decided.refused}`);
}

/** Takes somebody off the organizers, and says so. */
async function remove(id: string, request: Who & Pick<RequestContext, 't'>, deps: Deps): Promise<Reply> {
  await organizersBy(request, deps, (standing, doing) => removeOrganizer(standing, id, doing));
  return { text: request.t('callboard.organizers.removed', { person: mentionId(id) }) };
}

async function organizers(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const { t, text } = call;
  if (text === '') return organizersView(call.event, t);
  requirePermission(rights.parts['organizers add|remove @user'], call);
  const [verb = '', ...rest] = text.split(/\s+/);
  const adds = verb.toLowerCase() === 'add';
  if ((!adds && verb.toLowerCase() !== 'remove') || rest.length === 0)
    throw new UserError('callboard.organizers.how');
  const person = await findPerson(rest.join(' '), deps.directory);
  if (!adds) {
    const isSelf = person.id === call.person.id;
    return isSelf && call.event.organizers.length > 1
      ? removeSelfView(call)
      : await remove(person.id, call, deps);
  }
  if (!isFullMember(person)) throw new UserError('callboard.organizers.guest');
  await organizersBy(call, deps, (standing, doing) => addOrganizer(standing, person.id, doing));
  return { text: t('callboard.organizers.added', { person: mention(person) }) };
}

/** A group, unless there is a person of that name; one that the event knows may be named though it was disabled. */
async function namedGroup(word: string, deps: Deps): Promise<UserGroup | undefined> {
  if (!namesGroup(word)) {
    const isSomebody = await findPerson(word, deps.directory).then(
      () => true,
      () => false,
    );
    if (isSomebody) return undefined;
  }
  return await findGroup(word, deps);
}

/** Whoever the rota makes crew, and whoever was named; `add` and `remove` change who was named. */
async function crew(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const { t, text, event } = call;
  if (text === '') {
    const [shifts, roles] = await Promise.all([deps.shifts.read(), deps.roles.read()]);
    const values = <T>(all: ReadonlyMap<string, { readonly value: T }>) =>
      [...all.values()].map((one) => one.value);
    const onRota = peopleOnRota(values(shifts), values(roles)).size;
    const groups = (event.groups ?? []).filter(({ id }) => event.crewGroups?.includes(id));
    const byHand = [
      ...groups.map(({ handle }) => escape(`@${handle}`)),
      ...(event.crew ?? []).map(mentionId),
    ];
    const named = joined(byHand, ', ') || t('callboard.crew.none');
    return { text: t('callboard.crew.list', { count: onRota, named }) };
  }
  requirePermission(rights.parts['crew add|remove @user'], call);
  const [verb = '', ...rest] = text.split(/\s+/);
  const adds = verb.toLowerCase() === 'add';
  if ((!adds && verb.toLowerCase() !== 'remove') || rest.length === 0)
    throw new UserError('callboard.crew.how');
  const group = await namedGroup(rest.join(' '), deps);
  if (group) {
    await changeEvent(call, deps, (standing, doing) => nameCrewGroup(standing, group, adds, doing));
    const shown = escape(`@${group.handle}`);
    return {
      text: t(adds ? 'callboard.crew.groupAdded' : 'callboard.crew.groupRemoved', {
        group: shown,
        count: group.members.length,
      }),
    };
  }
  const person = await findPerson(rest.join(' '), deps.directory);
  if (adds && (person.guest || person.deactivated || !person.slack))
    throw new UserError('callboard.crew.guest');
  await changeEvent(call, deps, (standing, doing) => nameCrew(standing, person.id, adds, doing));
  if (adds) return { text: t('callboard.crew.added', { person: mention(person) }) };
  const shifts = await deps.shifts.read();
  const stays = peopleOnRota(
    [...shifts.values()].map(({ value }) => value),
    [],
  ).has(person.id);
  return { text: t(stays ? 'callboard.crew.stays' : 'callboard.crew.removed', { person: mention(person) }) };
}

export const peopleVerbs: Readonly<Record<'organizers' | 'crew', Verb>> = {
  organizers: {
    usage: {
      organizers: 'callboard.organizers',
      'organizers add|remove @user': 'callboard.organizers.change',
    },
    run: organizers,
  },
  crew: {
    usage: { crew: 'callboard.crew', 'crew add|remove @user': 'callboard.crew.change' },
    run: crew,
  },
};

export const peopleButtons: Readonly<Record<string, Button>> = {
  'callboard.remove-self': {
    run: async (click: ButtonClick, deps) => {
      const { consent } = consentFrom(click.value);
      const weighed = weighHarm([{ kind: LEAVING }], organizersMarks(click.event), consent);
      if (weighed !== 'go') return { replace: questionChanged('/callboard organizers remove @…', click.t) };
      const done = await remove(click.person.id, click, deps);
      return done && 'text' in done ? { replace: done } : done;
    },
  },
};
