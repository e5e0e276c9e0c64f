import { describe, expect, it } from '@jest/globals';
import { uploadWhy } from './upload-why.js';

const TECHNICAL = 'The zip must hold apple_health_export/export.xml, or the folders of Fitbit or Google Health.';

describe('uploadWhy', () => {
  it.each([
    'UPLOAD_UNSUPPORTED', 'UPLOAD_NO_ZIP', 'UPLOAD_EMPTY', 'UPLOAD_OTHER_KIND', 'UPLOAD_INCOMPLETE', 'UPLOAD_TRUNCATED', 'UPLOAD_UNSAFE', 'UPLOAD_TOO_LARGE', 'UPLOAD_NOT_THEIRS',
    'XML_MALFORMED', 'XML_ENTITY_REFUSED', 'XML_TOO_COSTLY', 'TOO_LARGE', 'UPLOAD_CUT_OFF', 'UPLOAD_LOST', 'UPLOAD_REPEATED', 'UPLOAD_INFECTED',
    'UPLOAD_OUR_FAULT', 'UPLOAD_OUR_FAULT_FOR_NOW', 'UPLOAD_DEADLY', 'UPLOAD_SCANNER_AWAY', 'UPLOAD_WAITS_FOR_ZONE', 'CONSENT_MISSING',
  ])('%s has plain words', (errorCode) => {
    const words = uploadWhy({ error: TECHNICAL, errorCode });
    expect(words).not.toMatch(/xml|\btag|must|server|scanner|[_{}]/i);
    expect(words).toMatch(/^[A-Z].+\.$/);
  }); // prettier-ignore

  it.each(['UPLOAD_UNSUPPORTED', 'UPLOAD_INCOMPLETE'])(
    '%s says what can be brought in, and what of others',
    (errorCode) =>
      expect(uploadWhy({ error: TECHNICAL, errorCode })).toMatch(
        /Health on an iPhone.* Fitbit or Google Health.* other makers .*of the clinic, if it has one/,
      ),
  );

  it('speaks of no maker where the file may be of either', () => {
    const ofEither = ['UPLOAD_TRUNCATED', 'UPLOAD_UNSAFE', 'UPLOAD_DEADLY', 'UPLOAD_CUT_OFF', 'UPLOAD_INFECTED'];
    for (const errorCode of ofEither)
      expect(uploadWhy({ error: TECHNICAL, errorCode })).not.toMatch(/iphone|health|fitbit|google/i);
  });

  it('leaves what the server says where nobody has found words for it', () => {
    expect(uploadWhy({ error: TECHNICAL, errorCode: 'SOMETHING_NEW' })).toBe(TECHNICAL);
    expect(uploadWhy({ error: TECHNICAL, errorCode: null })).toBe(TECHNICAL);
    expect(uploadWhy({ error: null, errorCode: null })).toBe('It could not be read.');
  });
});
