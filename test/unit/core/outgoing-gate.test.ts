/** The gate before whatever goes out: its time, its places, its circuit, and that each destination has its own. */
import { describe, expect, it, vi } from 'vitest';
import { ProviderDown, RetryLater } from '../../../src/core/errors.ts';
import { createGate } from '../../../src/core/outgoing-gate.ts';
import { OUTGOING, type OutgoingLimit } from '../../../src/core/outgoing-limits.ts';

const limit = (more: Partial<OutgoingLimit> = {}): OutgoingLimit => ({
  what: 'a test',
  timeoutMs: 60,
  deadlineMs: 120,
  atOnce: 2,
  again: 'outbox',
  why: 'short',
  ...more,
});
const never = () => new Promise<never>(() => {});

describe('a request', () => {
  it('is given up when its time is over, and told so', async () => {
    let told: AbortSignal | undefined;
    const asked = createGate(limit()).ask((signal) => {
      told = signal;
      return never();
    });
    await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(told?.aborted).toBe(true);
  });

  it('keeps its own error, and its answer', async () => {
    const gate = createGate(limit());
    await expect(gate.ask(async () => 7)).resolves.toBe(7);
    await expect(gate.ask(async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  it('waits for a place in the order of coming, and not for ever', async () => {
    const gate = createGate(limit({ atOnce: 1, timeoutMs: 5_000, deadlineMs: 5_030 }));
    const order: string[] = [];
    let release = (): void => {};
    const first = gate.ask(() => new Promise<void>((resolve) => (release = resolve)));
    const second = gate.ask(async () => void order.push('second'));
    const third = gate.ask(async () => void order.push('third'));
    await new Promise((resolve) => setImmediate(resolve));
    release();
    await Promise.all([first, second, third]);
    expect(order).toEqual(['second', 'third']);
    void gate.ask(never).catch(() => {});
    const refused = gate.ask(async () => order.push('too late'));
    await expect(refused).rejects.toMatchObject({ nothingSent: true });
    await expect(refused).rejects.toBeInstanceOf(RetryLater);
    expect(order).not.toContain('too late');
  });

  it('gives its place back however it ends', async () => {
    const gate = createGate(limit({ atOnce: 1 }));
    for (let round = 0; round < 3; round++) {
      await expect(gate.ask(never)).rejects.toThrow();
      await expect(gate.ask(async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    }
    await expect(gate.ask(async () => 'free')).resolves.toBe('free');
  });
});

describe('a circuit', () => {
  const broken = { breaker: { failures: 2, openMs: 5_000 } };
  const fails = async (): Promise<never> => Promise.reject(new Error('HTTP 500'));

  it('opens after so many failures, refuses at once, and lets one look later', async () => {
    let now = 0;
    const gate = createGate(limit(broken), { now: () => now });
    const asked = vi.fn(fails);
    await expect(gate.ask(asked)).rejects.toThrow('HTTP 500');
    expect(gate.works()).toBe(true);
    await expect(gate.ask(asked)).rejects.toThrow('HTTP 500');
    expect(gate.works()).toBe(false);
    await expect(gate.ask(asked)).rejects.toBeInstanceOf(ProviderDown);
    expect(asked).toHaveBeenCalledTimes(2);
    now = 5_000;
    await expect(gate.ask(async () => 'well')).resolves.toBe('well');
    expect(gate.works()).toBe(true);
  });

  it('counts time-outs, and not what the other side refuses for good reason', async () => {
    const silent = createGate(limit(broken));
    await Promise.allSettled([silent.ask(never), silent.ask(never)]);
    expect(silent.works()).toBe(false);
    const refusing = createGate(limit(broken), { isOutage: () => false });
    for (let round = 0; round < 5; round++) await expect(refusing.ask(fails)).rejects.toThrow('HTTP 500');
    expect(refusing.works()).toBe(true);
  });

  it('sends those that it refused back apart, and costs them nothing', async () => {
    const draws = [0, 0.5, 0.999];
    const gate = createGate(limit(broken), { now: () => 0, random: () => draws.shift() ?? 0 });
    await Promise.allSettled([gate.ask(fails), gate.ask(fails)]);
    const waits: number[] = [];
    for (let round = 0; round < 3; round++)
      await gate.ask(fails).catch((error: unknown) => {
        expect(error).toMatchObject({ nothingSent: true });
        waits.push((error as RetryLater).seconds);
      });
    expect(waits).toEqual([5, 7.5, expect.closeTo(10, 1)]);
  });
});

describe('the table', () => {
  it.each(Object.entries(OUTGOING))('gives %s a time that a worker can spare, and says why', (_, row) => {
    const { timeoutMs, deadlineMs, atOnce, why, what }: OutgoingLimit = row;
    expect(timeoutMs).toBeGreaterThan(0);
    expect(deadlineMs).toBeGreaterThanOrEqual(timeoutMs);
    expect(atOnce).toBeGreaterThan(0);
    expect(what.length).toBeGreaterThan(5);
    expect(why.length).toBeGreaterThan(20);
  });

  it('lets nothing that pages people hang for longer than a page waits for its next channel', () => {
    for (const name of ['slack.pages', 'twilio'] as const) {
      expect(OUTGOING[name].deadlineMs).toBeLessThanOrEqual(30_000);
      expect(OUTGOING[name].breaker.openMs).toBeLessThanOrEqual(5_000);
    }
  });
});
