import { Modal } from '@mantine/core';
import { useFocusReturn } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useDialogPlace } from './dialog-stack.js';

/** Above the page's own bars. */
const LOWEST_Z = 200;

const stay = () => undefined;

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
  const { depth, top } = useDialogPlace(props.opened, close);
  // Mantine's own would take the focus from anew whenever the trap is let go and set again, for a question above.
  useFocusReturn({ opened: props.opened });
  return (
    <Modal
      opened={props.opened}
      onClose={close}
      withCloseButton={props.onClose !== null}
      title={props.title}
      lockScroll={false}
      zIndex={LOWEST_Z + depth}
      trapFocus={top}
      returnFocus={false}
      closeOnEscape={false}
      size={props.wide ? 720 : 480}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close', 'aria-disabled': props.busy || undefined }}
      yOffset="8vh"
    >
      {props.children}
    </Modal>
  );
}
