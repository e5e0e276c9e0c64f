/** Does it look like an e-mail address? Whether anybody is there the mail tells. Spaces around it do not count. */
export const isAddress = (text: string): boolean => /^\S+@\S+$/.test(text.trim());
