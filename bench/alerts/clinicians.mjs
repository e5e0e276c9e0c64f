// Many open worklists in one process: the page's own code keeps the cursor, answers and asks again; only painting is left out. Args as JSON.
import http from 'node:http';
import '../../scripts/typescript.mjs';

const { openPage } = await import('../../test/support/open-page.ts');

const { url, cookies } = JSON.parse(process.argv[2]);
const AT_ONCE = 16;
const LIST = '/api/v1/alerts?state=open&whose=team';
const agent = new http.Agent({ keepAlive: true, maxSockets: 2000 });
/** When each page heard of an alert, and when it had read its list again. */
let told = { heard: [], read: [], failed: 0 };

function readList(cookie) {
  return new Promise((resolve) => {
    const out = http.request(url + LIST, { agent, headers: { cookie } }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode === 200));
    });
    out.on('error', () => resolve(false));
    out.end();
  });
}

function open(cookie, page) {
  let asking = false;
  let again = false;
  // As the page's own store does: what is asked while an answer is on its way is asked once more.
  const ask = async () => {
    again = true;
    if (asking) return;
    asking = true;
    while (again) {
      again = false;
      if (await readList(cookie)) told.read.push(Date.now());
      else told.failed++;
    }
    asking = false;
  };
  return new Promise((resolve) =>
    openPage(() => url, cookie, {
      heard: () => undefined,
      changed({ kind, id }) {
        if (kind !== 'alert') return;
        told.heard.push({ id, page, at: Date.now() });
        void ask();
      },
      anew: resolve,
    }),
  );
}

const left = [...cookies];
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let cookie = left.pop(); cookie; cookie = left.pop()) await open(cookie, left.length);
  }),
);
process.send({ open: cookies.length });
process.on('message', () => {
  process.send(told);
  told = { heard: [], read: [], failed: 0 };
});
process.on('disconnect', () => process.exit(0));
