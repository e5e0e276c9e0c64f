import { IconArrowUp } from '@tabler/icons-react';
import { type ReactNode, type Ref, useCallback } from 'react';
import { Button } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import type { BulkAct } from './act.js';
import { movedCount, type PlacedRow } from './board.js';
import { BulkBar, BulkResult } from './bulk-bar.js';
import { type Filters, isNarrowed } from './filters.js';
import { HeldBack } from './held-back.js';
import { KeyHints } from './key-hints.js';
import type { Group, Layout } from './layout.js';
import { type ListHandle, ListView } from './list-view.js';
import { NothingHere } from './nothing-here.js';
import { UndoBar } from './undo-bar.js';
import type { useBulk } from './use-bulk.js';
import type { Selection } from './use-selection.js';
import type { UndoHandle } from './use-undo.js';
import type { WorklistHandle } from './use-worklist.js';
import type { FormVerb, Verb } from './verbs.js';
import type { WorklistState } from './worklist-state.js';

interface Props {
  ref: Ref<ListHandle>;
  filters: Filters;
  list: WorklistHandle;
  state: WorklistState;
  layout: Layout;
  current: string | null;
  selection: Selection;
  bulk: ReturnType<typeof useBulk>;
  undo: UndoHandle;
  /** Of the verb that is about to be done with all that is selected. */
  form: Exclude<FormVerb, 'note'> | null;
  evidence: (entry: PlacedRow) => ReactNode;
  onPick: (id: string) => void;
  onVerb: (verb: Verb) => void;
  onMany: (act: BulkAct) => void;
  onUsual: () => void;
  step: (by: number) => void;
  toEnd: () => void;
  showNew: () => void;
  cancel: () => void;
}
const PAGE_STEP = 10;

/** The list with what floats over it and what stands below it. */
export function ListSide(props: Props) {
  const { filters, list, state, layout, selection, bulk, undo } = props;
  const { board } = state;
  const { more } = list;
  const hasMore = board.next !== null;
  const onNearEnd = useCallback(() => {
    if (hasMore) more();
  }, [hasMore, more]);
  const onStep = (key: string): boolean => {
    const steps: Record<string, () => void> = {
      ArrowDown: () => props.step(1),
      ArrowUp: () => props.step(-1),
      PageDown: () => props.step(PAGE_STEP),
      PageUp: () => props.step(-PAGE_STEP),
      Home: () => props.step(-Infinity),
      End: props.toEnd,
    };
    steps[key]?.();
    return key in steps;
  };
  return (
    <section className="list" aria-label={sayOnPage('worklist.list')}>
      <ListView
        ref={props.ref}
        layout={layout}
        current={props.current}
        selected={selection.ids}
        countOf={countOf(filters, state)}
        onPick={props.onPick}
        onToggle={selection.toggle}
        onStep={onStep}
        onNearEnd={onNearEnd}
        evidence={props.evidence}
        pill={<Pill state={state} onClick={props.showNew} />}
        foot={
          <>
            {board.placed.length === 0 && !hasMore && <NothingHere {...{ filters, state }} onUsual={props.onUsual} />}
            {hasMore && <More failed={list.failedMore} onRetry={more} />}
            <HeldBack count={state.heldBack} />
          </>
        }
      />
      {bulk.told && (
        <BulkResult told={bulk.told} said={undo.offered?.words === bulk.told.words} onClose={bulk.forget} />
      )}
      <UndoBar undo={undo} />
      {selection.ids.size > 0 ? (
        <BulkBar
          count={selection.ids.size}
          form={props.form}
          busy={bulk.busy}
          onVerb={props.onVerb}
          onAct={props.onMany}
          onCancel={props.cancel}
          onClear={selection.clear}
        />
      ) : (
        <KeyHints />
      )}
    </section>
  );
}

/** The server counts whole groups where the list is whole; of a part of it only what has come is known. */
function countOf(filters: Filters, { board, counts }: WorklistState): (group: Group) => string {
  const whole = filters.whose === 'all' && !isNarrowed(filters);
  return (group) => {
    if (whole && board.next !== null) return String(counts.byTier[group.tier]);
    return sayOnPage('worklist.groupCount', { partial: String(group.partial), count: group.open });
  };
}

function Pill({ state: { board }, onClick }: { state: WorklistState; onClick: () => void }) {
  const waiting = board.waiting.length;
  const moved = movedCount(board);
  if (waiting + moved === 0) return null;
  return (
    <button type="button" className="pillnew" onClick={onClick}>
      <IconArrowUp className="i" aria-hidden="true" />
      {sayOnPage('worklist.new', { waiting, moved, both: String(waiting > 0 && moved > 0) })}
    </button>
  );
}

function More({ failed, onRetry }: { failed: boolean; onRetry: () => void }) {
  if (!failed)
    return (
      <p className="held" role="status">
        {sayOnPage('worklist.more')}
      </p>
    );
  return (
    <div className="held" role="alert">
      {sayOnPage('worklist.moreFailed')}{' '}
      <Button small onClick={onRetry}>
        {sayOnPage('worklist.tryAgain')}
      </Button>
    </div>
  );
}
