import { describe, expect, it } from '@jest/globals';
import { type Course, decideCategory, type ReviewFacts } from './decide-category.js';

const of = (course: Course, aboutData = false) => ({ course, aboutData });
const someone = (change: Partial<ReviewFacts> = {}): ReviewFacts => ({
  monitored: true,
  concerns: [],
  course: 'steady',
  daysHere: 200,
  daysSilent: 0,
  ...change,
});

describe('this week', () => {
  it.each<[string, Partial<ReviewFacts>, string]>([
    ['nothing to say', {}, 'steady'],
    ['getting worse, nobody asked for it yet', { course: 'worse' }, 'worse'],
    ['an open concern after the course has turned', { concerns: [of('worse')], course: 'steady' }, 'worse'],
    ['worse comes before a plateau', { concerns: [of('plateau'), of('worse')] }, 'worse'],
    ['levelled off', { course: 'plateau' }, 'plateau'],
    ['levelled off, and a decision is due', { concerns: [of('none'), of('plateau')] }, 'plateau'],
    ['only a decision is due', { concerns: [of('none')], course: 'improving' }, 'due'],
    ['a decision is due though nothing arrives', { concerns: [of('none'), of('none', true)] }, 'due'],
    ['improving', { course: 'improving' }, 'improving'],
    ['reached a goal', { concerns: [of('improving')], course: 'steady' }, 'improving'],
    ['better, but nothing arrives', { concerns: [of('improving'), of('none', true)] }, 'no-data'],
    ['better, as of a week ago', { course: 'improving', daysSilent: 7 }, 'no-data'],
    ['worse, as of a week ago', { course: 'worse', daysSilent: 7 }, 'no-data'],
    ['worse, and somebody still has to look', { concerns: [of('worse')], daysSilent: 30 }, 'worse'],
    ['six days of silence', { course: 'improving', daysSilent: 6 }, 'improving'],
    ['four weeks here and still nothing known', { course: 'none', daysHere: 28 }, 'no-data'],
    ['new', { course: 'none', daysHere: 27 }, 'new'],
    ['new, and nothing came yet', { course: 'none', daysHere: 3, daysSilent: null }, 'new'],
    ['withdrew consent', { monitored: false, course: 'worse' }, 'on-hold'],
    ['moved away, with a decision open', { monitored: false, concerns: [of('none')] }, 'on-hold'],
    ['moved away, and a red flag is open', { monitored: false, concerns: [of('urgent')] }, 'worse'],
  ])('%s', (_name, change, category) => {
    expect(decideCategory(someone(change))).toBe(category);
  });
});

describe('a week that is over', () => {
  it.each<[string, Partial<ReviewFacts>, string]>([
    ['is told by its concerns', { concerns: [of('worse')] }, 'worse'],
    ['good news', { concerns: [of('improving')] }, 'improving'],
    ['new then', { daysHere: 10 }, 'new'],
    ['without any concern', {}, 'steady'],
  ])('%s', (_name, change, category) => {
    expect(decideCategory(someone({ course: null, daysSilent: null, ...change }))).toBe(category);
  });
});
