/**
 * The whole way of something that breaks: its alert, the page, the runbook, the action, what was read back, the page that
 * is over, the incident's end, its postmortem, an action item that goes to the tracker. The bot is killed at each step,
 * and each has happened once. `SHOTS=docs/images` keeps the postmortem as a picture.
 */
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAND, hasBrowser, openBrowser, SlackPage } from '../support/browser.ts';
import { hasSandbox, openStory, type Story, until, wholeText } from '../support/story.ts';

const SHOTS = process.env['SHOTS'];
const SECRET = 'the-secret-of-the-tracker';

/** Takes issues that are signed as they should be. */
async function openTracker() {
  const issues: { id: string; body: string; isSigned: boolean }[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const header = (name: string) => String(request.headers[name]);
    const id = header('idempotency-key');
    const signed = `${header('x-callboard-timestamp')}.${id}.POST.${request.url}.${body}`;
    const signature = `v1=${createHmac('sha256', SECRET).update(signed).digest('hex')}`;
    issues.push({ id, body, isSigned: header('x-callboard-signature') === signature });
    response
      .writeHead(201, { 'content-type': 'application/json' })
      .end(JSON.stringify({ url: 'https://github.com/conf/stage/issues/12' }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { issues, url: `http://127.0.0.1:${port}/issues`, stop: () => server.close() };
}

describe.skipIf(!hasSandbox || !hasBrowser)('from an alert to what was learned', () => {
  let story: Story | undefined;
  let tracker: Awaited<ReturnType<typeof openTracker>>;
  let slack: SlackPage | undefined;
  beforeAll(async () => {
    tracker = await openTracker();
    story = await openStory({ env: { TRACK_GITHUB_URL: tracker.url, TRACK_GITHUB_SECRET: SECRET } });
  }, 180_000);
  afterAll(async () => {
    await slack?.page.context().browser()?.close();
    await story?.abandon();
    tracker?.stop();
  });

  it('is one story, though the bot is killed at each step of it', async () => {
    if (!story) throw new Error('no story');
    const told = story;
    for (const words of ['Your shift', 'Change of shift', 'begins in', 'Self-Service', 'How fast can you'])
      told.ignore(words);
    const [vera, lead, olga] = ['volunteer-1', 'stage-lead', 'organizer'].map((one) => told.as(one));
    if (!vera || !lead || !olga) throw new Error('nobody there');
    slack = await SlackPage.open(await openBrowser(), told.sandbox.slack);

    // It breaks, and its alert is a page.
    const answer = await fetch(`${told.sandbox.bot}/sandbox/devices/projector`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ state: 'broken' }),
    });
    expect(await answer.json()).toMatchObject({ projector: { state: 'broken' }, alert: 200 });
    await told.kill();
    const card = await told.posted('stage-main', 'The projector shows no picture');
    await vera.told('The projector shows no picture');
    await slack.actAs('volunteer-1');
    await slack.goTo('stage-main');
    await slack.presses('The projector shows no picture', 'Acknowledge');
    await told.becomes(card, /U0VOLUNTEER1> has it/);
    await told.kill();

    // An incident, for those who are not at the stage.
    await olga.presses(card, 'Declare incident');
    (await olga.modal('What is wrong?')).submit({ title: 'No picture at the stage', severity: 'sev2' });
    await olga.answered('I1 “No picture at the stage” is declared');
    const incident = await told.posted('incidents', 'I1 No picture at the stage');
    await told.kill();

    // The runbook, and its action.
    await vera.presses(card, 'Runbook: Projector dead');
    await vera.answered('is being put into the thread');
    const runbook = await told.posted('incidents', 'Runbook Projector dead');
    expect(runbook.thread_ts).toBe(incident.ts);
    await vera.presses(runbook, 'Done');
    await told.becomes(runbook, '1 of 10 steps done');
    await told.kill();
    await lead.presses(runbook, 'Restart the projector');
    const question = await lead.answered('Switches the projector');
    await lead.presses(question, 'Do it');
    await lead.answered('Restart the projector');
    await told.kill();
    const outcome = await told.posted('incidents', 'Restart the projector');
    await told.becomes(outcome, 'It was read back');
    await told.becomes(card, 'Resolved');
    const devices = await (await fetch(`${told.sandbox.bot}/sandbox/devices.json`)).json();
    expect(devices).toMatchObject({ projector: { state: 'fine' } });

    // It is over, and what was learned is written down, published and followed up.
    await told.clock.advance('PT4M');
    await olga.types('/incident resolve I1 The projector was restarted');
    await olga.answered('is resolved');
    await told.kill();
    await told.clock.advance('PT1M');
    const postmortem = await told.posted('incidents', 'Postmortem I1');
    const words = wholeText(postmortem);
    expect(words).toContain('Acknowledged: P1 by Vera Volunteer');
    expect(words.match(/Action “Restart the projector” took effect/g)).toHaveLength(1);
    expect(words.match(/used the action “Restart the projector”/g)).toHaveLength(1);
    await olga.types('/incident action I1 @volunteer-1 thursday A spare projector at the stage', 'incidents');
    await olga.answered('A1');
    await told.becomes(postmortem, 'A spare projector at the stage');
    await vera.told('gave you action item A1');
    await olga.types('/incident track A1 github');
    await olga.answered('is being sent to');
    await told.kill();
    await until('the tracker has it', async () => (tracker.issues.length > 0 ? true : undefined));
    await told.settle();
    await told.becomes(postmortem, 'issues/12');
    // A kill may send it once more, with the same id: the tracker has one issue.
    expect(new Set(tracker.issues.map(({ id }) => id)).size).toBe(1);
    expect(tracker.issues.every(({ isSigned }) => isSigned)).toBe(true);
    expect(tracker.issues[0]?.body).toContain('A spare projector at the stage');
    await slack.goTo('incidents');
    if (SHOTS) {
      await slack.page.setViewportSize(HAND);
      await slack.page.screenshot({ path: `${SHOTS}/alert-to-postmortem.png` });
    }
    told.ignore(/Here is the draft|Fri|projector|P1|I1|A1/);
    await told.end();
    story = undefined;
  }, 240_000);
});
