/** The figures of a process that serves several events: its own once, and those of each event with its name. */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/**
 * Several texts as Prometheus reads them (text format 0.0.4) as one: a figure is declared once, and all of its lines
 * stand together.
 */
export function mergeFigures(texts: readonly string[]): string {
  const figures = new Map<string, { readonly head: readonly string[]; readonly lines: string[] }>();
  for (const text of texts) {
    for (const block of text.split(/\n(?=# HELP )/)) {
      const all = block.split('\n').filter((line) => line.trim() !== '');
      const head = all.filter((line) => line.startsWith('#'));
      const [, name] = /^# HELP (\S+)/.exec(head[0] ?? '') ?? [];
      if (name === undefined) continue;
      const figure = figures.get(name) ?? { head, lines: [] };
      figure.lines.push(...all.filter((line) => !line.startsWith('#')));
      figures.set(name, figure);
    }
  }
  return [...figures.values()].map(({ head, lines }) => [...head, ...lines, ''].join('\n')).join('\n');
}

export interface ProcessFigures {
  readonly contentType: string;
  /** @param down - The events that do not run: they have no figures but that one. */
  text(down: readonly string[]): Promise<string>;
}

export function createProcessFigures(): ProcessFigures {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const ready = new Gauge({
    name: 'callboard_ready',
    help: '1 while /readyz says ready: connected to Slack and Redis',
    labelNames: ['event'],
    registers,
  });
  return {
    contentType: registry.contentType,
    text: async (down) => {
      ready.reset();
      for (const event of down) ready.set({ event }, 0);
      return await registry.metrics();
    },
  };
}
