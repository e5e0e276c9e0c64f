import { makePatients, percentiles } from './ingest.mjs';
import { findChromium, openWorklist } from './alerts/page.mjs';
import { fallingWeek, ordinaryWeeks } from './alerts/readings.mjs';
import { post, signIn } from './server.mjs';

/** From the moment an Observation's POST is sent to the moment an open worklist has painted the new alert. */
export async function postToScreen(server, count) {
  if (!findChromium()) return undefined;
  const patients = await makePatients(server, count);
  for (const patient of patients) await post(server, '/fhir', ordinaryWeeks(patient));
  await quiet(server);
  const page = await openWorklist(server.url, await signIn(server.url, server.coordinator));
  try {
    const times = [];
    for (const patient of patients) {
      const { painted } = await page.nextPaint();
      const sent = Date.now();
      await post(server, '/fhir', fallingWeek(patient));
      times.push((await painted) - sent);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    return { n: times.length, ...percentiles(times) };
  } finally {
    await page.close();
  }
}

/** Until the workers have nothing left to do. */
async function quiet(server) {
  for (let calm = 0, last = ''; calm < 4;) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const now =
      /stepwell_evaluations_total\{outcome="done"\} (\d+)/.exec(
        await (await fetch(`${server.url}/metrics`)).text(),
      )?.[1] ?? '';
    calm = now === last ? calm + 1 : 0;
    last = now;
  }
}
