import { PARAMETERS, SIGNALS, type ResidualRule, type SignalId } from './parameters.js';
import { Residuals } from './residuals.js';
import type { Signals } from './signals.js';
import { fitChanges, type Estimate, type FitModel, type FitSeries } from './sprint-fit.js';
import { findFirst, type SprintSpan } from './sprint-shapes.js';
import { keepOf } from './swing-filter.js';

export const DOMAIN_IDS = ['activity', 'sleep', 'pain'] as const;
export type DomainId = (typeof DOMAIN_IDS)[number];

/** Running scale, and how much more a day scatters in the fit than it says. */
interface SprintRule {
  readonly sd0: number;
  readonly scaleGain: number;
  readonly noise: number;
}

const RULES: Readonly<Record<SignalId, SprintRule>> = {
  activity: { sd0: 0.466, scaleGain: 0.0394, noise: 1.37 },
  sleep: { sd0: 1.44, scaleGain: 0.0386, noise: 1.21 },
  nrs: { sd0: 1.36, scaleGain: 0.0354, noise: 0.774 },
  peg: { sd0: 0.724, scaleGain: 0.0421, noise: 0.582 },
};
/** A sprint looks back over weeks: the level follows faster than for alarms, odd days are pulled in less. */
const LOOSE_RULE = { levelGain: 0.122, clipSd: 3.5 };

/**
 * Level swings of about 25 days, without which many days of one mood count as many: time constant, and standard deviation in
 * logs of activity, hours of sleep, points of pain. Pain swings from day to day too.
 */
export const SWAY = { days: 25.1, activity: 0.145, sleep: 0.259, pain: 0.185 } as const;
const SLOW = keepOf(SWAY.days);
const PAIN_DAYS = { sd: 0.518, keep: 0.55 };
/** A point of PEG goes with so many points of the daily pain score. */
const NRS_PER_PEG = 1.04;

const MODELS: Readonly<Record<DomainId, FitModel>> = {
  activity: { swings: [{ sd: SWAY.activity, keep: SLOW }], counted: 0, slope: 0.179, device: 0.143 },
  sleep: { swings: [{ sd: SWAY.sleep, keep: SLOW }], counted: 0, slope: 0.301, device: 0.432 },
  pain: { swings: [{ sd: SWAY.pain, keep: SLOW }, PAIN_DAYS], counted: PAIN_DAYS.sd ** 2, slope: 1.02, device: 0 },
};

/** The residuals that verdicts are made of: looser than those of alarms. They grow with the signals. */
export class SprintSignals {
  readonly residuals: Readonly<Record<SignalId, Residuals>>;
  private days = 0;

  constructor(readonly signals: Signals) {
    const start = (id: SignalId) => new Residuals(toRule(id));
    this.residuals = { activity: start('activity'), sleep: start('sleep'), nrs: start('nrs'), peg: start('peg') };
    this.catchUp();
  }

  /** Takes over the days the signals have got since. */
  catchUp(): void {
    const { signals, residuals } = this;
    for (; this.days < signals.days; this.days++) {
      const at = { dow: signals.dow(this.days), isNewDevice: signals.isNewDevice(this.days) };
      for (const id of SIGNALS) residuals[id].push(signals.at(id, this.days), at);
    }
  }

  /** The change of one domain for each shape; the two pain scores are measurements of the same pain. Null = no data. */
  estimate(domain: DomainId, span: SprintSpan, shapes: readonly Float64Array[]): readonly Estimate[] | null {
    const ids: readonly SignalId[] = domain === 'pain' ? ['nrs', 'peg'] : [domain];
    const series = ids.map((id): FitSeries => {
      return { days: this.residuals[id], unit: id === 'nrs' ? NRS_PER_PEG : 1, noise: RULES[id].noise };
    });
    const deviceSince = domain === 'pain' ? 0 : this.signals.deviceSince[span.end]!;
    return fitChanges(series, { ...span, from: findFirst(span), deviceSince }, MODELS[domain], shapes);
  }
}

function toRule(id: SignalId): ResidualRule {
  const { sd0, scaleGain } = RULES[id];
  return { ...PARAMETERS[id], ...LOOSE_RULE, sd0, scaleGain };
}
