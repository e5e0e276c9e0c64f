import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type Ref, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import type { Tier } from '../../api/types.js';
import { useNow } from '../../app/now.js';
import { useClinicZone } from '../../app/session.js';
import { sayOnPage, TIER_WORDS } from '../../words/index.js';
import { AlertRow } from './alert-row.js';
import type { PlacedRow } from './board.js';
import type { Group, Item, Layout } from './layout.js';

/** As the styles have them; rows that wrap are measured. */
const HEIGHT_PX: Record<Item['kind'], number> = { heading: 40, row: 60, evidence: 1400 };
/** So many rows before the end of what is here, the next page is fetched. */
const AHEAD_ROWS = 40;

export interface ListHandle {
  /** Brings a row into sight and gives it the focus. */
  reveal: (id: string) => void;
  /** Whatever the next change of the list is: this row stays where the eye has it. */
  hold: (id: string | null) => void;
}
interface Props {
  ref: Ref<ListHandle>;
  layout: Layout;
  current: string | null;
  selected: ReadonlySet<string>;
  countOf: (group: Group) => string;
  onPick: (id: string) => void;
  onToggle: (id: string) => void;
  onStep: (key: string) => boolean;
  onNearEnd: () => void;
  evidence: (entry: PlacedRow) => ReactNode;
  pill: ReactNode;
  foot: ReactNode;
}

/** The list, however long: only what is in sight is drawn, headings stay at the top, and rows say their place. */
export function ListView(props: Props) {
  const { layout, current, selected, onPick, onToggle, onNearEnd } = props;
  const { items, groups, indexOf } = layout;
  const scroller = useRef<HTMLDivElement>(null);
  const zone = useClinicZone();
  const now = useNow();
  const currentIndex = current === null ? -1 : (indexOf.get(current) ?? -1);
  // A new function for a new order of rows: it is by this that the virtualiser notices one.
  const keyOf = useCallback((index: number) => items[index]!.key, [items]);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => HEIGHT_PX[items[index]!.kind],
    getItemKey: keyOf,
    overscan: 10,
    scrollPaddingStart: HEIGHT_PX.heading + 4,
    scrollPaddingEnd: 12,
    // The row that has the focus stays, also when it is scrolled out of sight: else the focus would be lost.
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), ...(currentIndex >= 0 ? [currentIndex] : [])])].sort(
        (a, b) => a - b,
      ),
  });
  const drawn = virtual.getVirtualItems();
  const startOf = (index: number) => virtual.measurementsCache[index]?.start ?? virtual.getTotalSize();

  const held = useRef<{ id: string; top: number } | null>(null);
  const wanted = useRef<string | null>(null);
  useImperativeHandle(props.ref, () => ({
    reveal: (id) => (wanted.current = id),
    hold: (id) => {
      const index = id === null ? undefined : indexOf.get(id);
      if (id === null || index === undefined || !scroller.current) return;
      held.current = { id, top: startOf(index) - scroller.current.scrollTop };
    },
  }));
  useLayoutEffect(() => {
    const index = held.current ? indexOf.get(held.current.id) : undefined;
    if (held.current && index !== undefined && scroller.current)
      scroller.current.scrollTop = Math.max(0, startOf(index) - held.current.top);
    held.current = null;
  });
  useEffect(() => {
    const id = wanted.current;
    const index = id === null ? undefined : indexOf.get(id);
    if (id === null || index === undefined) return;
    wanted.current = null;
    virtual.scrollToIndex(index, { align: 'auto' });
    rowElement(scroller.current, id)?.focus({ preventScroll: true });
  });
  const lastDrawn = drawn.at(-1)?.index ?? 0;
  const nearEnd = lastDrawn >= items.length - AHEAD_ROWS;
  useEffect(() => {
    if (nearEnd) onNearEnd();
  }, [nearEnd, items.length, onNearEnd]);

  const onKeyDown = (event: React.KeyboardEvent) => {
    const onRow = event.target instanceof Element && event.target.matches('[data-alert]');
    if (!onRow || event.metaKey || event.ctrlKey || event.altKey) return;
    if (props.onStep(event.key)) event.preventDefault();
  };
  const reachable = current ?? items.find((item) => item.kind === 'row')?.key ?? null;
  return (
    <div className="scroller" ref={scroller} onKeyDown={onKeyDown}>
      <div className="pillwrap" role="status">
        {props.pill}
      </div>
      <div>
        {groups.map((group) => (
          <section
            key={group.tier}
            className="grpbox"
            aria-labelledby={`grp-${group.tier}`}
            style={{ height: startOf(group.to) - startOf(group.from) }}
          >
            <Heading tier={group.tier} count={props.countOf(group)} />
            <ul>
              {drawn.map(({ index, start, key }) => {
                const item = items[index]!;
                if (index <= group.from || index >= group.to || item.kind === 'heading') return null;
                return (
                  <li
                    key={String(key)}
                    ref={virtual.measureElement}
                    data-index={index}
                    className={item.kind === 'row' ? 'wr-box' : 'wr-box open'}
                    style={{ top: start - startOf(group.from) }}
                    {...(item.kind === 'row'
                      ? { 'aria-posinset': item.place, 'aria-setsize': group.partial ? -1 : group.size }
                      : {})}
                  >
                    {item.kind === 'evidence' ? (
                      props.evidence(item.entry)
                    ) : (
                      <AlertRow
                        row={item.entry.row}
                        gone={item.entry.gone}
                        current={item.entry.row.id === current}
                        selected={selected.has(item.entry.row.id)}
                        reachable={item.entry.row.id === reachable}
                        {...{ now, zone, onPick, onToggle }}
                      />
                    )}
                  </li>
                );
              })}
            </ul>
          </section>
        ))}
      </div>
      {props.foot}
    </div>
  );
}

function Heading({ tier, count }: { tier: Tier; count: string }) {
  const { title, note } = TIER_WORDS[tier];
  return (
    <div className="grp">
      <h2 id={`grp-${tier}`}>{title}</h2>
      <span>
        {count}
        {note && <span className="nt"> · {note}</span>}
        <span className="sr"> {sayOnPage('worklist.items', { one: String(count === '1') })}</span>
      </span>
    </div>
  );
}

const rowElement = (within: HTMLElement | null, id: string) =>
  within?.querySelector<HTMLElement>(`[data-alert="${id}"]`) ?? null;
