/** What a provider answers when it is asked, as the port has it. */
import type { DeliveryReport } from '../page/domain/delivery.ts';
import type { DeliveryState } from './ports/paging.ts';

/** @param passing - Codes of failures after which the same again may help. */
export function deliveryState(
  report: DeliveryReport | undefined,
  passing: ReadonlySet<string>,
): DeliveryState | undefined {
  if (report === undefined || report.state === 'planned') return undefined;
  if (report.state !== 'failed') return { state: report.state };
  const code = report.code ?? 'failed';
  return { state: 'failed', code, terminal: !passing.has(code) };
}
