import { expect, it } from '@jest/globals';
import { namesIn } from './entry-names.js';

it('entries name each other by fullUrl, and by type and id among those of one server', () => {
  const [own, other] = ['http://a.example/fhir/', 'http://b.example/'];
  const urls = [`${own}Observation/1`, `${own}Observation/2`, `${other}Observation/1`, 'urn:uuid:x', undefined];
  const at = namesIn(urls);
  const absolute = urls.flatMap((url, i) => (url === undefined ? [] : [[url, i]]));
  const relative = [
    ['Observation/1', 0],
    ['Observation/2', 1],
  ];
  expect([...at(1)]).toEqual([...absolute, ...relative]);
  expect([...at(2)]).toEqual([...absolute, ['Observation/1', 2]]);
  // Relative to what, nobody knows.
  for (const place of [3, 4]) expect([...at(place)]).toEqual(absolute);
});
