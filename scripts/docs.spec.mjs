import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { root } from '../bin/node24.mjs';

const CODE = /`((?:src|test|web|scripts|bench|docker|docs)\/[\w./-]+)`/g;
const LINK = /\]\(([^)#:\s]+)(?:#[^)]*)?\)/g;

it('the pages name and link only files that are there', () => {
  const pages = globSync(['*.md', '{docs,src,web/src,test,bench,docker,fhir}/**/*.md'], { cwd: root });
  expect(pages.length).toBeGreaterThan(50);
  const lost = pages.flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8');
    const named = [...text.matchAll(CODE)].map(([, path]) => path);
    const linked = [...text.matchAll(LINK)].map(([, path]) => join(dirname(page), path));
    return [...named, ...linked].filter((path) => !existsSync(join(root, path))).map((path) => `${page}: ${path}`);
  });
  expect(lost).toEqual([]);
});
