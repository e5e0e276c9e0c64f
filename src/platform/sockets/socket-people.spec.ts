import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Namespace } from 'socket.io';
import type { Principal } from '../auth/caller.js';
import type { Principals } from '../auth/principals.js';
import { SocketPeople } from './socket-people.js';

/** Whoever loses a right to what comes over a socket has no socket for longer. */
const PROMISED_MS = 5_000;

const principal = (personId: string) => ({ personId }) as Principal;

describe('whoever is behind an open socket', () => {
  const ended = new Set<string>();
  let connected: (socket: object) => void;
  /** Opens a socket of that person. */
  const open = (who: Principal) => {
    const socket = { data: { principal: who }, disconnect: jest.fn(), on: jest.fn(), use: jest.fn() };
    connected(socket);
    return socket;
  };

  beforeEach(() => {
    jest.useFakeTimers();
    const refreshAll = (asked: readonly Principal[]) =>
      Promise.resolve(
        new Map(asked.filter(({ personId }) => !ended.has(personId!)).map((one) => [one, principal(one.personId!)])),
      );
    const people = new SocketPeople({ refreshAll } as unknown as Principals);
    const namespace = { use: jest.fn(), on: (_event: string, run: typeof connected) => (connected = run) };
    people.guard(namespace as unknown as Namespace, []);
    people.onApplicationBootstrap();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([0, 1_999, 3_999])(
    'is sent away within 5 s of losing the right, %s ms after a look; others stay',
    async (ms) => {
      const asBefore = principal('stays');
      const [left, kept] = [open(principal('leaves')), open(asBefore)];
      await jest.advanceTimersByTimeAsync(60_000 + ms);
      expect(left.disconnect).not.toHaveBeenCalled();
      ended.add('leaves');
      await jest.advanceTimersByTimeAsync(PROMISED_MS);
      expect(left.disconnect).toHaveBeenCalledWith(true);
      expect(kept.disconnect).not.toHaveBeenCalled();
      expect(kept.data.principal).not.toBe(asBefore);
      ended.clear();
    },
  );
});
