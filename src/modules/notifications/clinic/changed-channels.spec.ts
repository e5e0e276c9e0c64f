import { expect, it } from '@jest/globals';
import { toChangedChannels } from './changed-channels.js';

const none = {
  fallbackEmail: null,
  fallbackWebhookUrl: null,
  webhookUrl: null,
  emergencyNumber: null,
  crisisLine: null,
};

it('the history of the clinic has numbers and lines as they are, and of machines the host alone', () => {
  const was = { ...none, webhookUrl: 'https://ehr.example/hook?key=one', crisisLine: '116 123' };
  const now = { ...was, webhookUrl: 'https://ehr.example/hook?key=two', emergencyNumber: '112' };
  const { before, after } = toChangedChannels(was, now);
  expect(before).toEqual({ ...none, webhookUrl: 'ehr.example', crisisLine: '116 123' });
  expect(after).toEqual({
    ...none,
    webhookUrl: 'ehr.example, another address',
    crisisLine: '116 123',
    emergencyNumber: '112',
  });
  expect(toChangedChannels(now, { ...now, webhookUrl: 'https://other.example/' }).after.webhookUrl).toBe(
    'other.example',
  );
  expect(toChangedChannels(now, { ...now, webhookUrl: null }).after.webhookUrl).toBeNull();
  expect(toChangedChannels(now, now).after).toEqual(toChangedChannels(now, now).before);
});
