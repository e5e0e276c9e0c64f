/** What is read when the app was opened without a connection. */
export const OFFLINE_MESSAGES = {
  'offline.title': 'No connection',
  'offline.none': 'No connection.',
  'offline.waits': 'What you answer here waits on this device and is sent as soon as there is one.',
  'offline.rest': 'Your numbers, your visits and everything else need a connection.',
  'offline.elsewhere': 'This page needs one. The diary works without.',
  'offline.toDiary': 'To the diary',
  'offline.noServer': 'The clinic server could not be reached. Nothing can be shown without it.',
  'offline.again': 'Try again',
  'offline.signOut': 'Sign out',
} as const;
