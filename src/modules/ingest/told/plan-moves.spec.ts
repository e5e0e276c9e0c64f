import { expect, it } from '@jest/globals';
import { deviceObservation } from '../../observations/index.js';
import { planMoves } from './plan-moves.js';
import { toldKey } from './told-key.js';

const reading = (told: string | null, startMs: number) => ({
  path: '',
  told,
  revisedMs: null,
  contradicts: false,
  observation: deviceObservation({
    patientId: 'p',
    metric: 'steps',
    startMs,
    endMs: startMs + 60_000,
    value: 5,
    source: { system: 'fitbit', device: '', kind: 'watch' },
  }),
});
const key = toldKey('fitbit', 'a');
const plan = (
  owners: Record<string, string[]>,
  now: { told: string | null; at: number }[],
  told: string | null = 'a',
) =>
  planMoves(
    [{ id: 'o', reading: reading(told, 0) }],
    now.map((one) => reading(one.told, one.at)),
    { vendor: 'fitbit', owners: new Map(Object.entries(owners).map(([id, keys]) => [id, new Set(keys)])) },
  );

it.each([
  ['to where it is told now', plan({ o: [key] }, [{ told: 'a', at: 7 }]), [{ to: 7, isShared: false }]],
  ['nowhere when the time never was', plan({ o: [key] }, []), [{ to: null, isShared: false }]],
  ['alone when a neighbour has come', plan({ o: [key, 'b'] }, [{ told: 'a', at: 7 }]), [{ to: 7, isShared: true }]],
  ['not when it is where it was', plan({ o: [key] }, [{ told: 'a', at: 0 }]), []],
  ['not when something else stands for it now', plan({ o: ['b'] }, [{ told: 'a', at: 7 }]), []],
  ['not when nothing is known of it', plan({}, [{ told: 'a', at: 7 }]), []],
  ['not when instants were told', plan({ o: [key] }, [{ told: null, at: 7 }], null), []],
])('a reading moves %s', (_name, moves, expected) => {
  expect(moves.map(({ to, isShared }) => ({ to: to?.startMs ?? null, isShared }))).toEqual(expected);
});

it('two values of one moment, of which one is refused today, move as the one that stands', () => {
  const keys = ['a', 'b'].map((told) => toldKey('fitbit', told));
  const told = ['a', 'b'].map((one) => ({ id: 'o', reading: reading(one, 0) }));
  const owners = new Map([['o', new Set(keys)]]);
  for (const stands of ['a', 'b'])
    expect(planMoves(told, [reading(stands, 7)], { vendor: 'fitbit', owners })).toMatchObject([
      { id: 'o', keys, to: { startMs: 7 }, isShared: false },
    ]);
});
