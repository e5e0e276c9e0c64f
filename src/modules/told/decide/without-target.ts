/** A sentence for somebody with whom goals are not shared: the same, with no word of a target. Null: it tells of nothing else. */
export function withoutTarget<S extends { key: string; facts: Record<string, unknown> }>(sentence: S): S | null {
  if (sentence.key === 'goal.reached') return null;
  const { target: _, ...facts } = sentence.facts;
  return { ...sentence, facts };
}
