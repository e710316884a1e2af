/** `feed` and `export`: the rota outside Slack. */

import type { Verb } from '../../src/core/command.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import { UserError } from '../../src/core/errors.ts';
import { writeShifts } from '../../src/formats/rota/export.ts';
import { volunteerChanged } from '../../src/rota/domain/facts.ts';
import { byShiftStart } from '../../src/rota/domain/shift.ts';
import { newVolunteer, volunteerDocument } from '../../src/rota/domain/volunteer.ts';
import { escape, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { onRota } from './confirm.ts';

export const feedVerb: Verb = {
  usage: { 'feed [reset]': 'rota.use.feed' },
  async run(call, deps) {
    const { publicUrl } = deps;
    if (publicUrl === undefined) throw new UserError('rota.feed.nowhere');
    const reset = /^reset$/i.test(call.text);
    const fresh = `${deps.newId()}${deps.newId()}`;
    const token = await onRota(deps, (rota) => {
      const old = rota.volunteers.get(call.person.id);
      if (old?.value.token !== undefined && !reset) return { result: old.value.token };
      const profile = { ...(old?.value ?? newVolunteer(call.person.id)), token: fresh };
      return {
        result: fresh,
        change: {
          put: [put(volunteerDocument, call.person.id, profile, old?.version ?? 0)],
          facts: [
            recordFact(volunteerChanged, {
              at: call.now,
              by: call.person.id,
              about: [`person:${call.person.id}`],
              data: { person: call.person.id, fields: ['feed'] },
            }),
          ],
        },
      };
    });
    return {
      text: call.t('rota.feed', { url: mrkdwn`${escape(publicUrl)}/feeds/rota/${escape(token)}.ics` }),
    };
  },
};

export const rotaExportVerb: Verb = {
  usage: { 'export csv': 'rota.use.export' },
  async run(call, deps) {
    if (!/^csv$/i.test(call.text)) throw new UserError('rota.export.what');
    const shifts = [...(await deps.shifts.read()).values()].map(({ value }) => value).sort(byShiftStart);
    const people = new Map((await deps.directory.all()).map((person) => [person.id, person.name]));
    const content = writeShifts(shifts, call.zone, (id) => people.get(id) ?? id);
    return {
      file: { name: 'rota.csv', content },
      comment: call.t('rota.export.done', { count: shifts.length }),
    };
  },
};
