/**
 * FOSDEM's volunteer tasks: XML with days counted from the Saturday, wall clock, and how many people each
 * task wants at least, ideally and at most.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { childrenOf, textOf, type XmlNode } from '../xml.ts';
import { ShiftReading } from './reading.ts';
import type { ParsedShifts, ShiftOptions } from './source.ts';

const Task = z.object({
  name: z.string().min(1),
  day: z.coerce.number().int().min(-60).max(60),
  start: z.string(),
  end: z.string(),
});

const places = (task: XmlNode, name: string) => {
  const text = textOf(task, name);
  return text === '' || !Number.isFinite(Number(text)) ? undefined : Number(text);
};

export function readFosdem(root: XmlNode, options: ShiftOptions): ParsedShifts | undefined {
  if (root.name !== 'generic_tasks') return undefined;
  const reading = new ShiftReading('fosdem', options);
  if (options.dayZero === undefined) {
    reading.needsDayZero = true;
    return reading.finish();
  }
  const zero = Temporal.PlainDate.from(options.dayZero);
  for (const node of childrenOf(root, 'task')) {
    const parsed = Task.safeParse({
      name: textOf(node, 'name'),
      day: textOf(node, 'day'),
      start: textOf(node, 'start_time'),
      end: textOf(node, 'end_time'),
    });
    if (!parsed.success) {
      reading.note(textOf(node, 'name') === '' ? 'no-role' : 'unreadable-time', textOf(node, 'name'));
      continue;
    }
    const task = parsed.data;
    const date = zero.add({ days: task.day }).toString();
    const target = places(node, 'nbr_volunteers') ?? 1;
    const { start, end } = reading.span(date, task.start, task.end);
    const location = textOf(node, 'location');
    // A purpose in the first lines is enough; the rest of the text is behind its link.
    const about = textOf(node, 'description').split('\n\n')[0];
    reading.add({
      key: `${task.name}|${location}|${task.day}|${textOf(node, 'counter') || task.start}`,
      role: task.name,
      room: location,
      start,
      end,
      min: places(node, 'nbr_volunteers_min') ?? target,
      target,
      max: places(node, 'nbr_volunteers_max'),
      note: [node.attributes['template'], about].filter(Boolean).join(': '),
    });
  }
  return reading.finish();
}
