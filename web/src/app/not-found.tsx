import { LinkButton, Empty } from '../ui/index.js';
import { useTitle } from './page.js';

export function NotFound() {
  useTitle('Not found');
  return (
    <Empty title="There is no page at this address.">
      <p>It may have moved, or it is not open to your role.</p>
      <LinkButton to="/">Go to the start</LinkButton>
    </Empty>
  );
}
