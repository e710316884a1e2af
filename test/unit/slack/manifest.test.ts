/** The manifest says what the code does: its commands, shortcuts and events, and no scope that nothing needs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { commands } from '../../../commands/index.ts';
import { overHttp } from '../../../scripts/manifest.ts';
import { translator } from '../../../src/i18n/index.ts';

interface Manifest {
  readonly features: {
    readonly slash_commands: readonly { command: string; should_escape: boolean; usage_hint: string }[];
    readonly shortcuts?: readonly { callback_id: string; type: string }[];
  };
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
  readonly settings: { readonly event_subscriptions: { readonly bot_events: readonly string[] } };
}

const manifest = parse(readFileSync('manifest.yml', 'utf8')) as Manifest;
const ADAPTER = 'src/adapters/slack';
const source = readdirSync(ADAPTER)
  .map((file) => readFileSync(join(ADAPTER, file), 'utf8'))
  .join('\n');
const found = (pattern: RegExp): Set<string> =>
  new Set([...source.matchAll(pattern)].map(([, name = '']) => name));
const sorted = (names: Iterable<string>): string[] => [...names].sort();

/** Which scopes a Web API method needs, by https://docs.slack.dev/reference/methods. */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  // The doctor asks it with the app-level token, whose scope is no bot scope.
  'apps.connections.open': [],
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.archive': ['groups:write'],
  'conversations.create': ['groups:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.invite': ['groups:write'],
  'conversations.kick': ['groups:write'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'files.uploadV2': ['files:write'],
  'pins.add': ['pins:write'],
  'usergroups.list': ['usergroups:read'],
  'users.info': ['users:read', 'users:read.email'],
  'users.list': ['users:read', 'users:read.email'],
  'users.lookupByEmail': ['users:read.email'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};

/** Which events of the manifest reach a listener, and the scopes they need. */
const EVENTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  app_home_opened: { app_home_opened: [] },
  message: {
    'message.channels': ['channels:history'],
    'message.groups': ['groups:history'],
    'message.im': ['im:history'],
  },
  reaction_added: { reaction_added: ['reactions:read'] },
  reaction_removed: { reaction_removed: ['reactions:read'] },
  subteam_members_changed: { subteam_members_changed: ['usergroups:read'] },
  subteam_updated: { subteam_updated: ['usergroups:read'] },
  user_change: { user_change: ['users:read'] },
};

const called = new Set([...found(/\bclient\.((?:\w+\.)+\w+)\(/g), ...found(/\bpaginate\('([\w.]+)'/g)]);
/** `app.event('x', …)`, and the names that the two reactions are registered by. */
const heard = new Set([...found(/app\.event\('(\w+)'/g), ...found(/\['(reaction_\w+)', /g)]);

describe('the manifest', () => {
  test.for(['1.0.0', '2.0.0'])('is valid by Slack’s schema %s', (version, { skip }) => {
    const file = `../shared/specs/manifest.schema.${version}.json`;
    skip(!existsSync(file), `${file} is not here`);
    const validate = new Ajv({ strict: false, allErrors: true, formats: { uri: true } }).compile(
      JSON.parse(readFileSync(file, 'utf8')) as object,
    );
    expect(validate(manifest) ? [] : validate.errors).toEqual([]);
  });

  test('has each registered command, and no other', () => {
    expect(sorted(manifest.features.slash_commands.map((one) => one.command))).toEqual(
      sorted(commands.map((one) => one.name)),
    );
  });

  test('lets Slack resolve who and what is mentioned', () => {
    for (const one of manifest.features.slash_commands) expect(one.should_escape, one.command).toBe(true);
  });

  test('hints at verbs that the command has', () => {
    for (const { command: name, usage_hint } of manifest.features.slash_commands) {
      const command = commands.find((one) => one.name === name);
      for (const form of usage_hint.split('|')) {
        const [verb = ''] = form.trim().split(' ');
        if (command && /^[a-z]{3,}$/.test(verb) && verb !== 'help')
          expect(Object.keys(command.verbs), `${name} ${verb}`).toContain(verb);
      }
    }
  });

  test('has each registered shortcut, and no other', () => {
    expect(sorted((manifest.features.shortcuts ?? []).map((one) => one.callback_id))).toEqual(
      sorted(commands.flatMap((one) => Object.keys(one.shortcuts ?? {}))),
    );
  });

  test('subscribes to the events that are listened to, and to no other', () => {
    expect(sorted(heard)).toEqual(sorted(Object.keys(EVENTS)));
    expect(sorted(manifest.settings.event_subscriptions.bot_events)).toEqual(
      sorted([...heard].flatMap((name) => Object.keys(EVENTS[name] ?? {}))),
    );
  });

  test('asks for the scopes that the methods and events need, and for no other', () => {
    expect(sorted(called)).toEqual(sorted(Object.keys(METHODS)));
    const scopes = [
      'commands',
      ...[...called].flatMap((method) => METHODS[method] ?? []),
      ...[...heard].flatMap((name) => Object.values(EVENTS[name] ?? {}).flat()),
    ];
    expect(sorted(manifest.oauth_config.scopes.bot)).toEqual(sorted(new Set(scopes)));
  });
});

test('the overview of `/callboard help` names every command', () => {
  for (const locale of ['en', 'es'] as const)
    for (const { name } of commands)
      expect(translator(locale)('callboard.help.text')).toContain(`\`${name}\``);
});

test('over HTTP every door leads to the same address, and Socket Mode is off', () => {
  const http = parse(overHttp(readFileSync('manifest.yml', 'utf8'), 'https://callboard.example')) as {
    features: { slash_commands: { url: string }[] };
    settings: {
      event_subscriptions: { request_url: string };
      interactivity: { request_url: string };
      socket_mode_enabled: boolean;
    };
  };
  const { event_subscriptions, interactivity, socket_mode_enabled } = http.settings;
  const addresses = [
    ...http.features.slash_commands.map((one) => one.url),
    event_subscriptions.request_url,
    interactivity.request_url,
  ];
  expect(new Set(addresses)).toEqual(new Set(['https://callboard.example/slack/events']));
  expect(socket_mode_enabled).toBe(false);
});
