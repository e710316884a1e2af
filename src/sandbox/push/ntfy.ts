/** The sandbox's ntfy server: takes what is published as JSON, as ntfy's documentation describes it, and nothing else. */
import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { PushAnswer } from '../../page/domain/push-message.ts';
import { nextId, replaceByTag } from './service.ts';
import type { Notice, PushState } from './state.ts';

/** Opens nothing outside this machine. */
export const NTFY_SANDBOX_TOKEN = 'tk_sandbox_ntfy_server';

const HttpAction = z.strictObject({
  action: z.literal('http'),
  label: z.string().min(1),
  url: z.url({ protocol: /^https?$/ }),
  method: z.string().exactOptional(),
  headers: z.record(z.string(), z.string()).exactOptional(),
  body: z.string().exactOptional(),
  clear: z.boolean().exactOptional(),
});

const Published = z.strictObject({
  topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/),
  // Longer ones become a file, which nobody reads on a locked screen.
  message: z.string().refine((text) => Buffer.byteLength(text) <= 4_096),
  title: z.string().max(1_000).exactOptional(),
  tags: z.array(z.string()).exactOptional(),
  priority: z.number().int().min(1).max(5).exactOptional(),
  actions: z.array(HttpAction).max(3).exactOptional(),
  sequence_id: z
    .string()
    .regex(/^[-_A-Za-z0-9]{1,64}$/)
    .exactOptional(),
});

const forWhom = (body: string | undefined): string => {
  try {
    return PushAnswer.parse(JSON.parse(body ?? '')).p;
  } catch {
    return '';
  }
};

export function ntfyServer({ state, now }: { readonly state: PushState; now(): string }): Router {
  const router = Router();
  const refuse = async (response: Response, status: number, rule: string) => {
    await state.put({ kind: 'refused', id: nextId(), at: now(), via: 'ntfy', status, rule });
    response.status(status).json({ code: status * 100, http: status, error: rule });
  };
  router.use(express.json({ type: () => true, limit: 100_000 }));
  router.post('/', async (request: Request, response: Response) => {
    if (request.get('authorization') !== `Bearer ${NTFY_SANDBOX_TOKEN}`)
      return void (await refuse(response, 401, 'unauthorized'));
    const mood = await state.arranged();
    if (mood) return void (await refuse(response, mood.status, 'arranged'));
    const read = Published.safeParse(request.body);
    if (!read.success) return void (await refuse(response, 400, z.prettifyError(read.error)));
    const { topic, title = '', message, actions = [], priority = 3, sequence_id: tag } = read.data;
    const id = nextId();
    // What is published again under its sequence id is for whom the first was.
    const before = state.notices.findLast((one) => one.to === topic && one.person !== '');
    const notice: Notice = {
      kind: 'notice',
      id,
      via: 'ntfy',
      to: topic,
      person: forWhom(actions[0]?.body) || (before?.person ?? ''),
      at: now(),
      tag: tag ?? id,
      title,
      body: message,
      buttons: actions.map(({ label }, index) => ({ action: String(index), title: label })),
      text: JSON.stringify(read.data),
      headers: { priority: String(priority) },
    };
    await replaceByTag(state, notice);
    await state.put(notice);
    response.json({ id, event: 'message', topic, message });
  });
  return router;
}
