/** How one is told that an item waits. */
export const NOTICE_MESSAGES = {
  'notices.title': 'Notices',
  'notices.why': 'A notice says that an item waits in Stepwell, never about whom or what.',
  'notices.push': 'On my devices',
  'notices.email': 'By e-mail to {address}',
  'notices.noMail': 'By e-mail (this server cannot send mails yet)',
  'notices.quiet': 'Quiet hours',
  'notices.from': 'From',
  'notices.until': 'Until',
  'notices.zone': 'Time of {zone}',
  'notices.sameTime': 'Choose two different times.',
  'notices.interrupt':
    'What cannot wait may reach me in quiet hours.{isStaff, select, true { On call it always does.} other {}}',
  'notices.add': 'Tell me on this device',
  'notices.added': 'This device is told from now on.',
  'notices.since': 'since {since}',
  'notices.refused': 'This browser does not allow notices from Stepwell. Allow them in its settings, then try again.',
  'notices.unsupported':
    'This browser cannot show notices. On an iPhone or iPad, add Stepwell to the home screen first.',
  'notices.test': 'Send me a test',
  'notices.tested': 'A test is on its way.',
  'notices.saved': 'Saved.',
} as const;
