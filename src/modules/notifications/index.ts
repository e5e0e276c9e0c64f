/** Notices: how somebody hears that an item waits, and why not. Never what it is about. */
export { NotificationsModule } from './notifications.module.js';
export { type NoticeJob, Notices } from './notices.service.js';
export { type QuietHours, quietUntil } from './decide/quiet-hours.js';
export { findNoticesOf, findReaders } from './notices.repository.js';
export { followLostNotices } from './sending/lost-notices.js';
export { judgeNewsBy, type NewsJudge } from './sending/news-judge.js';
export { signBody } from './sending/sign-body.js';
export { findChannels } from './clinic/clinic-channels.repository.js';
