import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayInBerlin, says, worn } from './day.testkit.js';

const DAY = '2026-01-15';
/** A clock time of that day in Berlin, in winter. */
const at = (time: string, day = DAY) => `${day}T${time}:00+01:00`;
const wholeDay = [at('00:00'), at('00:00', '2026-01-16')] as const;

describe('steps of two devices', () => {
  const watch = says('watch', 'steps', 4000, at('08:00'), at('12:00'));
  const phone = says('phone', 'steps', 6000, at('10:00'), at('16:00'));

  it('are never counted twice: the wrist comes first, the phone fills what it left', () => {
    const { steps } = dayInBerlin(DAY, [phone, watch]);
    expect(steps!.value).toBe(4000 + 4000);
    expect(steps!.device).toBe('my watch');
    expect(steps!.sources).toEqual([
      expect.objectContaining({ label: 'my watch', value: 4000, counted: 4000 }),
      expect.objectContaining({ label: 'my phone', value: 6000, counted: 4000 }),
    ]);
  });

  it('are mostly of the one that counts most: a watch tried for an hour is no change of device', () => {
    const tried = says('watch', 'steps', 612, at('08:00'), at('09:00'));
    const usual = says('phone', 'steps', 5400, at('09:00'), at('20:00'));
    expect(dayInBerlin(DAY, [tried, usual]).steps!.device).toBe('my phone');
  });

  it('give the same day in whatever order they arrive', () => {
    const all = [
      watch,
      phone,
      says('file', 'steps', 900, at('07:00'), at('13:00')),
      says('watch', 'steps', 50, at('09:00'), at('09:30')),
    ];
    const expected = dayInBerlin(DAY, all);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(dayInBerlin(DAY, shuffled).steps!.value).toBeCloseTo(expected.steps!.value!, 6);
        expect(dayInBerlin(DAY, shuffled).steps!.device).toBe(expected.steps!.device);
      }),
    );
  });

  it('add up, source by source, to the value of the day', () => {
    const kind = fc.constantFrom('watch', 'phone', 'file', 'other') as fc.Arbitrary<
      'watch' | 'phone' | 'file' | 'other'
    >;
    const start = Date.parse(at('00:00'));
    const interval = fc
      .tuple(kind, fc.integer({ min: 0, max: 1300 }), fc.integer({ min: 1, max: 139 }), fc.nat(3000))
      .map(([k, from, length, value]) =>
        says(k, 'steps', value, start + from * 60_000, start + (from + length) * 60_000),
      );
    const total = fc.tuple(kind, fc.nat(20_000)).map(([k, value]) => says(k, 'steps', value, ...wholeDay));
    const some = fc
      .tuple(fc.array(interval, { maxLength: 12 }), fc.array(total, { maxLength: 2 }))
      .map((two) => two.flat());
    fc.assert(
      fc.property(some, (all) => {
        const { steps } = dayInBerlin(DAY, all);
        if (!steps) return void expect(all).toEqual([]);
        const byParts = steps.sources.reduce((sum, source) => sum + source.counted, 0);
        expect(byParts).toBeCloseTo(steps.value!, 3);
        const plain = all.reduce((sum, o) => sum + o.value, 0);
        expect(steps.value!).toBeLessThanOrEqual(plain + 1e-6);
      }),
    );
  });
});

describe('totals of a day', () => {
  const total = says('watch', 'steps', 7390, ...wholeDay);
  const minutes = [
    says('watch', 'steps', 2000, at('08:00'), at('09:00')),
    says('watch', 'steps', 940, at('17:00'), at('18:00')),
  ];

  it('are the truth where the same device also gives its minutes, and the difference is told', () => {
    const { steps } = dayInBerlin(DAY, [...minutes, total]);
    expect(steps!.value).toBe(7390);
    expect(steps!.sources).toEqual([
      { sourceId: 1, label: 'my watch', value: 7390, counted: 7390, totalMinusIntervals: 4450 },
    ]);
  });

  it('are joined by what another device saw in minutes that this one has not', () => {
    const phone = says('phone', 'steps', 600, at('08:30'), at('09:30'));
    const { steps } = dayInBerlin(DAY, [...minutes, { ...total, value: 2940 }, phone]);
    expect(steps!.value).toBe(2940 + 300);
    expect(steps!.counted.get(phone.id)).toBe(300);
  });

  it('that hold more than their minutes show may hold the same steps: another device adds what is beyond', () => {
    const phone = says('phone', 'steps', 600, at('08:30'), at('09:30'));
    expect(dayInBerlin(DAY, [...minutes, total, phone]).steps!.value).toBe(7390);
    expect(dayInBerlin(DAY, [...minutes, { ...total, value: 3040 }, phone]).steps!.value).toBe(3040 + 200);
  });

  it('that end before the day does are joined by what comes after', () => {
    const until = says('watch', 'steps', 3000, at('00:00'), at('21:00'));
    const evening = says('watch', 'steps', 400, at('20:30'), at('21:30'));
    const phone = says('phone', 'steps', 90, at('22:00'), at('22:30'));
    expect(dayInBerlin(DAY, [until, evening, phone]).steps!.value).toBe(3000 + 200 + 90);
  });

  it('counted in the morning give way to the minutes that came after', () => {
    const morning = says('watch', 'steps', 800, at('08:30'));
    expect(dayInBerlin(DAY, [morning, ...minutes]).steps!.value).toBe(2940);
  });

  it('stand alone where nobody knows which minutes they hold', () => {
    const phone = says('phone', 'steps', 600, at('08:30'), at('09:30'));
    expect(dayInBerlin(DAY, [total, phone]).steps!.value).toBe(7390);
  });

  it('of a phone do not overrule a watch that saw more', () => {
    const phone = says('phone', 'steps', 1500, ...wholeDay);
    expect(dayInBerlin(DAY, [...minutes, phone]).steps!.value).toBe(2940);
  });

  it('of a phone stand where they hold more than the watch saw', () => {
    const phone = says('phone', 'steps', 9000, ...wholeDay);
    expect(dayInBerlin(DAY, [...minutes, phone]).steps!.value).toBe(9000);
  });

  it('of two devices are not added', () => {
    expect(dayInBerlin(DAY, [total, says('phone', 'steps', 8000, ...wholeDay)]).steps!.value).toBe(7390);
  });

  it("of a vendor's UTC day belong to the one civil day that holds their middle", () => {
    const utc = says('watch', 'steps', 5000, '2026-01-15T00:00:00Z', '2026-01-16T00:00:00Z');
    expect(dayInBerlin('2026-01-15', [utc]).steps!.value).toBe(5000);
    expect(dayInBerlin('2026-01-14', [utc]).steps).toBeUndefined();
    expect(dayInBerlin('2026-01-16', [utc]).steps).toBeUndefined();
    const eastern = says('watch', 'steps', 5000, '2026-01-14T15:00:00Z', '2026-01-15T15:00:00Z');
    expect(dayInBerlin('2026-01-15', [eastern]).steps!.value).toBe(5000);
    expect(dayInBerlin('2026-01-14', [eastern]).steps).toBeUndefined();
  });

  it('of several days count for none of them, and a total of thirty hours still counts', () => {
    const lasting = (hours: number) => {
      const middle = Date.parse(at('12:00'));
      return says('watch', 'steps', 5000, middle - hours * 1_800_000, middle + hours * 1_800_000);
    };
    expect(dayInBerlin(DAY, [lasting(30)]).steps!.value).toBe(5000);
    for (const hours of [31, 48, 24 * 7])
      for (const day of ['2026-01-14', DAY, '2026-01-16'])
        expect(dayInBerlin(day, [lasting(hours)]).steps).toBeUndefined();
    expect(dayInBerlin(DAY, [total, lasting(48)]).steps!.value).toBe(7390);
  });

  it('told several times a day as a running count: the last one is the day', () => {
    const counter = [
      says('watch', 'steps', 800, at('09:00')),
      says('watch', 'steps', 3100, at('14:00')),
      says('watch', 'steps', 6200, at('21:00')),
    ];
    expect(dayInBerlin(DAY, counter).steps!.value).toBe(6200);
    expect(dayInBerlin(DAY, [...counter, says('watch', 'steps', 6500, ...wholeDay)]).steps!.value).toBe(6500);
  });
});

describe('a day need not have 24 hours', () => {
  it.each([
    ['2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 23],
    ['2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 25],
  ])('%s', (day, start, end, hours) => {
    expect((Date.parse(end) - Date.parse(start)) / 3_600_000).toBe(hours);
    expect(dayInBerlin(day, [says('watch', 'steps', 4321, start, end)]).steps!.value).toBe(4321);
    const around = says('watch', 'steps', 100, Date.parse(end) - 30 * 60_000, Date.parse(end) + 30 * 60_000);
    expect(dayInBerlin(day, [around]).steps!.value).toBe(50);
    const hourly = Array.from({ length: hours }, (_, i) =>
      says('watch', 'steps', 100, Date.parse(start) + i * 3_600_000, Date.parse(start) + (i + 1) * 3_600_000),
    );
    expect(dayInBerlin(day, hourly).steps!.value).toBe(hours * 100);
    const allDay = dayInBerlin(day, [...hourly, ...worn(start, end)]).steps!;
    expect([allDay.wearMinutes, allDay.coverage]).toEqual([hours * 60, 1]);
  });
});

describe('sleep', () => {
  const night = says('watch', 'sleepDuration', 7.2, at('22:30', '2026-01-14'), at('06:30'));

  it('belongs to the day on which the person woke, whole', () => {
    expect(dayInBerlin(DAY, [night]).sleepDuration!.value).toBeCloseTo(7.2);
    expect(dayInBerlin('2026-01-14', [night]).sleepDuration).toBeUndefined();
  });

  it('grows by a nap', () => {
    const nap = says('watch', 'sleepDuration', 0.5, at('14:00'), at('14:40'));
    expect(dayInBerlin(DAY, [night, nap]).sleepDuration!.value).toBeCloseTo(7.7);
  });

  it('seen by two devices is slept once', () => {
    const bed = says('phone', 'sleepDuration', 8, at('22:00', '2026-01-14'), at('06:00'));
    const { value } = dayInBerlin(DAY, [bed, night]).sleepDuration!;
    expect(value).toBeCloseTo(7.2 + 0.5);
  });

  it('that ends at midnight belongs to the day that ended', () => {
    const evening = says('watch', 'sleepDuration', 2, at('21:00'), at('00:00', '2026-01-16'));
    expect(dayInBerlin(DAY, [evening]).sleepDuration!.value).toBe(2);
    expect(dayInBerlin('2026-01-16', [evening]).sleepDuration).toBeUndefined();
  });

  it('given as a moment is a whole night, not nothing', () => {
    expect(dayInBerlin(DAY, [says('watch', 'sleepDuration', 6.5, at('07:00'))]).sleepDuration!.value).toBe(6.5);
  });

  it('given for a civil day counts whole', () => {
    expect(dayInBerlin(DAY, [says('watch', 'sleepDuration', 6.5, ...wholeDay)]).sleepDuration!.value).toBeCloseTo(6.5);
  });

  it('is no activity: a short night says nothing of wear', () => {
    expect(dayInBerlin(DAY, [night, ...worn(at('22:30', '2026-01-14'), at('06:30'))]).sleepDuration).toMatchObject({
      state: 'ok',
      wearMinutes: null,
    });
  });
});

describe('wear', () => {
  const few = says('watch', 'steps', 900, at('09:00'), at('20:00'));

  it('of less than ten hours says nothing about activity', () => {
    expect(dayInBerlin(DAY, [few, ...worn(at('09:00'), at('12:00'))]).steps).toMatchObject({
      state: 'notWorn',
      wearMinutes: 3 * 60 + 59,
      value: 900,
    });
  });

  it('of a whole day makes a low day truly low', () => {
    expect(dayInBerlin(DAY, [few, ...worn(at('07:00'), at('22:00'))]).steps).toMatchObject({ state: 'ok', value: 900 });
  });

  it('bridges gaps of up to an hour and no more', () => {
    const beats = ['08:00', '08:50', '12:00'].map((time) => says('watch', 'heartRate', 70, at(time)));
    expect(dayInBerlin(DAY, [few, ...beats]).steps!.wearMinutes).toBe(50 + 60 + 60);
  });

  it('without a sensor: no steps at all means not worn, few steps are few', () => {
    expect(dayInBerlin(DAY, [says('watch', 'steps', 0, ...wholeDay)]).steps).toMatchObject({
      state: 'notWorn',
      wearMinutes: null,
    });
    expect(dayInBerlin(DAY, [says('watch', 'steps', 12, ...wholeDay)]).steps).toMatchObject({
      state: 'ok',
      wearMinutes: null,
    });
  });

  it('is asked of the day only, not of the days around', () => {
    const before = worn(at('00:00', '2026-01-14'), at('22:00', '2026-01-14'));
    expect(dayInBerlin(DAY, [few, ...before]).steps).toMatchObject({ wearMinutes: null, state: 'ok' });
  });
});

describe('one value for a day', () => {
  it('of pain is the mean of what was said', () => {
    const { painIntensity } = dayInBerlin(DAY, [
      says('form', 'painIntensity', 4, at('08:00')),
      says('form', 'painIntensity', 7, at('20:00')),
    ]);
    expect(painIntensity).toMatchObject({ value: 5.5, wearMinutes: null, coverage: null, state: 'ok', late: false });
  });

  it('of a questionnaire is the last one', () => {
    const { pegScore } = dayInBerlin(DAY, [
      says('form', 'pegScore', 6.3, at('20:00')),
      says('form', 'pegScore', 4, at('08:00')),
    ]);
    expect(pegScore!.value).toBe(6.3);
  });

  it('said two days late is marked so', () => {
    const receivedMs = Date.parse(at('00:00', '2026-01-16')) + 48 * 3_600_000 + 1;
    const diary = says('form', 'mood', 4, at('20:00'), at('20:00'), { receivedMs });
    expect(dayInBerlin(DAY, [diary]).mood!.late).toBe(true);
    expect(dayInBerlin(DAY, [diary, says('form', 'mood', 5, at('21:00'))]).mood!.late).toBe(false);
  });

  it('brought along from before the monitoring is history, not late', () => {
    const receivedMs = Date.parse(at('00:00', '2026-02-16'));
    const diary = says('form', 'mood', 4, at('20:00'), at('20:00'), { receivedMs });
    expect(dayInBerlin(DAY, [diary], { monitoredSinceMs: receivedMs }).mood!.late).toBe(false);
    expect(dayInBerlin(DAY, [diary], { monitoredSinceMs: Date.parse(at('00:00')) }).mood!.late).toBe(true);
  });

  it('of another day does not count', () => {
    expect(dayInBerlin(DAY, [says('form', 'mood', 4, at('00:00', '2026-01-16'))]).mood).toBeUndefined();
    expect(dayInBerlin(DAY, [says('form', 'mood', 4, at('00:00'))]).mood!.value).toBe(4);
  });
});

describe('the order of arrival', () => {
  const hour = ['2026-11-10T09:00:00Z', '2026-11-10T10:00:00Z'] as const;
  const first = { sourceId: 1, device: 'watch A', receivedMs: 1 };
  const second = { sourceId: 2, device: 'watch B', receivedMs: 2 };

  it.each(['steps', 'restingHeartRate'] as const)(
    'does not decide which of two equal devices counts (%s)',
    (metric) => {
      const end = metric === 'steps' ? hour[1] : hour[0];
      const valueOf = (a: object, b: object) =>
        dayInBerlin('2026-11-10', [
          says('watch', metric, 60, hour[0], end, a),
          says('watch', metric, 90, hour[0], end, b),
        ])[metric]?.value;
      const swapped = valueOf({ ...first, sourceId: 2, receivedMs: 2 }, { ...second, sourceId: 1, receivedMs: 1 });
      expect(valueOf(first, second)).toBe(swapped);
    },
  );
});
