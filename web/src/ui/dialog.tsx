import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useDialogPlace } from './dialog-stack.js';

/** Above the page's own bars. */
const LOWEST_Z = 200;

/** A dialog: focus is trapped and given back. Scroll lock would need a style tag, which the policy forbids. */
export function Dialog(props: {
  title: string;
  opened: boolean;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean;
}) {
  const { depth, top } = useDialogPlace(props.opened, props.onClose);
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      lockScroll={false}
      zIndex={LOWEST_Z + depth}
      trapFocus={top}
      closeOnEscape={false}
      size={props.wide ? 720 : 480}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
      yOffset="8vh"
    >
      {props.children}
    </Modal>
  );
}
