/** Some members of bodies have another name on the page. */
const NAMES: Readonly<Record<string, string>> = {
  clinicianId: 'Clinician',
  birthDate: 'Date of birth',
  email: 'E-mail',
  phone: 'Telephone',
  patientId: 'Patient',
};

/**
 * A refusal of single fields as sentences, for a page that has no place beside them: the name of the field as words, then
 * what must be otherwise.
 */
export function plainDetail(errors: readonly { path: string; message: string }[]): string {
  return errors.map(({ path, message }) => `${sentence(nameOf(path), message)}.`.replace(/\.\.$/, '.')).join(' ');
}

function sentence(name: string, message: string): string {
  if (name === '') return message;
  return /^(must|is|has|may|cannot) /.test(message) ? `${name} ${message}` : `${name}: ${message}`;
}

function nameOf(path: string): string {
  const member = path.split('.').findLast((part) => !/^\d+$/.test(part)) ?? '';
  const words = member.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return NAMES[member] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
