import { describe, expect, it, jest } from '@jest/globals';
import type { LaneEvent, Panel, SeriesView } from '../api/types.js';
import { besidePanels, datedWords, eventsOn, firstTold, markedEvents, withWords } from './lane-events.js';

/** A day of another year says so: what is said here is said in this one. */
jest.useFakeTimers({ now: Date.parse('2026-11-20T12:00:00Z') });

const event = (kind: LaneEvent['kind'], on: string, more: Partial<LaneEvent> = {}): LaneEvent => ({
  kind,
  on,
  until: null,
  label: 'x',
  sentence: null,
  ...more,
});

describe('what happened', () => {
  it.each([
    ['dose.started', { medication: 'Pregabalin', dose: '75 mg' }, 'Pregabalin 75 mg', 'Pregabalin 75 mg'],
    ['dose.started', { medication: 'Pregabalin', dose: '' }, 'Pregabalin', 'Pregabalin'],
    [
      'dose.changed',
      { medication: 'Pregabalin', from: '75 mg', to: '150 mg twice daily' },
      'Pregabalin 75 mg → 150 mg twice daily',
      'Pregabalin: 150 mg twice daily, was 75 mg',
    ],
    ['dose.stopped', { medication: 'Pregabalin' }, 'Pregabalin stopped', 'Pregabalin: stopped'],
  ])('%s with %j', (key, facts, clinician, plain) => {
    const said = (audience: 'clinician' | 'patient' | 'caregiver') =>
      withWords([event('dose', '2026-11-01', { sentence: { key, facts } })], audience)[0]!.label;
    expect([said('clinician'), said('patient'), said('caregiver')]).toEqual([clinician, plain, plain]);
  });

  it('has a mark of its own, but for the sprint that has its bracket', () => {
    const [now, before] = [event('sprint', '2026-11-01'), event('sprint', '2026-09-01')];
    const view = {
      events: [before, now, event('visit', '2026-11-01')],
      sprint: { startsOn: '2026-11-01' },
    } as SeriesView;
    expect(markedEvents(view).map(({ kind, on }) => `${kind} ${on}`)).toEqual([
      'sprint 2026-09-01',
      'visit 2026-11-01',
    ]);
    expect(markedEvents({ ...view, sprint: null })).toHaveLength(3);
  });

  it('has no mark where a panel shows it', () => {
    const events = [event('peg', '2026-11-01'), event('dose', '2026-11-01')];
    const kinds = (...metrics: ('steps' | 'pegScore')[]) =>
      besidePanels(
        events,
        metrics.map((metric) => ({ metric })),
      ).map(({ kind }) => kind);
    expect(kinds('steps')).toEqual(['peg', 'dose']);
    expect(kinds('steps', 'pegScore')).toEqual(['dose']);
  });

  it('is said of each day that it lasts, a sprint on its first alone', () => {
    const events = [
      event('sprint', '2026-11-01', { until: '2026-12-01', label: 'Walk' }),
      event('procedure', '2026-11-02', { until: '2026-11-03', label: 'Injection' }),
      event('flare', '2026-11-03', { label: 'Flare' }),
    ];
    const days = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'];
    expect(days.map((day) => eventsOn(events, day))).toEqual([
      'Sprint: Walk',
      'Procedure: Injection',
      'Procedure: Injection; Flare',
      '',
    ]);
  });

  it('is named once, with its day or days: a PEG by its value, not "PEG: PEG"', () => {
    const sentence = { key: 'peg.answered', facts: { score: 13 / 3 } };
    const events = [
      event('peg', '2026-11-10', { label: 'PEG', sentence }),
      event('flare', '2026-11-10', { label: 'Flare', until: '2026-11-12' }),
      event('dose', '2026-11-10', { label: 'Pregabalin 75 mg', until: '2026-11-10' }),
    ];
    expect(withWords(events, 'clinician').map(datedWords)).toEqual([
      'PEG 4.3 out of 10, Tue 10 Nov',
      'Flare, 10 Nov – 12 Nov',
      'Dose: Pregabalin 75 mg, Tue 10 Nov',
    ]);
    expect(eventsOn(withWords(events.slice(0, 1), 'patient'), '2026-11-10')).toBe('Your week with pain: 4.3 out of 10');
  });

  it('is told from the first day on of which something is known', () => {
    const days = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'];
    const panel = (...states: Panel['days'][number]['state'][]) =>
      ({ days: states.map((state) => ({ state })) }) as Panel;
    const late = panel('notYet', 'notYet', 'notYet', 'ok');
    expect(firstTold({ days, events: [] }, [late])).toBe(3);
    expect(firstTold({ days, events: [] }, [late, panel('notYet', 'notYet', 'notWorn', 'ok')])).toBe(2);
    expect(firstTold({ days, events: [event('visit', '2026-11-02')] }, [late])).toBe(1);
    expect(firstTold({ days, events: [] }, [panel('ok', 'ok', 'ok', 'ok')])).toBe(0);
  });
});
