/** Notices: how somebody hears that an item waits, and why not. Never what it is about. */
export { NotificationsModule } from './notifications.module.js';
export { type NoticeJob, Notices } from './notices.service.js';
export { followLostNotices } from './sending/lost-notices.js';
export { findNoticesOf } from './notices.repository.js';
export { signBody } from './sending/sign-body.js';
