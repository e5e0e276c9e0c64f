/**
 * What a form holds once somebody else has changed what it was opened with: each field that was typed into keeps what was
 * typed, all others are as they are now, so that saving again undoes nothing unseen.
 *
 * @param fields.opened - as the form began
 */
export function keepTyped<Fields extends Readonly<Record<string, string>>>(fields: {
  readonly opened: Fields;
  readonly typed: Fields;
  readonly now: Fields;
}): Fields {
  const { opened, typed, now } = fields;
  const kept = Object.entries(typed).filter(([name, value]) => value !== opened[name]);
  return { ...now, ...Object.fromEntries(kept) };
}
