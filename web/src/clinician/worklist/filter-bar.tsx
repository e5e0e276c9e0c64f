import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ALERT_KINDS, PROFESSIONS } from '../../api/types.js';
import { SavedViewLinks } from '../../app/saved-views.js';
import { useIsWide } from '../../app/wide.js';
import { SelectField } from '../../ui/index.js';
import { KIND_WORDS, PROFESSION_WORDS, sayOnPage, TIER_WORDS } from '../../words/index.js';
import { TIERS } from './board.js';
import { type Filters, isSame, type Snoozed, USUAL } from './filters.js';
import { SaveView } from './save-view.js';

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
}
type Key = 'discipline' | 'tier' | 'kind';

/** Below the bar while it is open: what to show, and the views one has saved. */
export function FilterBar({ filters, onChange }: Props) {
  const wide = useIsWide();
  const choose = (key: Key, value: string) => {
    const { [key]: _, ...rest } = filters;
    onChange({ ...rest, ...(value === '' ? {} : { [key]: value }) } as Filters);
  };
  const field = (key: Key, options: readonly (readonly [string, string])[]) => (
    <SelectField
      label={sayOnPage(`worklist.filter.${key}`)}
      value={filters[key] ?? ''}
      onChange={(event) => choose(key, event.currentTarget.value)}
    >
      <option value="">{sayOnPage('worklist.filter.any')}</option>
      {options.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </SelectField>
  );
  return (
    <div className="filters" role="group" aria-label={sayOnPage('worklist.filter')}>
      {field(
        'discipline',
        PROFESSIONS.map((value) => [value, PROFESSION_WORDS[value]]),
      )}
      {field(
        'tier',
        TIERS.map((value) => [value, TIER_WORDS[value].title]),
      )}
      {field(
        'kind',
        ALERT_KINDS.map((value) => [value, KIND_WORDS[value]]),
      )}
      <SelectField
        label={sayOnPage('worklist.filter.snoozed')}
        value={filters.snoozed}
        onChange={(event) => onChange({ ...filters, snoozed: event.currentTarget.value as Snoozed })}
      >
        {(['without', 'only', 'with'] as const).map((snoozed) => (
          <option key={snoozed} value={snoozed}>
            {sayOnPage('worklist.filter.snoozedIs', { snoozed })}
          </option>
        ))}
      </SelectField>
      {!isSame(filters, USUAL) && <SaveView filters={filters} />}
      {!wide && (
        <div className="views row wrap">
          <SavedViewLinks className="tag" />
        </div>
      )}
    </div>
  );
}

/** What narrows the list, in words, each with its way out: so that nobody takes a part for the whole. */
export function FilterTags({ filters, onChange }: Props) {
  const { discipline, tier, kind, snoozed } = filters;
  const tags: { key: Key | 'snoozed'; words: string }[] = [
    ...(discipline ? [{ key: 'discipline' as const, words: PROFESSION_WORDS[discipline] }] : []),
    ...(tier ? [{ key: 'tier' as const, words: TIER_WORDS[tier].title }] : []),
    ...(kind ? [{ key: 'kind' as const, words: KIND_WORDS[kind] }] : []),
    ...(snoozed === 'without'
      ? []
      : [{ key: 'snoozed' as const, words: sayOnPage('worklist.filter.snoozedIs', { snoozed }) }]),
  ];
  if (tags.length === 0) return null;
  const without = (key: Key | 'snoozed') => {
    const { [key]: _, ...rest } = filters;
    onChange({ ...USUAL, ...rest });
  };
  return (
    <div className="filter-tags row wrap">
      {tags.map(({ key, words }) => (
        <Tag key={key} words={words} onRemove={() => without(key)} />
      ))}
    </div>
  );
}

function Tag({ words, onRemove }: { words: string; onRemove: () => void }): ReactNode {
  return (
    <button
      type="button"
      className="tag"
      aria-label={sayOnPage('worklist.filter.remove', { what: words })}
      onClick={onRemove}
    >
      {words}
      <IconX className="i" aria-hidden="true" />
    </button>
  );
}
