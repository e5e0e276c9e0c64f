/** Days on which another device has to speak before it counts as a change of device. */
const CONFIRM_DAYS = 3;

/**
 * Which device do the numbers come from, visitors left out? A watch that was tried for a day, or somebody's phone, makes no
 * new beginning: only a device that speaks on three days without the one before does. The days of one that has not (yet)
 * are null: unknown, the last known one is assumed.
 *
 * @param devices - per day, null = nothing known
 */
export function settleDevices(devices: readonly (string | null)[]): (string | null)[] {
  const settled = [...devices];
  let known: string | null = null;
  let visitor: { readonly device: string; readonly days: number[] } | null = null;
  devices.forEach((device, day) => {
    if (device === null) return;
    known ??= device;
    if (device === known) {
      visitor = null;
      return;
    }
    if (visitor?.device !== device) visitor = { device, days: [] };
    visitor.days.push(day);
    settled[day] = null;
    if (visitor.days.length < CONFIRM_DAYS) return;
    for (const confirmed of visitor.days) settled[confirmed] = device;
    known = device;
    visitor = null;
  });
  return settled;
}
