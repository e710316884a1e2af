/** `import`: by address or by the form; the preview is kept until somebody decides it. */
import type { Button, CommandInvocation, Modal, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { importModal } from './ask-view.ts';
import { previewImport } from './import-preview.ts';
import { field } from './inputs.ts';

/** Slack turns a typed address into `<https://…|…>`. */
const bareUrl = (text: string): string => /^<([^|>]+)(?:\|[^>]*)?>$/.exec(text)?.[1] ?? text;

async function runImport(call: CommandInvocation, deps: Deps) {
  if (call.text === '') return { modal: importModal(call.t, call.zone) };
  const [url = '', zone, ...more] = call.text.split(/\s+/);
  if (more.length > 0) throw new UserError('agenda.importUsage');
  await call.progress({ text: call.t('agenda.fetching') });
  return await previewImport({ url: bareUrl(url), options: zone === undefined ? {} : { zone } }, call, deps);
}

export const agendaImportVerb: Verb = {
  usage: { 'import [URL] [ZONE]': 'agenda.usage.import' },
  run: runImport,
};

/** The form, without the command. */
export const agendaImportButton: Button = {
  run: async (click) => ({ modal: importModal(click.t, click.zone) }),
};

export const agendaImportSubmitted: Modal = {
  async run(submission, deps) {
    const [url, text, zone] = ['url', 'text', 'zone'].map((block) => field(submission, block));
    if (!url && !text) return { errors: { url: submission.t('agenda.importNeither') } };
    if (url && text) return { errors: { text: submission.t('agenda.importBoth') } };
    const origin = url ? { url: bareUrl(url) } : { text: text ?? '' };
    return await previewImport({ ...origin, options: zone ? { zone } : {} }, submission, deps);
  },
};
