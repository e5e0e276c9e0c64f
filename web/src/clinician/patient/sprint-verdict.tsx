import type { Course, SprintVerdict } from '../../api/types.js';
import { Glyph } from '../../ui/index.js';
import { VERDICT_WORDS, METRIC_NAMES, share } from '../../words/index.js';

const COURSES: Record<SprintVerdict['label'], Course> = {
  improving: 'improving',
  plateau: 'plateau',
  deteriorating: 'worse',
  insufficient: 'none',
};
const OTHERS = ['improving', 'plateau', 'deteriorating'] as const;

/** How the sprint stands, with the chance of each answer: one that is not sure must not look sure. */
export function SprintVerdictLine({ verdict }: { verdict: SprintVerdict }) {
  const { label, probs, metric, isFinal, isProvisional } = verdict;
  const when = isFinal ? 'Sprint' : 'Sprint so far';
  const others = OTHERS.filter((other) => other !== label && probs[other] >= 0.005);
  return (
    <p className="row small wrap" data-testid="sprint-verdict">
      <span className={`gl gl-${COURSES[label]}`}>
        <Glyph course={COURSES[label]} size={16} silent />
      </span>
      <span>
        {when}, {METRIC_NAMES.clinician[metric]}: <b>{VERDICT_WORDS[label]}</b>
        {label !== 'insufficient' && `, ${share(probs[label])} likely`}
      </span>
      {label !== 'insufficient' && others.length > 0 && (
        <span className="dim">
          {others.map((other) => `${VERDICT_WORDS[other]} ${share(probs[other])}`).join(' · ')}
        </span>
      )}
      {isProvisional && label !== 'insufficient' && <span className="dim">before day 21: nothing to rest on yet</span>}
    </p>
  );
}
