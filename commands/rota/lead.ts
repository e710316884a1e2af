/** `lead`: whom a role escalates to. */

import type { Verb } from '../../src/core/command.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import { requirePermission } from '../../src/core/refuse.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { roleChanged } from '../../src/rota/domain/facts.ts';
import { type Role, roleDocument } from '../../src/rota/domain/shift.ts';
import { loadRota } from '../../src/rota/load.ts';
import { loadNames } from '../../src/rota/words.ts';
import { escape, joined } from '../../src/slack/mrkdwn.ts';
import { requirePresent, takePeople } from '../../src/slack/people.ts';
import { onRota } from './confirm.ts';
import { findRole } from './parse.ts';

/** `lead ROLE [@user …]`: shows, and for organizers sets, whom a role escalates to. */
export const leadVerb: Verb['run'] = async (call, deps) => {
  const { people, rest } = await takePeople(call.text, deps.directory, call);
  requirePresent(people);
  const name = findRole(rest, await loadRota(deps));
  const who = await loadNames(deps);
  if (people.length > 0) {
    requirePermission(RIGHTS['/rota'].parts['lead ROLE @user'], call);
    const leads = people.map(({ id }) => id);
    await onRota(deps, async () => {
      const old = (await deps.roles.read()).get(name);
      const role: Role = { ...(old?.value ?? { name }), leads };
      return {
        result: undefined,
        change: {
          put: [put(roleDocument, name, role, old?.version ?? 0)],
          facts: [
            recordFact(roleChanged, {
              at: call.now,
              by: call.person.id,
              about: [`role:${name}`],
              data: { role: name, fields: ['leads'] },
            }),
          ],
        },
      };
    });
  }
  const leads = (await deps.roles.read()).get(name)?.value.leads ?? [];
  return {
    text: call.t('rota.leads', {
      role: escape(name),
      people: joined(leads.map(who), ', ') || call.t('rota.nobody'),
    }),
  };
};
