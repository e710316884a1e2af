/**
 * E-mail as a paging channel: slow and easily missed, so it stands behind the others. It carries no link
 * that acknowledges: mail scanners open every link, and a page would be acknowledged by nobody. A mail
 * server cannot be asked what has left, so that a crash may repeat a mail, with the same id.
 */

import { createTransport, type Transporter } from 'nodemailer';
import { PermanentError } from '../../core/errors.ts';
import { createGate } from '../../core/outgoing-gate.ts';
import { OUTGOING } from '../../core/outgoing-limits.ts';
import type { PagingChannel } from '../../core/ports/paging.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { UNMEASURED } from '../../core/telemetry.ts';
import { truncatePlain } from '../../core/text.ts';

export interface MailOptions {
  /** An SMTP address, or a transport that tests have made. */
  readonly smtp: string | Transporter;
  readonly from: string;
  /** Told of every mail; of none unless given. */
  readonly telemetry?: Telemetry;
}

/** `v•••@example.org` */
export const maskedEmail = (email: string): string => email.replace(/^(.)[^@]*/, '$1•••');

const { timeoutMs, atOnce } = OUTGOING.mail;
/** Milliseconds without a word: a server that is busy with a mail says something before. */
const SILENCE = {
  connectionTimeout: timeoutMs / 6,
  greetingTimeout: timeoutMs / 6,
  socketTimeout: timeoutMs / 3,
};

/** SMTP says 5xx for what will never work, 4xx and no answer for what may (RFC 5321, 4.2.1). */
function asOurs(error: unknown): Error {
  const { responseCode, code } = error as { responseCode?: unknown; code?: unknown };
  if (code === 'EAUTH') return new Error('the mail server refuses the credentials');
  if (typeof responseCode === 'number' && responseCode >= 500)
    return new PermanentError(`smtp-${responseCode}`);
  return new Error(`the mail server is in trouble (${String(code ?? responseCode ?? 'no answer')})`);
}

export function mailChannel(options: MailOptions): PagingChannel {
  const { smtp, from, telemetry = UNMEASURED } = options;
  const transport =
    typeof smtp === 'string'
      ? createTransport({ url: smtp, pool: true, maxConnections: atOnce, ...SILENCE })
      : smtp;
  const gate = createGate(OUTGOING.mail, { isOutage: (error) => !(error instanceof PermanentError) });
  const host = /@([^>\s]+)/.exec(from)?.[1] ?? 'callboard.invalid';
  return {
    name: 'email',
    address: (person) => (person.email === undefined ? undefined : maskedEmail(person.email)),
    async send({ to, text, notification, urgent }) {
      if (to.email === undefined) throw new PermanentError('no-email');
      // The same id for the same attempt: mail servers and readers show a repeat once.
      const messageId = `<page-${notification}@${host}>`;
      const [subject = ''] = text.split('\n');
      const mail = {
        from,
        to: to.email,
        subject: truncatePlain(subject, 150),
        text,
        messageId,
        priority: urgent ? ('high' as const) : ('normal' as const),
        headers: { 'auto-submitted': 'auto-generated' },
      };
      await gate.ask(() =>
        telemetry.measure({ kind: 'provider', name: 'smtp', operation: 'send' }, async () => {
          try {
            await transport.sendMail(mail);
          } catch (error) {
            throw asOurs(error);
          }
        }),
      );
      return { reference: messageId };
    },
  };
}
