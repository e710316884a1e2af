/**
 * CloudEvents 1.0 over HTTP: structured (all in the body) or binary (attributes in `ce-` headers).
 * Source: github.com/cloudevents/spec, spec.md and bindings/http-protocol-binding.md.
 */

import { z } from 'zod';
import { truncatePlain } from '../../core/text.ts';
import type { Delivered, ReadAlerts } from './delivered.ts';
import { isCritical, MAX_CHARACTERS, problemOf } from './problem.ts';

const Event = z.object({
  specversion: z.literal('1.0', 'CloudEvents 1.0 only'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().min(1),
  subject: z.string().optional(),
  severitytext: z.string().optional(),
  data: z.unknown().optional(),
});

const Data = z.object({
  message: z.string().optional(),
  summary: z.string().optional(),
  status: z.string().optional(),
  severity: z.string().optional(),
  target: z.string().optional(),
});

function structured({ body, headers }: Delivered): unknown {
  if (headers['ce-specversion'] === undefined) return body;
  const attributes = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('ce-') && value !== undefined ? [[name.slice(3), decode(value)]] : [],
  );
  return { ...Object.fromEntries(attributes), data: body };
}

/** Header values are percent-encoded; one that is not stays as it is. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

const OVER = /(resolved?|ok|recovered|closed|cleared|normal)$/i;

/** Who emits it and about what is the identity: an event's own id is new each time. */
export function cloudevents(delivered: Delivered): ReadAlerts {
  const read = Event.safeParse(structured(delivered));
  if (!read.success) return problemOf(read.error);
  const { source, type, subject, data, severitytext } = read.data;
  const found = Data.safeParse(data);
  const { message, summary, status, severity, target } = found.success ? found.data : {};
  const about = subject ?? type.replace(/\.(firing|resolved?|ok|recovered|closed|cleared|normal)$/i, '');
  const text = message ?? summary ?? [type, subject].filter(Boolean).join(' ');
  return {
    alerts: [
      {
        fingerprint: truncatePlain(`${source} ${about}`, 200),
        firing: !OVER.test(status ?? type),
        message: truncatePlain(text, MAX_CHARACTERS),
        critical: isCritical(severity ?? severitytext),
        ...(target && { target }),
      },
    ],
  };
}
