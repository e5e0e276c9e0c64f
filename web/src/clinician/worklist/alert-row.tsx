import type { AlertRow as Row } from '../../api/types.js';
import { useNow } from '../../app/now.js';
import { useClinicZone } from '../../app/session.js';
import { Avatar, Glyph, Sparkline } from '../../ui/index.js';
import { dueWords, say } from '../../words/index.js';
import { isAboutData } from './evidence-facts.js';

/** One item: course, who, the sentence, eight weeks as a line, when it is due and who has it. */
export function AlertRow(props: { row: Row; gone: boolean; current: boolean; onSelect: () => void }) {
  const { row, gone, current, onSelect } = props;
  const now = useNow();
  const zone = useClinicZone();
  const classes = ['wr', row.course === 'urgent' && 'urg', gone && 'gone'].filter(Boolean).join(' ');
  return (
    <button
      type="button"
      className={classes}
      aria-current={current || undefined}
      data-alert={row.id}
      onClick={onSelect}
    >
      <span>
        <Glyph course={row.course} size={row.course === 'urgent' ? 18 : 16} />
      </span>
      <span className="grow">
        <span className="ell" style={{ display: 'block' }}>
          <span className="nm">{row.patient?.name ?? 'The clinic'}</span>{' '}
          <span className="who">{row.patient?.age}</span>
        </span>
        <span className="sn ell">{say(row.sentence, 'clinician')}</span>
      </span>
      <span className="sp">
        {/* The usual range of missing data is of days worn, not of the values drawn. */}
        <Sparkline
          spark={isAboutData(row.kind) ? { ...row.spark, low: null, high: null } : row.spark}
          course={row.course}
        />
      </span>
      <span className="r">
        {gone ? (
          <span className="due">resolved</span>
        ) : (
          <>
            {row.dueAt && row.state === 'open' && <span className="due">{dueWords(row.dueAt, now, zone)}</span>}
            <Owner row={row} />
          </>
        )}
      </span>
    </button>
  );
}

function Owner({ row }: { row: Row }) {
  if (!row.owner) {
    if (row.tier === 'good') return null;
    return (
      <span className="own">
        <Avatar name={null} />
        no owner
      </span>
    );
  }
  return <span className="ell own">{shortName(row.owner.name)}</span>;
}
/** "Ana Sample, RN" is Ana here; a doctor keeps title and family name. */
function shortName(name: string): string {
  const parts = name.replace(/,.*$/, '').split(' ');
  return /^(Dr|Prof)\.?$/.test(parts[0] ?? '') ? `${parts[0]} ${parts.at(-1)}` : (parts[0] ?? name);
}
