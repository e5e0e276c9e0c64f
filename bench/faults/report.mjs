/** The page about the faults: what was done to the system, what it must do then, what was seen. */
export function writeReport(played, command) {
  return `# Faults, played long

\`npm run bench -- ${command} --report <this file>\` writes this page. What goes wrong, and what must become of it, is a table that we made
before we wrote the code; the numbers are its. Each fault is played by \`test/support/faults\`: a few times by the tests of every change, and
many times here. Everything is real: PostgreSQL, processes that are killed with SIGKILL, sockets, Chromium. Two cores carry the nodes, the
database, the pages and whoever plays.

${played
  .map(
    ({ fault, title, demand, figures, seconds }) => `## ${fault}: ${title}

${demand} (${seconds} s)

| what | seen | demanded |
| --- | --- | --- |
${figures.map(({ what, seen, limit = '', isBroken }) => `| ${what} | ${seen} | ${limit}${isBroken ? ' **not met**' : ''} |`).join('\n')}
`,
  )
  .join('\n')}`;
}
