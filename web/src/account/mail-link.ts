/** The secret of a link from a mail. It stands behind the `#`, which no server, log or referrer ever sees. */
export const secretOfLink = (): string => location.hash.slice(1);
