import type { SprintVerdict } from '../../api/types.js';
import { Glyph } from '../../ui/index.js';
import { METRIC_NAMES, sayOnPage, wholeShares } from '../../words/index.js';
import { COURSE_OF_STAND, standOf } from './sprint-stand.js';

/** How the sprint stands, with the chance of each answer: one that is not sure must not look sure. */
export function SprintVerdictLine({ verdict }: { verdict: SprintVerdict }) {
  const { label, probs, metric, isFinal, isProvisional } = verdict;
  const stand = standOf(verdict);
  const hasChances = !isProvisional && label !== 'insufficient';
  const [improving, plateau, deteriorating] = wholeShares([probs.improving, probs.plateau, probs.deteriorating]);
  return (
    <p className="row small wrap" data-testid="sprint-verdict">
      <Glyph course={COURSE_OF_STAND[stand]} size={16} silent />
      <span>
        {sayOnPage('sprint.stands', { isFinal: String(isFinal), stand, metric: METRIC_NAMES.clinician[metric] })}
      </span>
      {hasChances && (
        <span className="dim">
          {sayOnPage('sprint.chances', {
            improving: improving!,
            plateau: plateau!,
            deteriorating: deteriorating!,
          })}
        </span>
      )}
    </p>
  );
}
