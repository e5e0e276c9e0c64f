import type { Except } from '../../../platform/database/due-rows.js';
import type { Channel } from '../decide/decide-notice.js';

/** A notice that is being sent: all of one channel, and all to one far side, share a fate when that hangs. */
export interface UnderWay {
  readonly clinicId: string;
  readonly channel: Channel;
  readonly target: string;
}

/** Of each channel at once: a mail server that hangs holds up mails, and no push. */
const MOST_OF_A_CHANNEL = 8;
/** Of them to one far side: a webhook or a device that hangs holds up its own, and not those behind. Mails have one server. */
const MOST_TO_ONE = 2;

export interface Busy {
  readonly channels: readonly Channel[];
  /** `clinic/channel/target`. */
  readonly farSides: readonly string[];
}

const farSideOf = ({ clinicId, channel, target }: UnderWay) => `${clinicId}/${channel}/${target}`;

/** What is not to be sent before something that is under way has ended? */
export function findBusy(underWay: readonly UnderWay[]): Busy {
  const full = <T extends string>(keys: readonly T[], most: number) =>
    [...Map.groupBy(keys, (key) => key)].filter(([, same]) => same.length >= most).map(([key]) => key);
  return {
    channels: full(
      underWay.map(({ channel }) => channel),
      MOST_OF_A_CHANNEL,
    ),
    farSides: full(underWay.filter(({ channel }) => channel !== 'e-mail').map(farSideOf), MOST_TO_ONE),
  };
}

export const isAnyBusy = ({ channels, farSides }: Busy): boolean => channels.length + farSides.length > 0;

/** The same for the queue: notices that are left there meanwhile. */
export const exceptBusy = ({ channels, farSides }: Busy): Except => ({
  sql: `channel = ANY($1::text[]) OR clinic_id::text || '/' || channel || '/' || target = ANY($2::text[])`,
  parameters: [channels, farSides],
});
