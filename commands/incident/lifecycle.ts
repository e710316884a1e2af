/** Working on an incident: roles, severity, updates, notes, mitigated, resolved, open again. */

import type {
  Button,
  CommandInvocation,
  Modal,
  Reply,
  RequestContext,
  Verb,
} from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { pressedAs } from '../../src/core/pressed.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import { isOpen, Severity } from '../../src/incident/domain/incident.ts';
import {
  addIncidentNote,
  mitigate,
  rename,
  reopen,
  setSeverity,
} from '../../src/incident/domain/transitions.ts';
import { findIncident } from '../../src/incident/load.ts';
import { textModal } from '../../src/incident/modals.ts';
import { quotedName, roleWord, severityWords } from '../../src/incident/words.ts';
import { escape, mention, mrkdwn, quoted, truncate } from '../../src/slack/mrkdwn.ts';
import { findPerson, requirePresent } from '../../src/slack/people.ts';
import { blameNote } from './blame-note.ts';
import { changeIncident, giveRole } from './change.ts';
import { codeAndText, roleTyped, severityTyped } from './parse.ts';
import { closeAsMistake, endIncident, resolvePagesButton } from './resolve.ts';
import { postAnUpdate, updateAnywayButton } from './update.ts';

type Who = Pick<RequestContext, 'person' | 'now' | 't'>;

async function command(code: string, { person, now, t }: Who, deps: Deps): Promise<Reply> {
  const incident = await giveRole(code, 'commander', person.id, { by: person.id, now }, deps);
  return { text: t('incident.youCommand', { incident: quotedName(incident, t) }) };
}

async function takeNote(code: string, text: string, { person, now, t }: Who, deps: Deps): Promise<Reply> {
  const incident = await changeIncident(code, person, deps, ({ value }) =>
    addIncidentNote(value, text, person.id, now),
  );
  const noted = t('incident.noted', { incident: quotedName(incident, t), text: escape(text) });
  return { text: mrkdwn`${noted}${blameNote(text, t)}` };
}

/** Characters of a title, as in a declaration. */
const MAX_TITLE = 150;

async function renameIt(code: string, text: string, { person, now, t }: Who, deps: Deps): Promise<Reply> {
  const title = truncate(text, MAX_TITLE);
  const before = await changeIncident(code, person, deps, (read) => rename(read, title, person.id, now));
  const renamed = t('incident.renamed', { incident: quotedName({ ...before, title }, t) });
  return { text: mrkdwn`${renamed}${blameNote(title, t)}` };
}

async function sev(code: string, severity: Severity, { person, now, t }: Who, deps: Deps): Promise<Reply> {
  const incident = await changeIncident(code, person, deps, (read) =>
    setSeverity(read, severity, person.id, now),
  );
  return {
    text: t('incident.severityIs', {
      incident: quotedName(incident, t),
      severity: severityWords(severity, t),
    }),
  };
}

async function reopenIt(code: string, { person, now, t }: Who, deps: Deps): Promise<Reply> {
  const before = await changeIncident(code, person, deps, (read) => reopen(read, person.id, now));
  return {
    text: t(isOpen(before) ? 'incident.isOpen' : 'incident.reopened', { incident: quotedName(before, t) }),
  };
}

async function assign(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const { t, person: by, now } = call;
  const [code, rest] = codeAndText(call.text, '/incident role I2 commander @user');
  const [typed, whom] = splitFirstWord(rest);
  if (typed === '')
    throw new UserError('incident.textMissing', { form: mrkdwn`/incident role I2 commander @user` });
  const role = roleTyped(typed);
  if (!role) throw new UserError('incident.whichRole', { typed: quoted(truncate(typed, 30)) });
  const person = whom === '' ? by : await findPerson(whom, deps.directory);
  requirePresent([person]);
  const incident = await giveRole(code, role, person.id, { by: by.id, now }, deps);
  return {
    text: t('incident.roleIs', {
      incident: quotedName(incident, t),
      role: roleWord(role, t),
      person: mention(person),
    }),
  };
}

const withText =
  (form: string, run: (code: string, text: string, call: CommandInvocation, deps: Deps) => Promise<Reply>) =>
  async (call: CommandInvocation, deps: Deps): Promise<Reply> => {
    const [code, text] = codeAndText(call.text, form);
    if (text === '') throw new UserError('incident.textMissing', { form: escape(form) });
    return await run(code, text, call, deps);
  };

export const workVerbs: Readonly<Record<string, Verb>> = {
  role: {
    usage: { 'role I2 commander|scribe|comms @user': 'incident.usage.role' },
    run: assign,
  },
  update: {
    usage: { 'update I2 TEXT': 'incident.usage.update' },
    run: withText('/incident update I2 TEXT', postAnUpdate),
  },
  note: {
    usage: { 'note I2 TEXT': 'incident.usage.note' },
    run: withText('/incident note I2 TEXT', takeNote),
  },
  sev: {
    usage: { 'sev I2 sev1': 'incident.usage.sev' },
    run: withText('/incident sev I2 sev1', async (code, text, call, deps) => {
      const severity = severityTyped(text);
      if (!severity) throw new UserError('incident.whichSeverity', { typed: quoted(truncate(text, 30)) });
      return await sev(code, severity, call, deps);
    }),
  },
  resolve: {
    usage: { 'resolve I2 [TEXT]': 'incident.usage.resolve' },
    async run(call, deps) {
      const [code, text] = codeAndText(call.text, '/incident resolve I2 TEXT');
      return await endIncident(code, text || undefined, call, deps);
    },
  },
  rename: {
    usage: { 'rename I2 TITLE': 'incident.usage.rename' },
    run: withText('/incident rename I2 TITLE', renameIt),
  },
  mistake: {
    usage: { 'mistake I2 [TEXT]': 'incident.usage.mistake' },
    async run(call, deps) {
      const [code, text] = codeAndText(call.text, '/incident mistake I2 TEXT');
      return await closeAsMistake(code, text || undefined, call, deps);
    },
  },
  reopen: {
    usage: { 'reopen I2': 'incident.usage.reopen' },
    run: (call, deps) => reopenIt(codeAndText(call.text, '/incident reopen I2')[0], call, deps),
  },
};

const modalFor = (what: 'update' | 'note' | 'resolve'): Button => ({
  async run({ value, person, t }, deps) {
    const { value: incident } = await findIncident(value, person, deps);
    return { modal: textModal(what, incident.code, t) };
  },
});

export const workButtons: Readonly<Record<string, Button>> = {
  'incident.command': { run: (click, deps) => command(click.value, click, deps) },
  'incident.update': modalFor('update'),
  'incident.note': modalFor('note'),
  'incident.resolve': modalFor('resolve'),
  'incident.resolve-pages': resolvePagesButton,
  'incident.update-anyway': updateAnywayButton,
  'incident.mitigated': {
    async run({ value, person, now, t }, deps) {
      const incident = await changeIncident(value, person, deps, (read) => mitigate(read, person.id, now));
      return { text: t('incident.isMitigated', { incident: quotedName(incident, t) }) };
    },
  },
  'incident.reopen': { run: (click, deps) => reopenIt(click.value, click, deps) },
  'incident.severity': {
    async run(click, deps) {
      const [code = '', severity] = click.value.split(' ');
      return await sev(code, pressedAs(Severity, severity), click, deps);
    },
  },
};

/** A modal closes; what it did is told in a message. */
const textOf = (values: Readonly<Record<string, Readonly<Record<string, unknown>>>>): string => {
  const given = values['text']?.['text'];
  return typeof given === 'string' ? given.trim() : '';
};

const said = async (reply: Promise<Reply>) => {
  const answer = await reply;
  return answer && 'text' in answer ? answer : undefined;
};

export const workModals: Readonly<Record<string, Modal>> = {
  'incident.update': {
    run: (submission, deps) =>
      said(postAnUpdate(submission.meta, textOf(submission.values), submission, deps)),
  },
  'incident.note': {
    run: (submission, deps) => said(takeNote(submission.meta, textOf(submission.values), submission, deps)),
  },
  'incident.resolve': {
    run: (submission, deps) => {
      const { meta, values } = submission;
      const end = [values['mistake']?.['pick']].flat().includes('yes') ? closeAsMistake : endIncident;
      return said(end(meta, textOf(values) || undefined, submission, deps));
    },
  },
};
