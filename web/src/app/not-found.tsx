import { LinkButton } from '../ui/index.js';
import { useTitle } from './page.js';

export function NotFound() {
  useTitle('Not found');
  return (
    <section className="state" aria-label="Not found">
      <h1>There is no page at this address.</h1>
      <p>It may have moved, or it is not open to your role.</p>
      <LinkButton to="/">Go to the start</LinkButton>
    </section>
  );
}

/** Outside the shell, where there is no main region yet. */
export function NotFoundAnywhere() {
  return (
    <main id="main" tabIndex={-1}>
      <NotFound />
    </main>
  );
}
