import { number } from './format.js';
import { sayOnPage } from './say.js';

/** 0.1 false alarms per patient and month: "About one false alarm per 10 patients a month". */
export function budgetShare(budget: number): string {
  const per = Math.round(1 / budget);
  const whole = Math.abs(budget * per - 1) < 0.01;
  const inTen = 10 * budget;
  return sayOnPage('budget.share', {
    whole: String(whole),
    per,
    inTen: number(inTen, Number.isInteger(inTen) ? 0 : 1),
  });
}

/** The same in this clinic, from twice in three months on as a number a month. */
export function budgetInClinic(budget: number, patients: number): string {
  if (patients === 0) return sayOnPage('budget.nobody');
  const aMonth = budget * patients;
  return sayOnPage('budget.clinic', {
    often: String(aMonth > 0.67),
    patients,
    aMonth: number(aMonth, aMonth < 9.95 && !Number.isInteger(aMonth) ? 1 : 0),
    months: Math.max(2, Math.round(1 / aMonth)),
  });
}
