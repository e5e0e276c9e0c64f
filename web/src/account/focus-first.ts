/** As the `ref` of a form that has just appeared where a button was: the focus goes on into its first field. */
export const focusFirst = (form: HTMLFormElement | null): void => form?.querySelector('input')?.focus();
