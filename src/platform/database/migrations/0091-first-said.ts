import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addUpAnew } from './add-up-anew.js';

/** A day is told late by when its readings came first, no longer by when they were corrected: such days are added up anew. */
export class FirstSaid1700000000091 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of addUpAnew('late')) await runner.query(sql);
  }

  async down(): Promise<void> {
    // What was asked for is done by the older program as well.
  }
}
