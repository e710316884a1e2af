/** `/incident runbook`: what to do, step by step. The one that fits is shown or put in the thread; its steps are pressed there. */
import { z } from 'zod';
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
import { matchByName } from '../../src/core/match.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { pressedAs } from '../../src/core/pressed.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import type { Incident } from '../../src/incident/domain/incident.ts';
import { fittingRunbooks, type Runbook, type RunbookNeed } from '../../src/incident/domain/runbook.ts';
import {
  type RunbookMatter,
  type RunbookRun,
  runbookOfIncident,
  runbookOfPage,
  runId,
  startRunbook,
  tickStep,
  untickStep,
} from '../../src/incident/domain/runbook-run.ts';
import { findIncident, isIncidentCode, pagesOf } from '../../src/incident/load.ts';
import { readIncident, readIncidents, readRun } from '../../src/incident/read.ts';
import { progressText } from '../../src/incident/runbook-message.ts';
import { allRunbooks, needOfIncident, needOfPage, threadOfRun } from '../../src/incident/runbooks.ts';
import { quotedName } from '../../src/incident/words.ts';
import { missingPage } from '../../src/page/archived.ts';
import { isConfidential, mayRead, pageDocument } from '../../src/page/domain/page.ts';
import { bold, inert, joined, link, type Mrkdwn, mrkdwn, quoted } from '../../src/slack/mrkdwn.ts';
import { overviewMessage, previewMessage } from './runbook-view.ts';

type Who = Pick<RequestContext, 'person' | 'permission' | 'locale' | 'now' | 't'>;

/** An incident or a page for which somebody wants a runbook. */
interface Wanting {
  readonly matter: RunbookMatter;
  readonly need: RunbookNeed;
  readonly name: Mrkdwn;
}

const needOf = async (incident: Incident, deps: Deps): Promise<RunbookNeed> =>
  needOfIncident(incident, await pagesOf(incident.code, deps));

const wantingIncident = async (incident: Incident, t: Who['t'], deps: Deps): Promise<Wanting> => ({
  matter: runbookOfIncident(incident),
  need: await needOf(incident, deps),
  name: quotedName(incident, t),
});

const isPageCode = (word: string): boolean => /^p\d{1,9}$/i.test(word);

/** A page that is part of an incident is worked on there. */
async function wantingOf(code: string, who: Who, deps: Deps): Promise<Wanting> {
  const { person, t } = who;
  if (!isPageCode(code))
    return await wantingIncident((await findIncident(code, person, deps)).value, t, deps);
  const page = (await deps.store.get(pageDocument, code.toUpperCase()))?.value;
  if (!page) throw await missingPage(code, who, deps);
  const unknown = new UserError('page.noPage', { typed: quoted(code) });
  if (page.kind === 'test' || !mayRead(page, person.id)) throw unknown;
  const incident = page.incident === undefined ? undefined : await readIncident(page.incident, person, deps);
  if (incident) return await wantingIncident(incident.value, t, deps);
  if (isConfidential(page)) throw unknown;
  return { matter: runbookOfPage(page), need: needOfPage(page), name: bold(page.code) };
}

const listed = (runbooks: readonly Runbook[]): Mrkdwn =>
  joined(
    runbooks.map(({ name }) => inert(name)),
    ', ',
  ) || mrkdwn`–`;

/** The same one that is at work already: on the incident, or on a page of it. */
async function knownRun({ matter }: Wanting, name: string, { person }: Who, deps: Deps) {
  const own = await readRun(runId(matter, name), person, deps);
  if (own || matter.incident === undefined) return own;
  for (const { code: page } of await pagesOf(matter.incident, deps)) {
    const theirs = await readRun(runId({ page }, name), person, deps);
    if (theirs) return theirs;
  }
  return undefined;
}

/** Puts it in the thread, or says where it is already. @param chosen - else the one that fits best */
async function start(code: string, chosen: Runbook | undefined, who: Who, deps: Deps): Promise<Reply> {
  const { person, now, t } = who;
  const all = await allRunbooks(deps);
  const { run, known, wanting } = await withOptimisticRetry(deps.store, async () => {
    const wanting = await wantingOf(code, who, deps);
    const runbook = chosen ?? fittingRunbooks(all, wanting.need)[0];
    if (!runbook)
      throw new UserError('incident.runbook.noneFits', { what: wanting.name, names: listed(all) });
    const known = await knownRun(wanting, runbook.name, who, deps);
    if (known) return { result: { run: known.run.value, known: true, wanting } };
    const { change, run } = startRunbook(runbook, wanting.matter, { by: person.id, now });
    return { change, result: { run, known: false, wanting } };
  });
  const said = { runbook: inert(run.name), what: wanting.name };
  const text = known
    ? mrkdwn`${t('incident.runbook.isThere', said)} ${progressText(run, t)}.`
    : t('incident.runbook.started', said);
  return { text: mrkdwn`${text}${await linkTo(run, t, deps)}` };
}

async function linkTo(run: Pick<RunbookRun, 'incident' | 'page'>, t: Who['t'], deps: Deps): Promise<Mrkdwn> {
  const thread = await threadOfRun(run, deps);
  const url = thread && (await deps.chat.permalink(thread).catch(() => undefined));
  return url === undefined ? mrkdwn`` : mrkdwn` ${link(url, t('incident.runbook.toThread'))}`;
}

/** @throws UserError - where it is none, or several */
function runbookByName(typed: string, all: readonly Runbook[]): Runbook {
  const match = matchByName(typed, all, ({ name }) => [name]);
  if ('found' in match) return match.found;
  if ('ambiguous' in match)
    throw new UserError('incident.runbook.several', { typed: quoted(typed), names: listed(match.ambiguous) });
  throw new UserError('incident.runbook.unknown', { typed: quoted(typed), names: listed(all) });
}

async function run(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const { text, person, t } = call;
  const all = await allRunbooks(deps);
  const [word, rest] = splitFirstWord(text);
  if (isIncidentCode(word) || isPageCode(word)) {
    const { need } = await wantingOf(word, call, deps);
    const chosen = rest === '' ? fittingRunbooks(all, need)[0] : runbookByName(rest, all);
    return await start(word.toUpperCase(), chosen, call, deps);
  }
  if (all.length === 0) return { text: t('incident.runbook.noneYet') };
  const open = (await readIncidents('open', person, deps)).map(({ value }) => value);
  const [only] = open.length === 1 ? open : [];
  if (text !== '') {
    const runbook = runbookByName(text, all);
    return only ? await start(only.code, runbook, call, deps) : previewMessage(runbook, open, t);
  }
  const fitting = only && fittingRunbooks(all, await needOf(only, deps))[0];
  if (only && fitting) return previewMessage(fitting, [only], t, all);
  const offers = await Promise.all(
    open.map(async (incident) => ({
      incident,
      runbook: fittingRunbooks(all, await needOf(incident, deps))[0],
    })),
  );
  return overviewMessage(offers, all, t);
}

export const runbookVerbs: Readonly<Record<string, Verb>> = {
  runbook: {
    usage: {
      'runbook [NAME]': 'incident.usage.runbook',
      'runbook I2|P3 [NAME]': 'incident.usage.runbookOf',
    },
    run,
  },
};

const Pressed = z.tuple([z.string().min(1), z.coerce.number().int()]).rest(z.coerce.number().int());

/** What became of a step shows in the thread itself. */
const press =
  (how: 'tick' | 'untick') =>
  async ({ value, person, now }: ButtonClick, deps: Deps): Promise<Reply> => {
    const [id, step, answer] = pressedAs(Pressed, value.split(' '));
    await withOptimisticRetry(deps.store, async () => {
      const read = await readRun(id, person, deps);
      if (!read) throw new UserError('incident.runbook.gone');
      const by = { by: person.id, now };
      const change =
        how === 'tick'
          ? tickStep(read.run, read.matter, { step, answer }, by)
          : untickStep(read.run, read.matter, step, by);
      if (!change) throw new UserError('common.badPress');
      return { change, result: undefined };
    });
    return undefined;
  };

export const runbookButtons: Readonly<Record<string, Button>> = {
  'incident.runbook': {
    async run(click, deps) {
      const [code, id = ''] = splitFirstWord(click.value);
      const chosen = (await deps.runbooks.read()).get(id)?.value;
      // Whoever may not know of the incident hears no more than of one that is not there.
      await wantingOf(code, click, deps);
      if (!chosen) throw new UserError('incident.runbook.gone');
      return await start(code, chosen, click, deps);
    },
  },
  'incident.tick': { run: press('tick') },
  'incident.answer': { run: press('tick') },
  'incident.untick': { run: press('untick') },
};
