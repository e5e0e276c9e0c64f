import type { z } from 'zod';
import { toPlainWords } from '../http/plain-issues.js';

/** What is wrong with a setting, for whoever wrote it into a file or a compose file. */
export function toSettingWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type' && issue.expected === 'int') return 'must be a whole number';
  if (issue.code === 'invalid_type' && issue.expected === 'number') return 'must be a number';
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  return toPlainWords(issue);
}
