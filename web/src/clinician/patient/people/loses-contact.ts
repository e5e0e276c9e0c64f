interface Ways {
  readonly phone: string | null;
  readonly email: string | null;
}

/** Would nobody reach the patient any more who can be reached now? */
export const losesContact = (before: Ways, after: Ways): boolean => hasWay(before) && !hasWay(after);

const hasWay = ({ phone, email }: Ways): boolean => phone !== null || email !== null;
