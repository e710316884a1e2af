/** A share as a page to print: letters in groups of four, and the same as a QR code. Nothing is fetched. */
import QRCode from 'qrcode';
import { escape } from '../../slack/mrkdwn.ts';
import { grouped } from '../domain/share.ts';

export interface SheetOf {
  readonly set: string;
  readonly setId: string;
  readonly k: number;
  readonly n: number;
  readonly index: number;
  readonly holder: string;
}

export async function sheet(it: SheetOf, share: string): Promise<string> {
  // Upper case makes the smaller code: bech32 was made for that.
  const svg = await QRCode.toString(share.toUpperCase(), {
    type: 'svg',
    errorCorrectionLevel: 'Q',
    margin: 2,
  });
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Share ${it.index} of ${it.n}</title>
<style>
  body { font: 12pt/1.5 serif; margin: 2cm auto; max-width: 16cm; color: #000; background: #fff; }
  h1 { font-size: 18pt; } svg { width: 6cm; height: 6cm; display: block; margin: 1cm 0; }
  .share { font: 15pt/1.8 monospace; letter-spacing: .05em; border: 1px solid #000; padding: .5cm; }
  dt { float: left; clear: left; width: 4cm; } dd { margin-left: 4cm; }
</style>
<h1>Key share ${it.index} of ${it.n}: ${escape(it.set)}</h1>
<dl><dt>Holder</dt><dd>${escape(it.holder)}</dd><dt>Takes</dt><dd>${it.k} of ${it.n} holders together</dd>
<dt>Set</dt><dd><code>${it.setId}</code></dd></dl>
<p class="share">${grouped(share)}</p>
${svg}
<p>Keep this where only you find it. Nobody needs to see it, ever; whoever asks for it is not to be trusted.
Type it only into Callboard's own window (<b>Confirm my share</b>, <b>Submit my share</b>) or into
<code>callboard keys</code> on a computer of the organizers. Lost or seen by somebody: tell an organizer at once.</p>
</html>
`;
}
