import { dayIn, weekdayDay } from '../words/index.js';
import { greeting } from './due.js';

export function Greeting({ firstName, timeZone, now }: { firstName: string; timeZone: string; now: number }) {
  return (
    <div className="row greet">
      <h1 className="grow">
        {greeting(new Date(now).getHours())}, {firstName}
      </h1>
      <span className="small dim nowrap">{weekdayDay(dayIn(now, timeZone))}</span>
    </div>
  );
}
