/** An ack that waits for the commit: once, in time, and with its error where somebody waits for it. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { holdAck } from '../../../src/adapters/slack/held-ack.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('is given when it is released, once', async () => {
  const ack = vi.fn(async () => {});
  const held = holdAck(ack);
  await vi.advanceTimersByTimeAsync(800);
  expect(ack).not.toHaveBeenCalled();
  held.release();
  held.release();
  await held.end();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(ack).toHaveBeenCalledTimes(1);
});

it('is given within a second, however long the work takes', async () => {
  const ack = vi.fn(async () => {});
  holdAck(ack);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ack).toHaveBeenCalledTimes(1);
});

it('throws where somebody waits for its end, and nowhere else', async () => {
  const held = holdAck(async () => {
    throw new Error('the socket is closed');
  });
  held.release();
  await vi.advanceTimersByTimeAsync(1_000);
  await expect(held.end()).rejects.toThrow('the socket is closed');
});
