/** Writing the postmortem: summary, what went well, factors asked as how and what. */

import { z } from 'zod';
import type { Button, Modal, ModalResponse, Reply, RequestContext, Verb } from '../../src/core/command.ts';
import type { Change, Versioned } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { parsePressed } from '../../src/core/pressed.ts';
import type { Incident } from '../../src/incident/domain/incident.ts';
import {
  addFactor,
  editPostmortem,
  MAX_STEPS,
  type Postmortem,
  startPostmortem,
} from '../../src/incident/domain/postmortem.ts';
import type { Viewer } from '../../src/incident/domain/privacy.ts';
import { findIncident } from '../../src/incident/load.ts';
import { factorModal, writeModal } from '../../src/incident/modals.ts';
import { readPostmortem } from '../../src/incident/read.ts';
import { quotedName } from '../../src/incident/words.ts';
import { escape, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { blameNote } from './blame-note.ts';
import { codeAndText } from './parse.ts';

type Who = Pick<RequestContext, 'person' | 'now' | 't'>;

async function begin(code: string, { person, now, t }: Who, deps: Deps): Promise<Reply> {
  const incident = await withOptimisticRetry(deps.store, async () => {
    const { value } = await findIncident(code, person, deps);
    const known = await readPostmortem(value.code, person, deps);
    return { change: startPostmortem(value, known, person.id, now), result: value };
  });
  return { text: t('incident.pm.begun', { incident: quotedName(incident, t) }) };
}

/** Reads incident and postmortem, decides, commits; a postmortem that has not begun says how to begin it. */
async function change(
  code: string,
  viewer: Viewer,
  deps: Deps,
  decision: (incident: Incident, read: Versioned<Postmortem>) => Change,
): Promise<Incident> {
  return await withOptimisticRetry(deps.store, async () => {
    const { value } = await findIncident(code, viewer, deps);
    const read = await readPostmortem(value.code, viewer, deps);
    if (!read) throw new UserError('incident.pm.notBegun', { code: escape(value.code) });
    return { change: decision(value, read), result: value };
  });
}

export const postmortemVerbs: Readonly<Record<string, Verb>> = {
  postmortem: {
    usage: { 'postmortem I2': 'incident.usage.postmortem' },
    run: (call, deps) => begin(codeAndText(call.text, '/incident postmortem I2')[0], call, deps),
  },
};

export const postmortemButtons: Readonly<Record<string, Button>> = {
  'incident.postmortem': { run: (click, deps) => begin(click.value, click, deps) },
  'incident.write': {
    async run({ value, person, t }, deps) {
      const { value: incident } = await findIncident(value, person, deps);
      const read = await readPostmortem(incident.code, person, deps);
      if (!read) throw new UserError('incident.pm.notBegun', { code: escape(value) });
      return { modal: writeModal(incident.code, read.value, t) };
    },
  },
  'incident.factor': {
    async run({ value, person, t }, deps) {
      const { value: incident } = await findIncident(value, person, deps);
      return { modal: factorModal(incident.code, [], t) };
    },
  },
};

const text = (
  values: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  block: string,
): string | undefined => {
  const given = values[block]?.['text'];
  return typeof given === 'string' && given.trim() !== '' ? given.trim() : undefined;
};

const FactorMeta = z.object({ code: z.string(), steps: z.array(z.string()) });

export const postmortemModals: Readonly<Record<string, Modal>> = {
  'incident.write': {
    async run({ values, meta, person, now, t }, deps): Promise<ModalResponse> {
      const fields = ['summary', 'wentWell', 'lucky'] as const;
      // What was emptied is emptied: a name that somebody takes out must not be published.
      const edit = Object.fromEntries(
        fields.flatMap((field) => (values[field] === undefined ? [] : [[field, text(values, field) ?? '']])),
      );
      const incident = await change(meta, person, deps, (one, read) =>
        editPostmortem(one, read, edit, person.id, now),
      );
      const written = Object.values(edit).join('\n');
      return {
        text: mrkdwn`${t('incident.pm.written', { incident: quotedName(incident, t) })}${blameNote(written, t)}`,
      };
    },
  },
  'incident.factor': {
    async run({ values, meta, person, now, t }, deps): Promise<ModalResponse> {
      const { code, steps } = parsePressed(FactorMeta, meta);
      const block = `step${steps.length}`;
      const step = text(values, block);
      if (step === undefined) return { errors: { [block]: t('incident.pm.stepMissing') } };
      const all = [...steps, step];
      const picked = values['deeper']?.['pick'];
      const deeper = picked === 'yes' || (Array.isArray(picked) && picked.includes('yes'));
      // Whose incident it is, is asked before anything of it is shown again.
      await findIncident(code, person, deps);
      if (deeper && all.length < MAX_STEPS) return { update: factorModal(code, all, t) };
      const incident = await change(code, person, deps, (one, read) =>
        addFactor(one, read, { steps: all }, person.id, now),
      );
      return {
        text: mrkdwn`${t('incident.pm.factorAdded', { incident: quotedName(incident, t) })}${blameNote(all.join('\n'), t)}`,
      };
    },
  },
};
