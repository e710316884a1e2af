/**
 * Submitted modals. Slack wants errors in the ack itself, so here the work comes first; where it takes longer
 * than two seconds, the modal says so, and shows what came of it afterwards.
 */
import type { App, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Command, ModalResponse, ModalSubmission } from '../../core/command.ts';
import type { Deps } from '../../core/deps.ts';
import type { Log } from '../../core/ports/log.ts';
import { handInModal } from '../../core/run-command.ts';
import { type Locale, translator } from '../../i18n/index.ts';
import { joined, type Mrkdwn, unescape } from '../../slack/mrkdwn.ts';
import { createReplier } from './answer.ts';
import type { HandlerDeps } from './handle.ts';
import { ownersOf } from './listen-presses.ts';
import { firstInput, givenBack, notice, untouched } from './modal-views.ts';
import { originOf, withOrigin } from './origin.ts';
import { receivedWork } from './received.ts';
import { valuesOf } from './values.ts';

/** Milliseconds; Slack waits three seconds for the ack. */
const ACK_BY = 2_000;

/** `wrong` is what to tell when it failed; else `submitted` is the feature's answer. */
type Outcome = { readonly submitted: ModalResponse; readonly locale: Locale } | Wrong;
type Wrong = { readonly wrong: Mrkdwn; readonly locale: Locale };

export interface ModalHandling extends HandlerDeps {
  updateView(viewId: string, view: ModalView): Promise<void>;
  /** The sandbox's Slack forgets initial values. */
  readonly forgetsInitial: boolean;
}

export function listenToModals(
  app: App,
  commands: readonly Command[],
  deps: Deps,
  handling: ModalHandling,
  log: Log,
): void {
  const owners = ownersOf(commands, 'modals');
  app.view<ViewSubmitAction>({ type: 'view_submission' }, async ({ ack, body, view, context }) => {
    const id = view.callback_id;
    const owner = owners.get(id);
    if (!owner) {
      await ack();
      log.warn({ part: 'slack', modal: id }, 'nobody handles this modal');
      return;
    }
    const user = { id: body.user.id, name: body.user.name, team: body.user.team_id };
    const { channel, meta } = originOf(view.private_metadata);
    const held = valuesOf(view.state.values);
    const values = handling.forgetsInitial ? untouched(view, held) : held;

    const work = async (): Promise<Outcome> => {
      let locale = handling.reception.lastLocale(user.id);
      try {
        const request = await handling.reception.asking(user, body.trigger_id);
        locale = request.locale;
        const submission: ModalSubmission = { ...request, values, meta };
        return { submitted: await handInModal(owner, id, submission, deps), locale };
      } catch (error) {
        return { wrong: handling.tell(error, locale, id), locale };
      }
    };

    const say = (outcome: Outcome): Promise<void> | undefined =>
      'submitted' in outcome && outcome.submitted && 'text' in outcome.submitted
        ? createReplier({ user: user.id, channel, responseUrl: undefined }, handling).say(outcome.submitted)
        : undefined;

    /** What the modal would have shown, to the person. */
    const tellInstead = async (outcome: Outcome): Promise<void> => {
      const text =
        'wrong' in outcome
          ? outcome.wrong
          : outcome.submitted === undefined || 'update' in outcome.submitted
            ? translator(outcome.locale)('slack.done')
            : 'errors' in outcome.submitted
              ? joined(Object.values(outcome.submitted.errors), '\n')
              : undefined;
      if (text === undefined) await say(outcome);
      else await createReplier({ user: user.id, channel, responseUrl: undefined }, handling).say({ text });
    };

    await handling.telemetry.measure(receivedWork('modal', context), async () => {
      const done = work();
      const outcome = await first(done, ACK_BY);
      if (outcome) {
        await ack(acknowledgement(outcome, view, channel));
        await say(outcome);
        await handling.acted(user);
        return;
      }
      const t = translator(handling.reception.lastLocale(user.id));
      await ack({ response_action: 'update', view: notice(view.title, t('slack.working')) });
      const late = await done;
      const shown = afterwards(late, view, channel, owner.modals?.[id]?.secret ? {} : values);
      try {
        await handling.updateView(view.id, shown);
      } catch (error) {
        // They closed it meanwhile, or Slack has trouble: what came of it is told all the same.
        log.info({ part: 'slack', modal: id, reason: String(error) }, 'the result found no modal');
        await tellInstead(late);
        await handling.acted(user);
        return;
      }
      await say(late);
      await handling.acted(user);
    });
  });
}

/** The result, or undefined when it is not there in time. */
async function first<T>(work: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  const result = await Promise.race([work, late]);
  clearTimeout(timer);
  return result;
}

type View = ViewSubmitAction['view'];
type Ack =
  | undefined
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update' | 'push'; view: ModalView };

const originModal = (
  view: Extract<ModalResponse, { update: unknown }>['update'],
  channel: string | undefined,
) => withOrigin(view, channel) as ModalView;

/** Beside an input, text is plain. */
const plainErrors = (errors: Readonly<Record<string, Mrkdwn>>): Record<string, string> =>
  Object.fromEntries(Object.entries(errors).map(([block, error]) => [block, unescape(error)]));

function acknowledgement(outcome: Outcome, view: View, channel: string | undefined): Ack {
  if ('wrong' in outcome) {
    const block = firstInput(view.blocks);
    return block === undefined
      ? { response_action: 'push', view: notice(view.title, outcome.wrong) }
      : { response_action: 'errors', errors: plainErrors({ [block]: outcome.wrong }) };
  }
  const { submitted } = outcome;
  if (submitted === undefined || 'text' in submitted) return undefined;
  if ('errors' in submitted) return { response_action: 'errors', errors: plainErrors(submitted.errors) };
  return { response_action: 'update', view: originModal(submitted.update, channel) };
}

function afterwards(
  outcome: Outcome,
  view: View,
  channel: string | undefined,
  values: ModalSubmission['values'],
): ModalView {
  if ('wrong' in outcome) return givenBack(view, values, outcome.wrong);
  const { submitted, locale } = outcome;
  if (submitted === undefined || 'text' in submitted)
    return notice(view.title, submitted?.text ?? translator(locale)('slack.done'));
  if ('errors' in submitted) return givenBack(view, values, joined(Object.values(submitted.errors), '\n'));
  return originModal(submitted.update, channel);
}
