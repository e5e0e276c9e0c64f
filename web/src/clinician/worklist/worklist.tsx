import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { alertQuery } from '../../api/queries.js';
import type { AlertRow } from '../../api/types.js';
import { useIsWide } from '../../app/wide.js';
import { Failed, Loading } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import { useStartVisit } from '../use-start-visit.js';
import { type Act, type BulkAct, leaves } from './act.js';
import { neighbour, type PlacedRow } from './board.js';
import { EvidencePanel } from './evidence-panel.js';
import type { Filters } from './filters.js';
import { layOut } from './layout.js';
import { ListSide } from './list-side.js';
import type { ListHandle } from './list-view.js';
import { MANY, type OpenForm } from './open-form.js';
import { useActs, type Job } from './use-acts.js';
import { useBulk } from './use-bulk.js';
import { forgetDraft } from './use-draft.js';
import { useOpenForm } from './use-open-form.js';
import { useSelection } from './use-selection.js';
import { useUndo } from './use-undo.js';
import { useUnfold } from './use-unfolded.js';
import { useWorklist, type WorklistHandle } from './use-worklist.js';
import { useWorklistKeys } from './use-worklist-keys.js';
import { formOf, hasForm, possibleVerbs, type Verb } from './verbs.js';
import type { Counts, WorklistState } from './worklist-state.js';

interface Props {
  filters: Filters;
  /** The alert that a link leads to. */
  opened: string | null;
  onCounts: (counts: Counts) => void;
  onUsual: () => void;
}

/** One list with one set of filters. */
export function Worklist(props: Props) {
  const list = useWorklist(props.filters);
  const { state, error, retry } = list;
  const { onCounts } = props;
  const counts = state?.counts;
  useEffect(() => {
    if (counts) onCounts(counts);
  }, [counts, onCounts]);
  if (state) return <Desk {...props} list={list} state={state} />;
  return error ? <Failed part={sayOnPage('worklist.part')} error={error} retry={retry} /> : <Loading rows={8} />;
}

/** The list and the evidence beside it: what is picked, what is being done, and what came of it. */
function Desk({ filters, opened, onUsual, list, state }: Props & { list: WorklistHandle; state: WorklistState }) {
  const wide = useIsWide();
  const { board } = state;
  const [picked, setPicked] = useState<string | null>(opened);
  const view = useRef<ListHandle>(null);
  const selection = useSelection();
  // Where there is room beside the list, the first row is open from the start; on a phone nothing is until it is touched.
  const placed = board.placed.find((entry) => entry.row.id === picked);
  // Where a link leads may lie beyond what is loaded, or outside these filters.
  const isAway = opened !== null && picked === opened && !placed;
  const linked = useQuery({ ...alertQuery(opened ?? ''), enabled: isAway });
  const away = isAway ? (linked.data ?? null) : null;
  const first = wide && !linked.isLoading ? board.placed[0]?.row : undefined;
  const row: AlertRow | null = placed?.row ?? away ?? first ?? null;
  const below = wide ? null : (row?.id ?? null);
  const layout = useMemo(() => layOut(board, below), [board, below]);

  const many = selection.ids.size > 0;
  const form = useOpenForm({ row: row?.id ?? null, many }, () => toRow());
  const { ask, show: put } = list;
  const show = (row: AlertRow) => {
    put(row, leaves(row, filters));
    ask(row.id);
  };
  const undo = useUndo(show, row?.id ?? null);
  const queries = useQueryClient();
  const sent = ({ row: about, act: { kind } }: Job) => {
    const from = formOf(kind);
    if (from) forgetDraft(queries, about.id, from);
  };
  const found = (job: Job) => {
    sent(job);
    if (form.now()?.about === job.row.id && form.now()?.verb === formOf(job.act.kind)) form.close();
  };
  const acts = useActs({ show, done: undo.note, heard: undo.heard, find: list.find, found });
  const bulk = useBulk({ show, done: undo.note, explain: acts.explain });
  const visit = useStartVisit();

  // The address says what is unfolded, or a link has led to: it changes with Back, too.
  const unfold = useUnfold();
  useEffect(() => {
    if (opened === null && wide) return;
    view.current?.hold(opened ?? picked);
    setPicked(opened);
    if (opened !== picked) form.close();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [opened]);
  const onPick = useLatest((id: string | null) => {
    view.current?.hold(id);
    const to = !wide && id === row?.id ? null : id;
    setPicked(to);
    if (!wide) unfold(to);
    form.close();
    acts.forget();
    visit.reset();
  });
  const go = (id: string | null) => {
    if (id === null) return;
    if (id !== row?.id) onPick(id);
    view.current?.reveal(id);
  };
  const step = (by: number) => go(neighbour(board, row?.id ?? null, by));
  const toRow = () => row && view.current?.reveal(row.id);
  const act = async (what: Act) => {
    if (!row) return;
    const from = form.now();
    const done = await acts.run(row, what);
    if (done) sent({ row, act: what });
    // Another form may have been opened meanwhile: that one stays, and keeps the focus.
    if (form.now() !== from) return;
    if (done) form.close();
    toRow();
  };
  /** Whoever does something with the row that was open from the start has picked it: what comes in must not take its place. */
  const stay = () => setPicked(row?.id ?? null);
  const actOnMany = async (what: BulkAct) => {
    const rows = board.placed.map((entry) => entry.row).filter(({ id }) => selection.ids.has(id));
    selection.keep(await bulk.run(rows, what));
    form.close();
    toRow();
  };
  const open = (verb: OpenForm['verb'], about: string) => {
    stay();
    form.open({ verb, about });
  };
  const onVerb = (verb: Verb) => {
    if (many && verb !== 'note' && verb !== 'visit')
      return hasForm(verb) ? open(verb, MANY) : void actOnMany({ kind: 'acknowledge' });
    if (!row || !possibleVerbs(row).has(verb)) return undefined;
    acts.forget();
    if (hasForm(verb)) return open(verb, row.id);
    if (verb === 'visit') return row.patient && visit.start({ patient: row.patient, alertId: row.id });
    return void act({ kind: 'acknowledge' });
  };
  const cancel = () => {
    form.close();
    toRow();
  };
  const back = () => {
    if (!row) return;
    onPick(row.id);
    view.current?.reveal(row.id);
  };
  const showNew = () => {
    view.current?.hold(row?.id ?? null);
    stay();
    list.showNew();
  };
  const toEnd = async () => {
    await list.all();
    setLast((turn) => turn + 1);
  };
  // The last row is known only once the list has been read to its end.
  const [last, setLast] = useState(0);
  useEffect(() => {
    if (last > 0) go(board.placed.at(-1)?.row.id ?? null);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [last]);

  useWorklistKeys({
    row,
    onVerb,
    step,
    showNew,
    undo,
    toggle: selection.toggle,
    clear: selection.clear,
    many,
    hasForm: form.isOpen,
  });

  const formOfMany = form.about(MANY);
  const evidence = (about: AlertRow) => (
    <EvidencePanel
      key={about.id}
      row={about}
      form={form.about(about.id)}
      running={visit.isPending ? 'visit' : acts.running}
      refused={acts.refused?.alertId === about.id ? acts.refused.words : (visit.error?.message ?? null)}
      onVerb={onVerb}
      onAct={(what) => void act(what)}
      onCancel={cancel}
      onBack={wide ? null : back}
    />
  );
  return (
    <div className="split">
      {visit.question}
      {!wide && away && evidence(away)}
      <ListSide
        {...{
          filters,
          list,
          state,
          layout,
          undo,
          selection,
          bulk,
          evidence: (entry: PlacedRow) => evidence(entry.row),
          onPick,
          step,
          onVerb,
          cancel,
          showNew,
          onUsual,
        }}
        ref={view}
        current={row?.id ?? null}
        form={formOfMany === 'note' ? null : formOfMany}
        onMany={(what) => void actOnMany(what)}
        toEnd={() => void toEnd()}
      />
      {wide && (row ? evidence(row) : <section className="evd" aria-label={sayOnPage('evidence.part')} />)}
    </div>
  );
}

/** The same function for as long as the page stands, doing what the newest render would: rows need not be drawn anew. */
function useLatest<Arguments extends unknown[]>(run: (...given: Arguments) => void): (...given: Arguments) => void {
  const latest = useRef(run);
  latest.current = run;
  return useCallback((...given: Arguments) => latest.current(...given), []);
}
