import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DayObservation } from '../observations.repository.js';
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
  const long = says('watch', 'sleepDuration', 7.5, at('23:00', '2026-01-14'), at('06:30'));
  const PHONE = { sourceId: 2, device: 'my phone', kind: 'phone' } as const;

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

  it.each<[string, DayObservation[], number]>([
    ['and with its times', [long], 7.5],
    ['and with its times, which come to less', [{ ...long, value: 7.2 }], 7.5],
    ['and a phone tells it with its times', [{ ...long, ...PHONE }], 7.5],
    ['and a phone saw more of it', [{ ...long, value: 8, ...PHONE }], 7.5],
  ])('told for a civil day %s is slept once', (_name, others, expected) => {
    const told = says('watch', 'sleepDuration', 7.5, ...wholeDay);
    for (const all of [
      [told, ...others],
      [...others, told],
    ])
      expect(dayInBerlin(DAY, all).sleepDuration!.value).toBeCloseTo(expected, 6);
  });

  it('told for a civil day by a phone gives way to the night of the watch, and the evening before is not added', () => {
    const told = says('phone', 'sleepDuration', 7, ...wholeDay);
    const { value, sources } = dayInBerlin(DAY, [told, long]).sleepDuration!;
    expect(value).toBeCloseTo(7.5, 6);
    expect(sources.map(({ label, counted }) => [label, counted])).toEqual([
      ['my watch', expect.closeTo(7.5, 6)],
      ['my phone', 0],
    ]);
  });

  it('told twice shows the difference', () => {
    const told = says('watch', 'sleepDuration', 7.5, ...wholeDay);
    const { sources } = dayInBerlin(DAY, [told, { ...long, value: 7 }]).sleepDuration!;
    expect(sources).toEqual([
      { sourceId: 1, label: 'my watch', value: 7.5, counted: 7.5, totalMinusIntervals: expect.closeTo(0.5, 6) },
    ]);
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
      wearMinutes: 3 * 60,
      value: 900,
    });
  });

  it('of a whole day makes a low day truly low', () => {
    expect(dayInBerlin(DAY, [few, ...worn(at('07:00'), at('22:00'))]).steps).toMatchObject({ state: 'ok', value: 900 });
  });

  const beatsAt = (...times: string[]) => times.map((time) => says('watch', 'heartRate', 70, at(time)));
  const everyMinutes = (step: number, from: string, to: string) => {
    const [start, end] = [Date.parse(at(from)), Date.parse(at(to))];
    return Array.from({ length: (end - start) / (step * 60_000) }, (_, i) =>
      says('watch', 'heartRate', 70, start + i * step * 60_000),
    );
  };
  const allDay = says('watch', 'steps', 8000, ...wholeDay);

  it.each<[string, DayObservation[], number | null]>([
    ['ten minutes are ten', [...worn(at('09:00'), at('09:10'))], 10],
    [
      'a break of two hours was a break',
      [...worn(at('07:00'), at('12:00')), ...worn(at('14:00'), at('18:00'))],
      9 * 60,
    ],
    [
      'a gap of a quarter is none, a longer one is',
      [...worn(at('07:00'), at('12:00')), ...worn(at('12:14'), at('14:00')), ...worn(at('14:40'), at('15:00'))],
      7 * 60 + 20,
    ],
    ['a sensor that measures every half hour', everyMinutes(30, '08:00', '20:00'), 12 * 60],
    [
      'a workout of every second does not shorten the rest, up to the last sample',
      [...everyMinutes(5, '08:00', '20:00'), ...everyMinutes(1 / 60, '17:00', '17:05')],
      12 * 60 - 5,
    ],
    ['hours told as means', [says('watch', 'heartRate', 70, at('09:00'), at('10:00'))], 60],
    ['a pulse now and then says nothing of the time between', beatsAt('08:00', '08:50', '12:00', '19:00'), null],
    ['one pulse says nothing', beatsAt('10:00'), null],
  ])('in minutes: %s', (_name, beats, expected) => {
    expect(dayInBerlin(DAY, [allDay, ...beats]).steps!.wearMinutes).toBe(expected);
  });

  it('is that of the device that counts the steps: a pulse taken at the clinic says nothing of a pedometer', () => {
    const cuff = { sourceId: 9, device: 'Clinic BP Cuff' };
    const pulse = says('other', 'heartRate', 72, at('10:00'), at('10:00'), cuff);
    const monitor = worn(at('10:00'), at('11:00')).map((o) => ({ ...o, ...cuff, kind: 'other' as const }));
    for (const others of [[pulse], monitor])
      expect(dayInBerlin(DAY, [allDay, ...others]).steps).toMatchObject({
        state: 'ok',
        wearMinutes: null,
        coverage: null,
        value: 8000,
      });
  });

  it('of a chest strap that counts no steps adds nothing to that of the watch', () => {
    const strap = worn(at('09:00'), at('21:00')).map((o) => ({ ...o, sourceId: 9, device: 'strap' }));
    expect(dayInBerlin(DAY, [allDay, ...worn(at('09:00'), at('12:00')), ...strap]).steps).toMatchObject({
      state: 'notWorn',
      wearMinutes: 3 * 60,
    });
  });

  it('is proved by steps, too: who walks wears what counts', () => {
    const hours = Array.from({ length: 12 }, (_, i) =>
      says(
        'watch',
        'steps',
        700,
        Date.parse(at('08:00')) + i * 3_600_000,
        Date.parse(at('08:00')) + (i + 1) * 3_600_000,
      ),
    );
    expect(dayInBerlin(DAY, [...hours, ...worn(at('08:30'), at('09:30'))]).steps).toMatchObject({
      state: 'ok',
      wearMinutes: 12 * 60,
    });
  });

  it('of a watch on the table does not take away the day that a phone counted', () => {
    const phone = says('phone', 'steps', 6000, at('10:00'), at('20:00'));
    const tried = says('watch', 'steps', 50, at('09:00'), at('09:10'));
    expect(dayInBerlin(DAY, [phone, tried, ...worn(at('09:00'), at('09:10'))]).steps).toMatchObject({
      state: 'ok',
      wearMinutes: null,
      value: 6050,
    });
  });

  it.each([
    ['its total', says('watch', 'steps', 8000, at('00:00', '2026-01-14'), at('00:00'))],
    ['the last hour', says('watch', 'steps', 40, at('23:00', '2026-01-14'), at('00:00'))],
  ])('of a watch that lay somewhere all day is not proved by %s of the day before', (_, before) => {
    const phone = says('phone', 'steps', 6000, at('10:00'), at('20:00'));
    const nought = says('watch', 'steps', 0, ...wholeDay);
    expect(dayInBerlin(DAY, [before, nought, phone]).steps).toMatchObject({ value: 6000, state: 'ok' });
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

describe('wear that the maker tells', () => {
  type Kind = 'watch' | 'phone' | 'other';
  const told = (minutes: number, kind: Kind = 'watch') => says(kind, 'wornMinutes', minutes, ...wholeDay);
  const steps = (value = 3000, kind: Kind = 'watch') => says(kind, 'steps', value, ...wholeDay);
  const fromHeart = worn(at('08:00'), at('20:00'));

  it.each<[string, DayObservation[], number | null, string | null, 'ok' | 'notWorn']>([
    ['counts where the device has no heart rates', [told(900), steps()], 900, 'vendor', 'ok'],
    ['below ten hours says nothing about activity', [told(599), steps()], 599, 'vendor', 'notWorn'],
    ['of nought, too', [told(0), steps()], 0, 'vendor', 'notWorn'],
    ['gives way to the heart rates of the device', [told(900), ...fromHeart, steps()], 720, 'heart-rate', 'ok'],
    [
      'counts where a pulse was taken now and then',
      [told(900), says('watch', 'heartRate', 70, at('08:00')), steps()],
      900,
      'vendor',
      'ok',
    ],
    ['of another device than counts the steps says nothing', [told(900), steps(3000, 'phone')], null, null, 'ok'],
    [
      'counts for the device that leads, heart rates of another one or not',
      [told(650, 'other'), ...fromHeart, steps(9000, 'other'), says('watch', 'steps', 20, at('08:00'), at('08:01'))],
      650,
      'vendor',
      'ok',
    ],
    [
      'of a device that spoke for a minute does not stand for the one that leads',
      [told(900), steps(9000, 'phone'), says('watch', 'steps', 20, at('08:00'), at('08:01'))],
      null,
      null,
      'ok',
    ],
    ['of a day without a step is of a day of rest', [told(900), steps(0)], 900, 'vendor', 'ok'],
    ['of two devices is not added up', [told(900), told(800, 'other'), steps()], 900, 'vendor', 'ok'],
    [
      'by parts is their sum',
      [
        says('watch', 'wornMinutes', 300, at('00:00'), at('06:00')),
        says('watch', 'wornMinutes', 310, at('06:00'), at('12:00')),
        steps(),
      ],
      610,
      'vendor',
      'ok',
    ],
  ])('%s', (_name, observations, wearMinutes, wornFrom, state) => {
    const coverage = wearMinutes === null ? null : wearMinutes / 1440;
    const inAnyOrder = fc.shuffledSubarray(observations, { minLength: observations.length });
    const property = fc.property(inAnyOrder, (all) => {
      expect(dayInBerlin(DAY, all).steps).toMatchObject({ wearMinutes, wornFrom, state, coverage });
    });
    fc.assert(property, { numRuns: 10 });
  });

  it.each([
    ['2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00', 1380],
    ['2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00', 1500],
  ])('covers the whole of a day from %s to %s', (start, end, minutes) => {
    const all = [says('watch', 'wornMinutes', minutes, start, end), says('watch', 'steps', 3000, start, end)];
    expect(dayInBerlin(start.slice(0, 10), all).steps).toMatchObject({ wearMinutes: minutes, coverage: 1 });
  });

  it('of a day by another clock is never more than the day has', () => {
    const utc = ['2026-03-29T00:00:00Z', '2026-03-30T00:00:00Z'] as const;
    const all = [says('watch', 'wornMinutes', 1440, ...utc), says('watch', 'steps', 3000, ...utc)];
    expect(dayInBerlin('2026-03-29', all).steps).toMatchObject({ wearMinutes: 1380, coverage: 1 });
  });

  it('is a number of its own, and proves no hour as steps do', () => {
    const hour = says('watch', 'wornMinutes', 60, at('21:00'), at('22:00'));
    const found = dayInBerlin(DAY, [told(900), ...fromHeart, hour]);
    expect(found.wornMinutes).toMatchObject({ value: 900, wearMinutes: 720, wornFrom: 'heart-rate' });
    expect(found.heartRate).toMatchObject({ wearMinutes: 720, wornFrom: 'heart-rate' });
  });

  it('never makes a night or an answer worn', () => {
    const night = says('watch', 'sleepDuration', 7, at('00:00'), at('07:00'));
    const found = dayInBerlin(DAY, [told(900), night, says('form', 'mood', 5, at('20:00'))]);
    for (const metric of ['sleepDuration', 'mood'] as const)
      expect(found[metric]).toMatchObject({ wearMinutes: null, wornFrom: null });
  });
});

describe('heart rate', () => {
  const start = Date.parse(at('08:00'));
  const beats = (kind: 'watch' | 'phone', value: number, stepSeconds: number, count: number, fromMs = start) =>
    Array.from({ length: count }, (_, i) => says(kind, 'heartRate', value, fromMs + i * stepSeconds * 1000));

  it('of two devices is that of the better one, however often the other measures', () => {
    const { heartRate } = dayInBerlin(DAY, [...beats('phone', 90, 10, 60), ...beats('watch', 60, 60, 10)]);
    expect(heartRate).toMatchObject({ value: 60, device: 'my watch' });
    expect(heartRate!.sources).toEqual([
      { sourceId: 1, label: 'my watch', value: 60, counted: 60 },
      { sourceId: 2, label: 'my phone', value: 90, counted: 0 },
    ]);
    expect(heartRate!.hours![8]).toBe(60);
  });

  it('is filled by the other where the better one says nothing', () => {
    const { heartRate } = dayInBerlin(DAY, [...beats('phone', 90, 60, 40), ...beats('watch', 60, 60, 10)]);
    expect(heartRate!.value).toBeCloseTo((10 * 60 + 30 * 90) / 40, 6);
    expect(heartRate!.device).toBe('my phone');
  });

  it('follows the order that somebody chose', () => {
    const all = [...beats('phone', 90, 10, 60), ...beats('watch', 60, 60, 10)];
    const order = new Map([['heartRate' as const, [2]]]);
    expect(dayInBerlin(DAY, all, { order }).heartRate!.value).toBe(90);
  });

  it('counts by time: a workout of every second does not outweigh the day', () => {
    const rest = beats('watch', 60, 300, 132);
    const workout = beats('watch', 150, 1, 599, start + 3_600_000 + 1000);
    const { value } = dayInBerlin(DAY, [...rest, ...workout]).heartRate!;
    expect(value).toBeCloseTo(60 + (90 * 10) / 660, 0);
  });

  it('of an hour told as a mean gives way to the minutes of the same watch', () => {
    const mean = says('watch', 'heartRate', 80, at('08:00'), at('09:00'));
    expect(dayInBerlin(DAY, [mean, ...beats('watch', 60, 60, 30)]).heartRate!.value).toBeCloseTo(70, 6);
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

describe('a day that is added up', () => {
  it('leaves no noise in its hours: 2.1 and 5.85 hours of sleep are 7.95', () => {
    const first = says('watch', 'sleepDuration', 2.1, at('00:00'), at('02:06'));
    const second = says('watch', 'sleepDuration', 5.85, at('02:30'), at('08:21'));
    expect(2.1 + 5.85).not.toBe(7.95);
    const { sleepDuration } = dayInBerlin(DAY, [first, second]);
    expect(sleepDuration).toMatchObject({ value: 7.95, sources: [{ value: 7.95, counted: 7.95 }] });
  });

  it('leaves none of what a conversion has cut either: three times 25 minutes are 1.25 hours', () => {
    const naps = ['01:00', '02:00', '03:00'].map((start) =>
      says('watch', 'sleepDuration', 0.416666666667, at(start), Date.parse(at(start)) + 1_500_000),
    );
    expect(dayInBerlin(DAY, naps).sleepDuration!.value).toBe(1.25);
  });

  it('leaves none in the hours of a day, nor in what one device says more than its minutes', () => {
    const minutes = [0.1, 0.2, 0.3].map((value, i) =>
      says('watch', 'walkingMinutes', value, at(`08:0${i}`), at(`08:0${i + 1}`)),
    );
    const day = dayInBerlin(DAY, [...minutes, says('watch', 'walkingMinutes', 1.7, ...wholeDay)]).walkingMinutes!;
    expect(day.hours![8]).toBe(0.6);
    expect(day.sources[0]!.totalMinusIntervals).toBe(1.1);
  });
});
