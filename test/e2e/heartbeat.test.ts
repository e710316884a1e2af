/** A heartbeat as people live it: a machine calls, stops calling, somebody's phone rings, it calls again. And what leaves meanwhile. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasSandbox, openStory, type Story, until, wholeText } from '../support/story.ts';

describe.skipIf(!hasSandbox)('a heartbeat', () => {
  let story: Story;
  let receiver: Server;
  const events: { type: string; id: string }[] = [];
  beforeAll(async () => {
    receiver = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      events.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      response.writeHead(204).end();
    });
    await new Promise<void>((ready) => receiver.listen(0, '127.0.0.1', ready));
    story = await openStory();
  });
  afterAll(async () => {
    await story?.abandon();
    receiver?.close();
  });

  const arrived = (type: string) =>
    until(`the event ${type}`, async () => events.find((one) => one.type === `callboard.${type}.v1`));

  it('is missed, rings a phone, calls again, and is over', async () => {
    const organizer = story.as('organizer');
    const { port } = receiver.address() as AddressInfo;
    await organizer.types(`/callboard hooks add wall http://127.0.0.1:${port}/in page target`);
    await organizer.answered('shown this once');
    await organizer.types('/page heartbeat stream encoder every 5m to stage-main');
    const made = wholeText(await organizer.answered('shown this once'));
    const address = /http:\/\/\S+\/heartbeats\/[\w-]+/.exec(made)?.[0] ?? '';
    for (const method of ['GET', 'POST', 'HEAD']) {
      const reply = await fetch(address, { method });
      expect(reply.status).toBe(200);
    }
    await story.clock.advance('PT5M50S');
    await story.clock.advance('PT20S');
    const card = await story.posted('stage-main', 'stream encoder does not call any more');
    const volunteer = story.as('volunteer-1');
    await volunteer.told('stream encoder');
    await arrived('page.opened');
    await story.clock.advance('PT30S');
    await volunteer.phone.expectText('stream encoder');
    await story.clock.advance('PT60S');
    const call = await volunteer.phone.expectCall();
    await volunteer.phone.answer();
    expect((await fetch(address)).status).toBe(200);
    await story.becomes(card, 'Resolved');
    await volunteer.phone.callBecomes(call, 'completed');
    await story.settle();
    await story.clock.advance('PT2S');
    await arrived('page.resolved');
    await organizer.types('/callboard hooks');
    expect(wholeText(await organizer.answered('last arrived'))).toContain('127.0.0.1');
    await organizer.types('/page heartbeat list');
    await organizer.answered('called at');
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('is not missed because Callboard was not there', async () => {
    const organizer = story.as('organizer');
    await organizer.types('/page heartbeat door every 3m to stage-main');
    const made = wholeText(await organizer.answered('shown this once'));
    const address = /http:\/\/\S+\/heartbeats\/[\w-]+/.exec(made)?.[0] ?? '';
    expect((await fetch(address)).status).toBe(200);
    await organizer.types('/page heartbeat remove stream encoder');
    await organizer.answered('Nothing more is expected');
    await story.clock.advance('PT3M30S');
    await story.kill();
    await story.clock.advance('PT3M');
    await organizer.types('/page heartbeat list');
    await organizer.answered('called at');
    await story.end();
  });
});
