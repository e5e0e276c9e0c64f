import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { Acknowledger } from './acknowledge.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('answers a thousand deliveries that came together with one message, which names the last', () => {
  const said: number[] = [];
  const acknowledger = new Acknowledger((cursor) => said.push(cursor));
  for (let cursor = 1; cursor <= 1000; cursor++) acknowledger.has(cursor);
  jest.advanceTimersByTime(1_000);
  expect(said).toEqual([1000]);
});

it('answers what is repeated again, and never less than it has', () => {
  const said: number[] = [];
  const acknowledger = new Acknowledger((cursor) => said.push(cursor));
  acknowledger.has(7);
  jest.advanceTimersByTime(1_000);
  acknowledger.has(6);
  jest.advanceTimersByTime(1_000);
  expect(said).toEqual([7, 7]);
});

it('forgets where it was when the stream begins anew', () => {
  const said: number[] = [];
  const acknowledger = new Acknowledger((cursor) => said.push(cursor));
  acknowledger.has(900);
  acknowledger.reset();
  acknowledger.has(3);
  jest.advanceTimersByTime(1_000);
  expect(said).toEqual([3]);
});
