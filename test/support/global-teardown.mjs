// Closes the cluster's standard input: it then stops its PostgreSQL and removes the folder.
export default async function stop() {
  const cluster = globalThis.stepwellTestCluster;
  if (!cluster) return;
  delete globalThis.stepwellTestCluster;
  delete process.env.STEPWELL_TEST_PG;
  const ended = new Promise((resolve) => cluster.once('exit', resolve));
  cluster.stdin.end();
  await ended;
}
