/** The only source of "now" outside the database. Replaced by a fixed one in tests. */
export class Clock {
  now(): Date {
    return new Date();
  }
}
