/** Sorts text by its characters, whatever the language: civil days, ids, names of devices. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Text as it is compared where case and the number of spaces say nothing. */
export const foldText = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();
