const AT_ONCE = 1_000_000;
/** Of each patient: this many devices, each of which measures steps and heart rate. */
const DEVICES = 2;

/**
 * Makes the store as large as a clinic's that has run for long, in the product's own tables: rows of many series, reading
 * after reading in the order of time, all in the year (and so the partition) into which the loads write. Written by the
 * owner in one statement a million and without marking days, because at the speed of the roads this would take hours.
 */
export function historyOf(owner) {
  let readings = 0;

  async function prepare() {
    await owner.query(`INSERT INTO source (clinic_id, patient_id, system, device, kind)
      SELECT p.clinic_id, p.id, 'grown', n::text, 'watch' FROM patient p, generate_series(1, ${DEVICES}) n`);
    await owner.query(`INSERT INTO series (clinic_id, patient_id, concept_id, source_id)
      SELECT s.clinic_id, s.patient_id, c.id, s.id FROM source s JOIN concept c ON c.metric IN ('heartRate', 'steps') WHERE s.system = 'grown'`);
    // Spread over the year, from the smallest step to the largest.
    await owner.query('CREATE TABLE bench_series AS SELECT clinic_id, id FROM series WHERE false');
    await owner.query(
      `INSERT INTO bench_series SELECT s.clinic_id, s.id FROM series s JOIN source x ON x.id = s.source_id WHERE x.system = 'grown'`,
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
           LATERAL (SELECT timestamptz '2016-01-01Z' + n * $3::float8 * interval '1 millisecond' AS t) d, bench_series s`,
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
