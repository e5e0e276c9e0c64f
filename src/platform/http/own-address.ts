/** An absolute address of ours, as full URLs of our answers are, is the relative one: `https://here/fhir/Patient/1`. */
export const toRelative = (address: string, publicUrl: string): string =>
  address.startsWith(`${publicUrl}/fhir/`) ? address.slice(publicUrl.length + '/fhir/'.length) : address;
