/** SQL: nobody has taken this event of a timeline back. @param event - the alias of a row of `alert_event` */
export const eventStands = (event: string): string =>
  `NOT EXISTS (SELECT 1 FROM alert_event u WHERE u.alert_id = ${event}.alert_id AND u.undoes = ${event}.id)`;
