import { IconFilter } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Whose } from '../../api/types.js';
import { PageBar } from '../../app/page.js';
import { RequestsLine } from '../../app/requests-waiting.js';
import { SearchButton } from '../../app/search.js';
import { useClinicZone } from '../../app/session.js';
import { LiveDot } from '../../live/live-dot.js';
import { Button, Segmented } from '../../ui/index.js';
import { dayIn, sayOnPage, weekdayDay } from '../../words/index.js';
import { FilterBar, FilterTags } from './filter-bar.js';
import { type Filters, nameOf, toFilters, toSearch, USUAL } from './filters.js';
import { Worklist } from './worklist.js';
import './worklist.css';
import './worklist-forms.css';
import type { Counts } from './worklist-state.js';

const WHOSE = ['mine', 'team', 'all'] as const satisfies readonly Whose[];

/** The page: what is shown is in its address, so that a view can be kept and gone back to. */
export function WorklistPage() {
  const { alert = null, ...search } = useSearch({ from: '/in/' });
  const navigate = useNavigate();
  const zone = useClinicZone();
  const [counts, setCounts] = useState<Counts | null>(null);
  const [filtering, setFiltering] = useState(false);
  const [selecting, setSelecting] = useState(false);
  const name = nameOf(toFilters(search));
  // One object as long as the filters say the same.
  const filters = useMemo(() => toFilters(Object.fromEntries(JSON.parse(name) as [string, string][])), [name]);
  const go = (to: Filters) => void navigate({ to: '/', search: toSearch(to) });
  return (
    <div className={selecting ? 'fullheight col worklist selecting' : 'fullheight col worklist'}>
      <PageBar
        title={sayOnPage('worklist.title')}
        aside={<span className="hidem">{weekdayDay(dayIn(Date.now(), zone))}</span>}
      >
        <Segmented
          label={sayOnPage('worklist.whose')}
          value={filters.whose}
          options={WHOSE.map((whose) => ({
            value: whose,
            label: sayOnPage('worklist.tab', { whose }),
            count: counts?.[whose],
          }))}
          onChange={(whose) => go({ ...filters, whose })}
        />
        <Button
          kind="quiet"
          icon={<IconFilter className="i" aria-hidden="true" />}
          aria-expanded={filtering}
          onClick={() => setFiltering(!filtering)}
        >
          {sayOnPage('worklist.filter')}
        </Button>
        <Button kind="quiet" aria-pressed={selecting} onClick={() => setSelecting(!selecting)}>
          {sayOnPage('worklist.selecting')}
        </Button>
        <SearchButton />
        <LiveDot watched />
      </PageBar>
      {filtering ? <FilterBar filters={filters} onChange={go} /> : <FilterTags filters={filters} onChange={go} />}
      <RequestsLine />
      <Worklist key={name} filters={filters} opened={alert} onCounts={setCounts} onUsual={() => go(USUAL)} />
    </div>
  );
}
