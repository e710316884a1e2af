/** `/incident erase I2`: a private incident that is over goes for good. One question says what goes and what stays. */
import type { Button, Reply, RequestContext, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { whyNotErased } from '../../src/incident/domain/decide.ts';
import type { Incident } from '../../src/incident/domain/incident.ts';
import { erasing } from '../../src/incident/erase.ts';
import { findIncident, pagesOf } from '../../src/incident/load.ts';
import { readActions, readPostmortem } from '../../src/incident/read.ts';
import { quotedName } from '../../src/incident/words.ts';
import { isResolved } from '../../src/page/domain/page.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { code as asCode, escape, joined, type Mrkdwn, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { codeAndText } from './parse.ts';
import { requireDecider } from './public.ts';

type Who = Pick<RequestContext, 'person' | 'event' | 't'>;

const listed = (codes: readonly string[]): Mrkdwn => joined(codes.map(asCode), ', ');

/** @throws {UserError} where it cannot be erased, or not by this person; it says what to do first */
async function erasable(typed: string, who: Who, deps: Deps): Promise<Incident> {
  const { value } = await findIncident(typed, who.person, deps);
  const code = escape(value.code);
  const open = (await pagesOf(value.code, deps)).filter((page) => !isResolved(page));
  const why = whyNotErased(
    value,
    open.map((page) => page.code),
  );
  if (why === 'public') throw new UserError('incident.erase.public', { code });
  requireDecider(value, who);
  if (why === 'open') throw new UserError('incident.erase.open', { code });
  if (why === 'pages')
    throw new UserError('incident.erase.pages', { pages: listed(open.map((page) => page.code)) });
  return value;
}

async function ask(typed: string, who: Who, deps: Deps): Promise<Reply> {
  const { person, t } = who;
  const incident = await erasable(typed, who, deps);
  const [pages, items, postmortem] = await Promise.all([
    pagesOf(incident.code, deps),
    readActions(`incident:${incident.code}`, person, deps),
    readPostmortem(incident.code, person, deps),
  ]);
  const question = t('incident.erase.ask', { incident: quotedName(incident, t) });
  const lines = [
    t('incident.erase.goes'),
    ...(postmortem ? [t('incident.public.postmortem')] : []),
    ...(items.length > 0
      ? [t('incident.public.actions', { codes: listed(items.map(({ item }) => item.id)) })]
      : []),
    ...(pages.length > 0
      ? [t('incident.public.pages', { codes: listed(pages.map(({ code }) => code)) })]
      : []),
  ].map((line) => mrkdwn`• ${line}`);
  return {
    text: question,
    blocks: [
      section(joined([question, ...lines, t('incident.erase.stays')], '\n')),
      ...actions([button('incident.erase', t('incident.erase.yes'), incident.code, 'danger')]),
    ],
  };
}

export const eraseVerbs: Readonly<Record<string, Verb>> = {
  erase: {
    usage: { 'erase I2': 'incident.usage.erase' },
    run: (call, deps) => ask(codeAndText(call.text, '/incident erase I2')[0], call, deps),
  },
};

export const eraseButtons: Readonly<Record<string, Button>> = {
  'incident.erase': {
    async run(click, deps) {
      const { value: code, person, now, t } = click;
      await withOptimisticRetry(deps.store, async () => {
        const incident = await erasable(code, click, deps);
        return { change: await erasing(incident, deps, { by: person.id, now }), result: undefined };
      });
      return { replace: { text: t('incident.erase.done', { code: escape(code) }) } };
    },
  },
};
