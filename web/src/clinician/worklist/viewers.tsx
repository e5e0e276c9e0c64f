import type { Viewer } from '../../api/types.js';
import { Avatar } from '../../ui/index.js';
import { sayOnPage, shortName } from '../../words/index.js';

/** "Ana is viewing": so that nobody calls the same patient twice. */
export function Viewers({ viewers }: { viewers: readonly Viewer[] }) {
  const [first, second] = viewers;
  return (
    <span className="viewing small dim" role="status">
      {first && (
        <>
          <Avatar name={first.name} />
          {sayOnPage('worklist.viewing', {
            count: viewers.length,
            first: shortName(first.name),
            second: second ? shortName(second.name) : '',
          })}
        </>
      )}
    </span>
  );
}
