import { IconArrowUp, IconEye } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { AlertList, AlertRow as Row } from '../../api/types.js';
import { useKeys } from '../../app/keys.js';
import { useClinicZone } from '../../app/session.js';
import { useIsWide } from '../../app/wide.js';
import { Empty } from '../../ui/index.js';
import { agoWords, TIER_WORDS } from '../../words/index.js';
import { useStartVisit } from '../use-start-visit.js';
import { AlertRow } from './alert-row.js';
import { groupOf, merge, neighbour, onScreen, patch, pillWords, showNew, TIERS, type Board } from './board.js';
import { EvidencePanel } from './evidence-panel.js';
import { useAlertActions } from './use-alert-actions.js';

export function Worklist({ list }: { list: AlertList }) {
  const [board, setBoard] = useState<Board>(() => merge(null, list.items));
  const wide = useIsWide();
  const [picked, setPicked] = useState<string | null>(null);
  const [resolving, setResolving] = useState(false);
  const listRef = useRef<HTMLElement>(null);
  const actions = useAlertActions((row) => setBoard((was) => patch(was, row)));
  const visit = useStartVisit();
  useEffect(() => setBoard((was) => merge(was, list.items)), [list]);

  const rows = onScreen(board);
  // Where there is room beside the list, the first row is open from the start; on a phone nothing is until it is touched.
  const current = rows.find((entry) => entry.row.id === picked) ?? (wide ? rows[0] : undefined);
  const row = current?.row;

  const select = (id: string | null) => {
    setPicked(id);
    setResolving(false);
    actions.reset();
    visit.reset();
  };
  const go = (step: 1 | -1) => {
    const id = neighbour(board, row?.id ?? null, step);
    select(id);
    const element = id ? listRef.current?.querySelector<HTMLElement>(`[data-alert="${id}"]`) : null;
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'nearest' });
  };
  const openPending = () => {
    setBoard(showNew);
    if (row) listRef.current?.querySelector(`[data-alert="${row.id}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const acknowledge = (which: Row) =>
    which.state === 'open' && actions.mutate({ row: which, action: { kind: 'acknowledge' } });

  useKeys({
    j: () => go(1),
    k: () => go(-1),
    e: () => document.getElementById('evidence')?.focus(),
    a: () => row && acknowledge(row),
    r: (event) => {
      if (!row || row.state === 'resolved') return;
      event.preventDefault();
      setResolving(true);
    },
    v: () => row?.patient && visit.mutate({ patientId: row.patient.id, alertId: row.id }),
    u: openPending,
  });

  const pill = pillWords(board);
  const evidence = row && (
    <EvidencePanel
      key={row.id}
      row={row}
      gone={current.gone}
      resolving={resolving}
      setResolving={setResolving}
      actions={actions}
      visit={visit}
      onAcknowledge={() => acknowledge(row)}
    />
  );

  return (
    <div className="split">
      <section className="list" aria-label="Open items" ref={listRef}>
        <div className="pillwrap" role="status">
          {pill && (
            <button type="button" className="pillnew" onClick={openPending}>
              <IconArrowUp className="i" aria-hidden="true" />
              {pill}
            </button>
          )}
        </div>
        {rows.length === 0 && <NothingWaits list={list} />}
        {TIERS.map((tier) => {
          const entries = groupOf(board, tier);
          if (entries.length === 0) return null;
          const { title, note } = TIER_WORDS[tier];
          return (
            <section key={tier} aria-labelledby={`grp-${tier}`}>
              <div className="grp">
                <h2 id={`grp-${tier}`}>{title}</h2>
                <span>
                  {entries.filter((entry) => !entry.gone).length}
                  {note && <span className="nt"> · {note}</span>}
                </span>
              </div>
              <ul>
                {entries.map((entry) => (
                  <li key={entry.row.id}>
                    <AlertRow
                      row={entry.row}
                      gone={entry.gone}
                      current={entry.row.id === row?.id}
                      onSelect={() => select(!wide && entry.row.id === picked ? null : entry.row.id)}
                    />
                    {!wide && entry.row.id === row?.id && evidence}
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
        {list.heldBack > 0 && (
          <div className="held">
            <IconEye className="i" aria-hidden="true" /> {list.heldBack} held back until there is enough to be sure.
          </div>
        )}
        <div className="keys" aria-hidden="true">
          {KEY_HINTS.map(([keys, words]) => (
            <span key={words}>
              {[...keys].map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}{' '}
              {words}
            </span>
          ))}
        </div>
      </section>
      {wide && (evidence ?? <section className="evd" aria-label="Evidence" />)}
    </div>
  );
}

const KEY_HINTS = [
  ['JK', 'move'],
  ['A', 'acknowledge'],
  ['R', 'resolve'],
  ['V', 'start visit'],
  ['U', 'show new'],
  ['?', 'all keys'],
] as const;

function NothingWaits({ list }: { list: AlertList }) {
  const zone = useClinicZone();
  return (
    <Empty title="Nothing waits for you.">
      <p>Checked {agoWords(list.asOf, Date.now(), zone)}. What arrives shows here by itself.</p>
    </Empty>
  );
}
