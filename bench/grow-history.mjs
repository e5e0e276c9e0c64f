const AT_ONCE = 1_000_000;

/**
 * Makes the store as large as a clinic's that has run for long, in the product's own tables: more of the very series into
 * which the loads write, reading after reading in the order of time, all in their year (and so their partition). With more
 * devices a patient, a search would be another one, not the same in a larger store. Written by the owner in one statement a
 * million and without marking days, because at the speed of the roads this would take hours.
 */
export function historyOf(owner) {
  let readings = 0;

  async function prepare() {
    // Spread over the year, from the smallest step to the largest, at a second at which the loads measure nothing.
    await owner.query('CREATE TABLE bench_series AS SELECT clinic_id, id FROM series WHERE false');
    await owner.query(
      `INSERT INTO bench_series SELECT s.clinic_id, s.id FROM series s JOIN concept c ON c.id = s.concept_id WHERE c.metric IN ('heartRate', 'steps')`,
    );
  }

  /** @param size - rows that there shall be; @param most - rows that there will be in the end, in one year */
  async function growTo(size, most) {
    const have = await count(owner, 'observation_row');
    if (readings === 0) await prepare();
    const series = await count(owner, 'bench_series');
    const stepMs = Math.floor((360 * 86_400_000) / Math.ceil(most / series));
    for (let left = size - have; left > 0; left -= AT_ONCE) {
      const each = Math.ceil(Math.min(left, AT_ONCE) / series);
      await owner.query(
        `INSERT INTO observation_row (clinic_id, start_at, end_at, issued_at, series_id, skeleton_id, value, identifier)
         SELECT s.clinic_id, t, t, t, s.id, (SELECT min(id) FROM skeleton), 60 + s.id % 40, 'o' || s.id || '-' || n
         FROM generate_series($1::int, $1::int + $2::int - 1) n,
           LATERAL (SELECT timestamptz '2016-01-01 00:00:07.5Z' + n * $3::float8 * interval '1 millisecond' AS t) d, bench_series s`,
        [readings, each, stepMs],
      );
      readings += each;
    }
    // What autovacuum would do in its own time, and then not in ours.
    await owner.query('VACUUM (ANALYZE) observation_row');
    await owner.query('CHECKPOINT');
    return count(owner, 'observation_row');
  }
  return { growTo };
}

async function count(owner, table) {
  const { rows } = await owner.query(`SELECT count(*)::float8 AS n FROM ${table}`);
  return rows[0].n;
}
