import { type QuietHours, quietUntil } from './quiet-hours.js';

export type Channel = 'web-push' | 'e-mail' | 'webhook';
/** now: it interrupts. */
export type Urgency = 'now' | 'ordinary' | 'test';

/** How somebody wants to be told. */
export interface NoticeSettings {
  readonly webPush: boolean;
  readonly email: boolean;
  /** On the wall of whoever it is. */
  readonly quietHours: QuietHours | null;
  /** What interrupts may do so in quiet hours. On call it always may. */
  readonly interrupt: boolean;
}

export const DEFAULT_SETTINGS: NoticeSettings = { webPush: true, email: true, quietHours: null, interrupt: false };

export interface NoticeFacts {
  readonly settings: NoticeSettings;
  readonly urgency: Urgency;
  readonly isOnCall: boolean;
  /** Snoozed it for themselves. */
  readonly isSnoozed: boolean;
  /** Of whoever it is. */
  readonly zone: string;
  readonly now: Date;
  readonly subscriptionIds: readonly string[];
  /** Does a mail reach anybody from here? */
  readonly mails: boolean;
}

export type WithheldReason = 'quiet-hours' | 'snoozed' | 'switched-off' | 'no-device' | 'no-mail';

export interface Decision {
  readonly send: readonly { readonly channel: Channel; readonly target: string }[];
  /** What can wait does not leave before the quiet hours are over; null: it leaves now. */
  readonly notBefore: Date | null;
  /** Nothing is left out in silence. */
  readonly withheld: readonly { readonly channel: Channel; readonly reason: WithheldReason }[];
}

/**
 * By which channels is somebody told, and why not by the others? What can wait comes after their quiet hours; what interrupts
 * does not wait for them: it passes, or goes on to the next at once. A test goes by all that are on, at any hour.
 */
export function decideNotice(facts: NoticeFacts): Decision {
  const { settings, urgency } = facts;
  const all = (reason: WithheldReason): Decision => ({
    send: [],
    notBefore: null,
    withheld: (['web-push', 'e-mail'] as const).map((channel) => ({ channel, reason })),
  });
  if (facts.isSnoozed && urgency === 'ordinary') return all('snoozed');
  const mayInterrupt = urgency === 'test' || (urgency === 'now' && (settings.interrupt || facts.isOnCall));
  const notBefore = mayInterrupt ? null : quietUntil(settings.quietHours, facts.zone, facts.now);
  if (notBefore && urgency === 'now') return all('quiet-hours');
  const push = facts.subscriptionIds.map((target) => ({ channel: 'web-push' as const, target }));
  const parts = [
    by('web-push', settings.webPush, push, 'no-device'),
    by('e-mail', settings.email, facts.mails ? [{ channel: 'e-mail', target: '' }] : [], 'no-mail'),
  ];
  return {
    send: parts.flatMap(({ send }) => send),
    notBefore,
    withheld: parts.flatMap(({ withheld }) => withheld),
  };
}

function by(
  channel: Channel,
  isOn: boolean,
  send: Decision['send'],
  missing: WithheldReason,
): Omit<Decision, 'notBefore'> {
  if (isOn && send.length > 0) return { send, withheld: [] };
  return { send: [], withheld: [{ channel, reason: isOn ? missing : 'switched-off' }] };
}
