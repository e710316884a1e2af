/** Opens a page for whoever asks: a command, an alert, or another part of Callboard. */

import type { Change } from '../core/commit.ts';
import { mergeChanges } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { instant, isRecent, milliseconds } from '../core/instant.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import { endsDrill, RUNNING, runningDrillDocument } from './domain/drill.ts';
import { openPage, type PageRequest, requestId, SAME_WITHIN } from './domain/open-page.ts';
import type { Target } from './domain/page.ts';
import { type Page, pageDocument, quietDocument, requestDocument, targetKey } from './domain/page.ts';
import {
  DEFAULT_POLICY_ID,
  defaultPolicy,
  type Policy,
  policyDocument,
  testPolicy,
} from './domain/policy.ts';
import { loadDuty, loadPagingContext, onStage, type PagingContextDeps, values } from './load.ts';

export type OpenDeps = PagingContextDeps & Pick<Deps, 'store' | 'sessions'>;

export interface OpenedPage {
  readonly page: Page;
  /** The same was asked before: this is the page of that time. */
  readonly repeated: boolean;
}

/** The policy that a page to this target takes a copy of. */
export async function policyOf(target: Target, { store }: Pick<Deps, 'store'>): Promise<Policy> {
  const [own, general] = await store.getMany(policyDocument, [targetKey(target), DEFAULT_POLICY_ID]);
  return own?.value ?? general?.value ?? defaultPolicy;
}

/** Whether whatever is practised meanwhile has to give way to it. */
const isReal = ({ kind, drill }: PageRequest): boolean => kind !== 'test' && !drill;

/** Opens it, or finds the one that the same author asked for within a minute. `more` is committed with it. */
export async function openOrFindPage(
  asked: PageRequest,
  deps: OpenDeps,
  more?: (page: Page) => Promise<Change>,
): Promise<OpenedPage> {
  const { store, clock } = deps;
  let number: number | undefined;
  return await withOptimisticRetry<OpenedPage>(store, async () => {
    const [next, duty, sessions, policy, quiet, request, running] = await Promise.all([
      number ?? store.next('page'),
      loadDuty(deps),
      asked.target.kind === 'room' ? deps.sessions.read() : undefined,
      asked.kind === 'test' ? testPolicy : policyOf(asked.target, deps),
      asked.target.kind === 'room' ? store.get(quietDocument, asked.target.name) : undefined,
      store.get(requestDocument, requestId(asked)),
      isReal(asked) ? store.get(runningDrillDocument, RUNNING) : undefined,
    ]);
    number = next;
    const now = clock.now();
    const same = (at: string) => isRecent(milliseconds(at), now.epochMilliseconds, SAME_WITHIN * 1000 + 1);
    if (request && (asked.origin !== undefined || same(request.value.at))) {
      const known = await store.get(pageDocument, request.value.page);
      if (known && (asked.origin !== undefined || known.value.state !== 'resolved'))
        return { result: { page: known.value, repeated: true } };
    }
    const context = await loadPagingContext({ target: asked.target, policy }, deps, duty);
    const stage = sessions && onStage(values(sessions), asked.target, now.epochMilliseconds);
    const inForce = quiet && instant(quiet.value.until).epochMilliseconds > now.epochMilliseconds;
    const { page, change } = openPage(
      { ...asked, ...(stage && { stage }) },
      {
        code: `P${next}`,
        policy,
        quiet: inForce ? quiet.value : undefined,
        request: { version: request?.version ?? 0 },
      },
      context,
    );
    return {
      change: mergeChanges(change, await more?.(page), endsDrill(running, now)),
      result: { page, repeated: false },
    };
  });
}
