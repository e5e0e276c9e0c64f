/**
 * Who may know whom. `npm run deps` checks it; each comment says what to do instead.
 * Tests may look into their own room and into test/support.
 */
const TEST = '\\.(spec|testkit)\\.tsx?$';
const npm = (name) => `(^|/)node_modules/${name}/`;

const forbid = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { pathNot: TEST, ...from },
  to,
});

/** A pure room: itself, the rooms listed, and npm packages on the list. No Node, no Nest, no database, no clock. */
const pure = (room, rooms, packages = []) => {
  const own = [room, ...rooms].map((r) => `^src/${r}/`);
  const allowed = packages.map(npm);
  return forbid(
    `${room}-is-pure`,
    `src/${room} is pure: facts in, answer out. Let the caller read data, time and settings and hand them in as arguments.`,
    { path: `^src/${room}/` },
    { pathNot: [...own, ...allowed] },
  );
};

module.exports = {
  forbidden: [
    forbid(
      'no-cycles',
      'Two files that need each other are one file, or need a third that both import: move the shared part there. (A cycle with a type-only import in it is gone at run time and may stay.)',
      { pathNot: undefined },
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    pure('metrics', [], ['temporal-polyfill']),
    pure('detection', ['metrics'], ['temporal-polyfill']),
    pure('instruments', ['metrics'], ['zod']),
    forbid(
      'platform-knows-no-module',
      'platform is plumbing under all modules. Put what is about one clinical word into its module, and let that module call platform.',
      { path: '^src/platform/' },
      { path: '^src/', pathNot: '^src/(platform|metrics)/' },
    ),
    forbid(
      'modules-meet-at-the-door',
      "Import another module through its index.ts; if what you need is not there, export it there (that makes it a promise), or ask for an act in that module's words.",
      { path: '^src/modules/([^/]+)/' },
      { path: '^src/modules/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index\\.ts$'] },
    ),
    forbid(
      'outsiders-use-the-door',
      'cli, main and the app import a module through its index.ts only.',
      { path: '^src/([^/]+\\.ts$|cli/)' },
      { path: '^src/modules/', pathNot: '^src/modules/[^/]+/index\\.ts$' },
    ),
    forbid(
      'nobody-imports-fhir',
      'fhir renders what modules own; modules must work without it. Move what both need into the module that owns the word, or into metrics.',
      { path: '^src/', pathNot: [TEST, '^src/modules/fhir/', '^src/app\\.module\\.ts$'] },
      { path: '^src/modules/fhir/' },
    ),
    forbid(
      'only-trends-knows-detection',
      'Ask the trends module: it owns when and on which days detection runs. For a type, take it from the door of trends.',
      { path: '^src/', pathNot: [TEST, '^src/modules/trends/', '^src/detection/'] },
      { path: '^src/detection/' },
    ),
    forbid(
      'modules-know-plumbing-and-words',
      'A module may import other doors, platform, metrics and instruments; nothing of cli or main.',
      { path: '^src/modules/' },
      { path: '^src/', pathNot: '^src/(modules|platform|metrics|instruments|detection)/' },
    ),
    forbid(
      'typeorm-in-its-place',
      'Queries live in *.repository.ts and entities in *.entity.ts: name what you want to know as a function there, and call it.',
      { path: '^src/', pathNot: [TEST, '\\.(entity|repository)\\.ts$', '^src/platform/database/'] },
      { path: npm('typeorm') },
    ),
    forbid(
      'pg-in-its-place',
      'The database is entered through platform/database, where the clinic is set. Use database.inClinic and query in a repository.',
      {
        path: '^src/',
        pathNot: [
          TEST,
          '^src/platform/database/',
          '^src/platform/sockets/',
          '^src/platform/auth/auth-pool\\.ts$',
          '^src/cli/find-clinic\\.ts$',
        ],
      },
      { path: npm('pg') },
    ),
    forbid(
      'livekit-behind-the-port',
      'Talk to the port VideoRoom: visits must work without LiveKit. Only visits/livekit-*.ts may know its SDK.',
      { path: '^src/', pathNot: [TEST, '^src/modules/visits/livekit-[^/]+\\.ts$'] },
      { path: npm('livekit-server-sdk') },
    ),
    forbid(
      'web-knows-words-only',
      'The web speaks to the server through the API. From src it may import metrics and instruments, which are pure.',
      { path: '^web/', pathNot: TEST },
      { path: '^src/', pathNot: '^src/(metrics|instruments)/' },
    ),
    forbid(
      'server-knows-no-web',
      'The server never imports the web app: it serves its built files.',
      { path: '^src/' },
      { path: '^web/' },
    ),
    forbid(
      'no-test-code-in-the-house',
      'What tests need lives in *.spec.ts, *.testkit.ts or test/support; move it out of there if the house needs it.',
      { path: '^(src|web)/' },
      { path: ['^test/', TEST] },
    ),
    forbid(
      'resolvable',
      'This import leads nowhere: correct the path (ours end in .js) or add the package to package.json.',
      { pathNot: undefined },
      { couldNotResolve: true },
    ),
    forbid(
      'runtime-dependencies-only',
      'The running server is installed without devDependencies: move the package to dependencies, or import its types only.',
      { path: '^src/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: npm('@types') },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
