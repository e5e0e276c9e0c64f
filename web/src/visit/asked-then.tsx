import { Button } from '../ui/index.js';

/** What may be meant and is asked about once: a visit behind closed doors, or at the time of another. */
export function AskedThen(props: { says: string; yes: string; busy: boolean; onBook: () => void }) {
  return (
    <div className="msg" role="alert">
      <div>
        {props.says}{' '}
        <Button small busy={props.busy} onClick={props.onBook}>
          {props.yes}
        </Button>
      </div>
    </div>
  );
}
