/** Our own public address, as the doctor looks at it: does it lead here? */
import { type Finding, off, unsure, well, wrong } from '../../core/checkup.ts';
import { createGate } from '../../core/outgoing-gate.ts';
import { OUTGOING } from '../../core/outgoing-limits.ts';
import { pingWatchdog } from './watchdog.ts';

const gate = createGate(OUTGOING.checkup);
const PROXY = 'Point its name and its proxy at this bot (docs/operators.md), and start the bot.';

/** @param publicUrl - PUBLIC_URL without a slash at its end; undefined where there is none. */
export async function examineAddress(publicUrl: string | undefined): Promise<Finding[]> {
  const of = 'public address';
  if (publicUrl === undefined)
    return [off(of, 'PUBLIC_URL is not set.', 'Texts, calls, hooks and calendar feeds need it.')];
  const secure = publicUrl.startsWith('https:')
    ? []
    : [
        wrong(
          of,
          'It is plain http: what people text could be read on the way.',
          'Give it a certificate, and https in PUBLIC_URL.',
        ),
      ];
  try {
    const { status, text } = await gate.ask(async (signal) => {
      const answer = await fetch(`${publicUrl}/readyz`, { signal, redirect: 'manual' });
      return { status: answer.status, text: await answer.text() };
    });
    return [...secure, readyFinding(of, status, text.slice(0, 200).trim())];
  } catch (error) {
    const cause = String((error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name);
    return [...secure, wrong(of, `Nobody answers there (${cause}).`, PROXY)];
  }
}

/** Nothing is changed by it, but for the service being called once more. */
export async function examineWatchdog(url: string | undefined): Promise<Finding> {
  const of = 'watchdog';
  if (url === undefined)
    return off(
      of,
      'WATCHDOG_URL is not set: nobody outside notices when Callboard itself is down.',
      'docs/operators.md, “Who watches Callboard”.',
    );
  try {
    await pingWatchdog(url);
    return well(of, 'it answers');
  } catch (error) {
    return wrong(of, `${(error as Error).message}.`, 'Look at its address in WATCHDOG_URL.');
  }
}

function readyFinding(of: string, status: number, said: string): Finding {
  if (status === 200 && said === 'ready')
    return well(
      of,
      'a ready bot answers there, asked from this machine; look once with a phone off this network',
    );
  if (status === 503 && said.startsWith('not ready'))
    return wrong(of, `A bot answers there, and is ${said}.`, 'Mend what it names; it is asked for /readyz.');
  if (status >= 300 && status < 400)
    return wrong(
      of,
      `It sends us elsewhere (${status}).`,
      'Put the address that it leads to into PUBLIC_URL: Twilio signs the one that it calls.',
    );
  return status === 404 || status === 502
    ? wrong(of, `Something else answers there (${status}).`, PROXY)
    : unsure(of, `It answers ${status}.`, PROXY);
}
