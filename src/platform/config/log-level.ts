/** The least that is logged; `silent`: nothing. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

/** For the logger, which is there before settings are checked: what is none of these is `warn`, until the check has refused it. */
export const logLevelOf = (text: string | undefined): LogLevel => LOG_LEVELS.find((level) => level === text) ?? 'warn';
