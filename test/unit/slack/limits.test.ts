/** The checks of every other view test must themselves catch what Slack refuses. */

import type { KnownBlock, View } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { mrkdwn } from '../../../src/slack/mrkdwn.ts';
import { checkMessage, checkView, messageFaults, viewFaults } from '../../support/slack-limits.ts';

const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });
const button = (action_id: string, text = 'Press') => ({
  type: 'button' as const,
  action_id,
  text: { type: 'plain_text' as const, text },
});
const input = (block_id?: string): KnownBlock => ({
  type: 'input',
  ...(block_id && { block_id }),
  label: { type: 'plain_text', text: 'Name' },
  element: { type: 'plain_text_input', action_id: 'name' },
});
const modal = (blocks: KnownBlock[], more: object = {}): View =>
  ({
    type: 'modal',
    callback_id: 'x.y',
    title: { type: 'plain_text', text: 'Title' },
    submit: { type: 'plain_text', text: 'Save' },
    blocks,
    ...more,
  }) as View;

describe('messages', () => {
  test('a good one passes', () => {
    checkMessage({
      text: mrkdwn`hello`,
      blocks: [section('hello'), { type: 'actions', elements: [button('a.b#1'), button('a.b#2')] }],
    });
  });

  test.each<[string, KnownBlock[] | undefined, RegExp]>([
    ['51 blocks', Array.from({ length: 51 }, () => section('x')), /51 blocks of 50/],
    ['a long section', [section('x'.repeat(3001))], /3001 characters of 3000/],
    ['an empty section', [section('')], /no text/],
    ['what was not filled in', [section('at {time}')], /says/],
    ['equal action ids', [{ type: 'actions', elements: [button('a'), button('a')] }], /equal action_ids/],
    ['a long label', [{ type: 'actions', elements: [button('a', 'x'.repeat(76))] }], /76 characters of 75/],
    ['no buttons', [{ type: 'actions', elements: [] }], /0 elements of 25/],
    ['inputs', [input('b')], /belong into modals/],
    ['a kind of block that is not everywhere', [{ type: 'markdown', text: 'x' }], /does not work everywhere/],
    ['no blocks', [], /leave it out/],
  ])('%s', (_, blocks, fault) => {
    expect(messageFaults({ text: 'x', ...(blocks && { blocks }) }).join('\n')).toMatch(fault);
  });

  test('no text for a notification', () => {
    expect(() => checkMessage({ text: mrkdwn` `, blocks: [section('x')] })).toThrow(/no text/);
  });
});

describe('views', () => {
  test('a good one passes', () => checkView(modal([section('hello'), input('name')])));

  test.each<[string, View, RegExp]>([
    ['an input without block_id', modal([input()]), /block_id of an input/],
    ['a long title', modal([input('b')], { title: { type: 'plain_text', text: 'x'.repeat(25) } }), /24/],
    ['inputs without submit', modal([input('b')], { submit: undefined }), /submit button/],
    ['equal block ids', modal([input('b'), input('b')]), /same block_id/],
    ['much metadata', modal([input('b')], { private_metadata: 'x'.repeat(3000) }), /private_metadata/],
    ['101 blocks', modal(Array.from({ length: 101 }, () => section('x'))), /101 blocks of 100/],
  ])('%s', (_, view, fault) => {
    expect(viewFaults(view).join('\n')).toMatch(fault);
  });
});
