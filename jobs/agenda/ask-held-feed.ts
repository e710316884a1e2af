/** Puts a held change of the followed feed before the organizers; any of them decides it for all. */

import { diffState } from '../../src/agenda/domain/diff.ts';
import { heldFeed } from '../../src/agenda/domain/held.ts';
import { tellHeld } from '../../src/agenda/domain/jobs.ts';
import { previewDocument, WATCH_PREVIEW } from '../../src/agenda/domain/preview.ts';
import { importPreview } from '../../src/agenda/import-preview.ts';
import { liveSessions, loadAgenda } from '../../src/agenda/load.ts';
import { job } from '../../src/core/job.ts';
import { sendToOrganizers } from '../../src/core/once.ts';
import { translator } from '../../src/i18n/index.ts';
import { section } from '../../src/slack/blocks.ts';
import { escape, mrkdwn } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: tellHeld,
  async run({ nonce }, deps, { id, mayHaveRunBefore }) {
    const [preview, state, event] = await Promise.all([
      deps.store.get(previewDocument, WATCH_PREVIEW),
      loadAgenda(deps),
      deps.events.settings(),
    ]);
    if (preview?.value.nonce !== nonce || preview.value.what.kind !== 'import') return undefined;
    const { parsed, url = '' } = preview.value.what;
    const now = deps.clock.now();
    const t = translator(event.language);
    const reader = { t, locale: event.language, zone: event.zone, now };
    const diff = diffState(state, parsed, { now });
    const source = escape(new URL(url).host);
    const shown = importPreview(
      { nonce, source, parsed, diff, held: heldFeed(liveSessions(state), diff, now), takeSource: new Set() },
      reader,
    );
    const head = t('agenda.watchHeld', { host: source });
    const message = {
      text: mrkdwn`${head}\n${shown.text}`,
      blocks: [section(head), ...(shown.blocks ?? [])],
    };
    await sendToOrganizers(deps.chat, event, { key: id, message, mayHaveRunBefore });
    return undefined;
  },
});
