/** What an act was about, as people of a clinic say it. */
export const ACT_WORDS: Readonly<Record<string, string>> = {
  Patient: 'Patient',
  Observation: 'Readings',
  Trend: 'Trends',
  Alert: 'Alerts',
  Visit: 'Visits',
  Conference: 'Video call',
  Note: 'Notes',
  Response: 'Questionnaires',
  Record: 'Documents',
  Sprint: 'Sprints',
  Consent: 'Consent',
  Upload: 'Uploads',
  Bundle: 'Bundles',
  Source: 'Devices',
  TimeZone: 'Time zone',
  Member: 'Team',
  Invitation: 'Invitations',
  Session: 'Sign-in',
  DetectionSetting: 'Alarm budget',
  Delivery: 'Live news',
  AuditEvent: 'Audit',
  AccessLog: 'Who saw my data',
  PatientExport: 'Copies of everything',
  Correction: 'Corrections',
  Erasure: 'Deletions',
  LegalHold: 'Legal holds',
  Retention: 'How long things are kept',
};
export const ACT_TYPES = Object.keys(ACT_WORDS);

const VERB_WORDS: Readonly<Record<string, string>> = {
  read: 'opened',
  search: 'listed',
  create: 'added',
  update: 'changed',
  acknowledge: 'taken',
  resolve: 'resolved',
  arrive: 'arrived',
  admit: 'admitted',
  join: 'joined',
  end: 'ended',
  cancel: 'cancelled',
  approve: 'agreed to',
  export: 'exported',
};

/** "Alerts: resolved". A word this page does not know yet stays as it is. */
export const actWords = (type: string, interaction: string): string =>
  `${ACT_WORDS[type] ?? type}: ${VERB_WORDS[interaction] ?? interaction}`;
