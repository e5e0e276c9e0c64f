import { describe, expect, it } from '@jest/globals';
import { reading } from './reading.testkit.js';
import { restate } from './restate.js';

const AT = new Date('2026-03-10T12:00:00Z');
const code = { coding: [{ system: 'http://loinc.org', code: '55423-8' }] };
const other = { code: { text: 'Distance' }, valueString: 'far' };

function corrected(remainder: object, skeleton: object = {}, value = '12') {
  const given = reading('p1', 0, { valueText: '83.0', skeleton: JSON.stringify(skeleton), remainder: JSON.stringify(remainder) }); // prettier-ignore
  const made = restate(given, { status: 'amended', note: 'A dog.', at: AT, valueText: value });
  return { ...made, skeleton: JSON.parse(made.skeleton), own: JSON.parse(made.remainder!) };
}

describe('a corrected value', () => {
  it('stands where the old one stood: in the component that says it', () => {
    const said = { code, valueQuantity: { value: 83, unit: 'steps' } };
    const $exact = { 'component.0.valueString': '1.0', 'component.1.valueQuantity.value': '83.0' };
    const { skeleton, own, valueText } = corrected({ component: [other, said], $exact });
    expect(valueText).toBe('12');
    expect(skeleton).toEqual({ status: 'amended' });
    expect(own).toMatchObject({
      component: [other, { code, valueQuantity: { value: 12, unit: 'steps', code: '{steps}' } }],
      $exact: { 'component.0.valueString': '1.0' },
    });
    expect(own.$exact).not.toHaveProperty(['component.1.valueQuantity.value']);
  });

  it('keeps its digits there', () => {
    const component = [other, { code, valueQuantity: { value: 83, unit: 'steps' } }];
    const { own } = corrected({ component }, {}, '12.50');
    expect(own).toMatchObject({ component: [other, { valueQuantity: { value: 12.5 } }] });
    expect(own.$exact).toEqual({ 'component.1.valueQuantity.value': '12.50' });
  });

  it('is the own one of a reading that has one, whatever its components say', () => {
    const { skeleton, own } = corrected({ component: [other] }, { valueQuantity: { unit: 'steps', code: 'steps' } });
    expect(skeleton.valueQuantity).toEqual({ unit: 'steps', system: 'http://unitsofmeasure.org', code: '{steps}' });
    expect(own.component).toEqual([other]);
  });
});
