/**
 * What a form holds once somebody else has changed what it was opened with: each field that was typed into keeps what was
 * typed, all others are as they are now, so that saving again undoes nothing unseen.
 *
 * @param fields.opened - as the form began; a field that a form may lack, a target that is not chosen, is undefined
 */
export function keepTyped<Fields extends Readonly<Record<string, string | undefined>>>(fields: {
  readonly opened: Fields;
  readonly typed: Fields;
  readonly now: Fields;
}): Fields {
  const { opened, typed, now } = fields;
  const names = new Set([...Object.keys(opened), ...Object.keys(typed)]);
  const kept = [...names].filter((name) => typed[name] !== opened[name]).map((name) => [name, typed[name]]);
  return { ...now, ...Object.fromEntries(kept) };
}
