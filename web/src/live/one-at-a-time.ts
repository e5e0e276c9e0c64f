/**
 * Runs a piece of work one at a time. Asked again meanwhile, it runs once more afterwards, however often it was asked: a
 * burst of news costs two requests, and a steady stream of it never keeps an answer from arriving.
 */
export function oneAtATime(run: () => Promise<unknown>): () => void {
  let running = false;
  let again = false;
  const go = async () => {
    running = true;
    do {
      again = false;
      await run().catch(() => undefined);
    } while (again);
    running = false;
  };
  return () => {
    again = true;
    if (!running) void go();
  };
}
