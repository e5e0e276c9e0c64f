import { pino } from 'pino';
import { logLevelOf } from '../config/log-level.js';

/** JSON lines on stderr. Requests are logged by route pattern and id, never by URL: a URL may name a patient. */
export const logger = pino(
  {
    level: logLevelOf(process.env['LOG_LEVEL']),
    serializers: {
      req: (request: { method: string; id: string; routeOptions?: { url?: string } }) => ({
        method: request.method,
        id: request.id,
        route: request.routeOptions?.url,
      }),
    },
    redact: ['authorization', 'cookie', '*.authorization', '*.cookie', '*.email'],
  },
  pino.destination({ fd: 2, sync: false }),
);
