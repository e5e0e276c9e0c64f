import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

/** A dialog: focus is trapped and given back. Scroll lock would need a style tag, which the policy forbids. */
export function Dialog(props: {
  title: string;
  opened: boolean;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean;
}) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      lockScroll={false}
      size={props.wide ? 720 : 480}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
      yOffset="8vh"
    >
      {props.children}
    </Modal>
  );
}
