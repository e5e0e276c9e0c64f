import { dayIn, sayOnPage, weekdayDay } from '../words/index.js';

/** Right at any hour: the clock of this device, of the record and of who reads it can be three. */
export function Greeting({ firstName, timeZone, now }: { firstName: string; timeZone: string; now: number }) {
  return (
    <div className="row greet">
      <h1 className="grow">{sayOnPage('home.greeting', { name: firstName })}</h1>
      <span className="small dim nowrap">{weekdayDay(dayIn(now, timeZone))}</span>
    </div>
  );
}
