/** An answer with a picture: the words say all that it shows, so that without it nothing is lost. */
import type { Translate } from '../i18n/index.ts';
import { mrkdwn } from '../slack/mrkdwn.ts';
import type { Reply } from './command.ts';
import type { Deps } from './deps.ts';
import { PermanentError } from './errors.ts';
import type { UploadedFile } from './ports/chat.ts';
import type { Drawing, SvgDrawing } from './ports/pictures.ts';
import type { Mrkdwn } from './text.ts';

/** `file` without what is in it; `comment` is what goes with it, and alone where it could not be drawn. */
export async function illustrate(
  drawing: Drawing | SvgDrawing,
  file: Omit<UploadedFile, 'content'> & { readonly alt: string },
  comment: Mrkdwn,
  { t }: { readonly t: Translate },
  { pictures, log }: Pick<Deps, 'pictures' | 'log'>,
): Promise<Reply> {
  try {
    return { file: { ...file, content: await pictures.draw(drawing) }, comment };
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    log.warn({ code: error.code, file: file.name }, 'a picture could not be drawn');
    return { text: mrkdwn`${comment}\n${t('common.noPicture')}` };
  }
}
