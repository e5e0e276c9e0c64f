import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addUpAnew } from './add-up-anew.js';

/** Days of which two devices say a sum. */
const OF_SEVERAL = `metric IN ('steps', 'sleepDuration', 'walkingMinutes') AND jsonb_array_length(sources) > 1`;

/**
 * An hour of one device is not spread between the minutes of a better one any more: days of both are added up anew. Without
 * it the old days would stand above the new ones, like a change of the person.
 */
export class HoursBesideMinutes1700000000089 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of addUpAnew(OF_SEVERAL)) await runner.query(sql);
  }

  async down(): Promise<void> {
    // What was asked for is done by the older program as well.
  }
}
