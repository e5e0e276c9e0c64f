/**
 * Without one of these somebody is not told of an alert: data are judged, clocks run, calls are made, patients and their
 * followers are told, notices leave, all is checked.
 */
export const CHAIN = [
  'trends',
  'alert-clock',
  'escalation',
  'tellings',
  'notifications',
  'escalation-auditor',
] as const;
export type ChainWorker = (typeof CHAIN)[number];

/** A worker that has not been heard of for so long counts as dead. */
export const SILENT_SECONDS = 90;

export interface ChainState {
  /** `beatAt` null: not heard of since this database was made. */
  readonly workers: readonly {
    readonly name: ChainWorker;
    readonly beatAt: Date | null;
    readonly ageSeconds: number | null;
  }[];
  /** Null as long as one was never heard of. */
  readonly oldestBeatAgeSeconds: number | null;
  readonly ok: boolean;
}

/** Does the chain from data to a told person still work? Each worker counts as its youngest beat on any node. */
export function toChainState(
  beats: readonly { readonly worker: string; readonly beatAt: Date; readonly ageSeconds: number }[],
): ChainState {
  const workers = CHAIN.map((name) => {
    const [youngest] = beats.filter(({ worker }) => worker === name).sort((a, b) => a.ageSeconds - b.ageSeconds);
    return { name, beatAt: youngest?.beatAt ?? null, ageSeconds: youngest?.ageSeconds ?? null };
  });
  const ages = workers.map(({ ageSeconds }) => ageSeconds);
  const oldestBeatAgeSeconds = ages.includes(null) ? null : Math.max(...(ages as number[]));
  return { workers, oldestBeatAgeSeconds, ok: oldestBeatAgeSeconds !== null && oldestBeatAgeSeconds <= SILENT_SECONDS };
}
