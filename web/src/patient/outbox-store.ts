import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { ApiError, request } from '../api/client.js';
import type { NewResponse } from '../api/types.js';
import {
  addEntry,
  nextToSend,
  readBox,
  settleEntry,
  toLetter,
  wakeAll,
  waitingCount,
  type Letter,
  type OutboxEntry,
  type SendResult,
} from './outbox.js';

const KEY = 'stepwell.outbox';
const LOOK_EVERY_MS = 5_000;
const watchers = new Set<() => void>();
let box: readonly OutboxEntry[] = readBox(stored());
let sending: Promise<void> | null = null;

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function put(next: readonly OutboxEntry[]): void {
  box = next;
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Storage can be forbidden or full; the entry then waits as long as this page is open.
  }
  watchers.forEach((watcher) => watcher());
}

/** Another tab may have added or sent something meanwhile. */
const reread = () => {
  const text = stored();
  if (text !== null) box = readBox(text);
};

async function send(entry: OutboxEntry): Promise<SendResult> {
  try {
    await request(entry.path, { method: 'POST', body: entry.body });
    return { ok: true };
  } catch (error) {
    return error instanceof ApiError
      ? { ok: false, status: error.status, detail: error.detail }
      : { ok: false, status: 0, detail: String(error) };
  }
}

/** Sends all that is due, one after another. Called twice at once it is done once. */
export function sendWaiting(patientId: string): Promise<void> {
  sending ??= (async () => {
    reread();
    for (let entry = nextToSend(box, patientId, Date.now()); entry; entry = nextToSend(box, patientId, Date.now())) {
      const result = await send(entry);
      reread();
      put(settleEntry(box, entry.id, result, Date.now()));
      if (!result.ok && result.status === 0) break;
    }
  })().finally(() => (sending = null));
  return sending;
}

/** What became of an entry: gone means that the clinic has it. */
export type Fate = 'saved' | 'waiting' | 'refused';
export const saveResponse = (patientId: string, response: NewResponse): Promise<Fate> =>
  saveLetter(patientId, toLetter(patientId, response));

export async function saveLetter(patientId: string, letter: Letter): Promise<Fate> {
  reread();
  put(addEntry(box, patientId, letter));
  await sendWaiting(patientId);
  // A round that was under way when we came may have looked before we added ours.
  if (box.some((e) => e.id === letter.id && e.tries === 0 && !e.refused)) await sendWaiting(patientId);
  const entry = box.find((e) => e.id === letter.id);
  return !entry ? 'saved' : entry.refused === null ? 'waiting' : 'refused';
}

/** Takes back what has not been sent. False: the clinic has it already. */
export function dropWaiting(id: string): boolean {
  reread();
  const rest = box.filter((e) => e.id !== id);
  const isHere = rest.length < box.length;
  if (isHere) put(rest);
  return isHere;
}

export function dropRefused(id: string): void {
  put(box.filter((e) => e.id !== id || e.refused === null));
}

/** The entries of this patient, and a sender that works while any page of the patient is open. */
export function useOutbox(patientId: string): {
  waiting: number;
  /** What of this patient has not been sent yet. */
  entries: readonly OutboxEntry[];
  refused: readonly OutboxEntry[];
  sendNow: () => void;
} {
  const queries = useQueryClient();
  const all = useSyncExternalStore(subscribe, () => box);
  const waiting = waitingCount(all, patientId);
  const sendNow = useCallback(() => {
    reread();
    put(wakeAll(box));
    void sendWaiting(patientId);
  }, [patientId]);
  useEffect(() => {
    // A page that opens has just heard of a connection: what was put off need not wait longer.
    sendNow();
    const timer = setInterval(() => void sendWaiting(patientId), LOOK_EVERY_MS);
    window.addEventListener('online', sendNow);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', sendNow);
    };
  }, [patientId, sendNow]);
  useEffect(() => void queries.invalidateQueries({ queryKey: ['trend', patientId] }), [queries, patientId, waiting]);
  const entries = all.filter((e) => e.patientId === patientId);
  return { waiting, entries, refused: entries.filter((e) => e.refused !== null), sendNow };
}

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  const onStorage = (event: StorageEvent) => {
    if (event.key !== KEY) return;
    reread();
    watcher();
  };
  window.addEventListener('storage', onStorage);
  return () => {
    watchers.delete(watcher);
    window.removeEventListener('storage', onStorage);
  };
}
