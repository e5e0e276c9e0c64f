import { Modal } from '@mantine/core';
import type { MouseEvent, ReactNode } from 'react';
import { useDialogPlace } from './dialog-stack.js';
import { useFocusReturn } from './focus-return.js';

/** Above the page's own bars. */
const LOWEST_Z = 200;

const stay = () => undefined;

/** Pressing the cross, or beside the dialog, leaves the focus where somebody was typing: a question may lead back there. */
const keepFocus = (event: MouseEvent) => event.preventDefault();
const keepFocusBeside = (event: MouseEvent) => {
  if (event.target instanceof Element && !event.target.closest('[role="dialog"]')) keepFocus(event);
};

/** What lies above the page: focus is trapped and given back. Scroll lock would need a style tag, which the policy forbids. */
export function DialogFrame(props: {
  title: string;
  opened: boolean;
  /** Null: it closes by what is in it alone. For what cannot be shown again. */
  onClose: (() => void) | null;
  children: ReactNode;
  wide?: boolean;
  /** It does not close just now, and looks like that. */
  busy?: boolean;
}) {
  const close = props.onClose ?? stay;
  const depth = useDialogPlace(props.opened, close);
  useFocusReturn(props.opened);
  return (
    <Modal
      opened={props.opened}
      onClose={close}
      withCloseButton={props.onClose !== null}
      title={props.title}
      lockScroll={false}
      zIndex={LOWEST_Z + depth}
      returnFocus={false}
      onMouseDown={keepFocusBeside}
      closeOnEscape={false}
      size={props.wide ? 720 : 480}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close', 'aria-disabled': props.busy || undefined, onMouseDown: keepFocus }}
      yOffset="8vh"
    >
      {props.children}
    </Modal>
  );
}
