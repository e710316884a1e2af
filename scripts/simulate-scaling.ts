/**
 * `npx tsx scripts/simulate-scaling.ts [--slower N] [--picture FILE.png]`: the scaling rule of deploy/kubernetes played
 * against the loads, beside workers that stay and beside other rules: the tables of docs/kubernetes.md, and its picture.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { draw } from '../src/adapters/echarts/draw.ts';
import {
  alertStorm,
  choresAtOnce,
  MACHINE,
  quietNight,
  remindersAtOnce,
  saturdayOf,
} from './scaling/loads.ts';
import type { Machine } from './scaling/model.ts';
import { scalingPicture } from './scaling/picture.ts';
import type { ScalingRule } from './scaling/rule.ts';
import { headOf, LOADS_HEAD, loadRow, ruleRow, scalingRule } from './scaling/table.ts';

const { values } = parseArgs({
  options: { slower: { type: 'string', default: '1' }, picture: { type: 'string' } },
});
const slower = Number(values.slower);
const machine: Machine = {
  ...MACHINE,
  judgeSeconds: MACHINE.judgeSeconds * slower,
  requestSeconds: MACHINE.requestSeconds * slower,
};
const rule = scalingRule();
const [fifty, twoHundred] = [remindersAtOnce(50), remindersAtOnce(200)];

console.log(LOADS_HEAD);
const saturday = saturdayOf(readFileSync('docs/example-rehearsal.md', 'utf8'));
for (const load of [
  quietNight,
  saturday,
  alertStorm,
  remindersAtOnce(1),
  choresAtOnce(50),
  fifty,
  twoHundred,
])
  console.log(loadRow(load, machine, rule));

const others: readonly (readonly [string, ScalingRule, Machine?])[] = [
  ['the rule', rule],
  ...[5, 30, 60].map((target) => [`${target} s for each worker`, { ...rule, target }] as const),
  ['10 s for all together (`Value`)', { ...rule, metricType: 'Value' }],
  ...[4, 10].map((max) => [`${max} at most`, { ...rule, max }] as const),
  ...[1, 4].map((min) => [`never fewer than ${min}`, { ...rule, min }] as const),
  ['the rule, where a machine must be started first (90 s)', rule, { ...machine, startSeconds: 90 }],
];
const each = ['untaken', 'late', 'most', 'pod-minutes'];
const heads = [fifty, twoHundred].flatMap(({ events }) => each.map((what) => `${events} events: ${what}`));
console.log(`\n${headOf('rule', ...heads)}`);
for (const [name, other, on = machine] of others) console.log(ruleRow(name, [fifty, twoHundred], on, other));

if (values.picture) writeFileSync(values.picture, draw(scalingPicture(twoHundred, machine, rule)));
