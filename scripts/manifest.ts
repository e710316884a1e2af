// Prints the manifest for HTTP instead of Socket Mode: `npx tsx scripts/manifest.ts https://callboard.example`.
// One address takes everything that Slack sends, so it stands in each command, the events and the interactions.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parse, stringify } from 'yaml';

interface Manifest {
  readonly features: { readonly slash_commands: { url?: string }[] };
  readonly settings: {
    readonly event_subscriptions: { request_url?: string };
    readonly interactivity: { request_url?: string };
    socket_mode_enabled: boolean;
  };
}

/** `text` is that of manifest.yml, `publicUrl` has no slash at its end. */
export function overHttp(text: string, publicUrl: string): string {
  const manifest = parse(text) as Manifest;
  const url = `${publicUrl}/slack/events`;
  for (const command of manifest.features.slash_commands) command.url = url;
  manifest.settings.event_subscriptions.request_url = url;
  manifest.settings.interactivity.request_url = url;
  manifest.settings.socket_mode_enabled = false;
  return stringify(manifest);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const publicUrl = (process.argv[2] ?? '').replace(/\/+$/, '');
  if (!/^https:\/\/[^/]+/.test(publicUrl)) {
    console.error(
      'Give the address where Slack reaches the bot: npx tsx scripts/manifest.ts https://callboard.example',
    );
    process.exit(1);
  }
  process.stdout.write(
    overHttp(readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8'), publicUrl),
  );
}
