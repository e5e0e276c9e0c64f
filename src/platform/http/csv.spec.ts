import { describe, expect, it } from '@jest/globals';
import { csvLine } from './csv.js';

describe('a line of CSV', () => {
  it.each([
    ['plain words and numbers', ['steps', 12.5, null, true], 'steps,12.5,,true\r\n'],
    ['commas, quotes and line ends', ['a,b', 'say "no"', 'two\nlines'], '"a,b","say ""no""","two\nlines"\r\n'],
    ['what a spreadsheet would run', ['=1+1', '@x', '+49', '-x'], "'=1+1,'@x,'+49,'-x\r\n"],
    ['numbers that came as text', ['-5', '-0.25'], '-5,-0.25\r\n'],
  ])('%s', (_name, cells, line) => expect(csvLine(cells)).toBe(line));
});
