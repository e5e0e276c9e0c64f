import { loadConfig } from '../platform/config/config.js';
import { StartError } from '../platform/config/config.errors.js';
import type { OpenDatabase } from './open-database.js';

/** A way back in for somebody whom no mail reaches: whoever runs the server hands the link over in person. */
export async function resetLink({ email }: { email: string }, open: OpenDatabase): Promise<void> {
  const config = loadConfig(process.env);
  const surroundings = await open(config);
  try {
    const user = await surroundings.signIn.accounts.findByEmail(email);
    if (!user) throw new StartError('There is no account with this address.');
    const token = { authUserId: user.id, purpose: 'reset-password', email: user.email } as const;
    const { secret, minutes } = await surroundings.signIn.mailTokens.issue(token);
    console.log(
      `With this link a new password is chosen, once, within ${minutes} minutes. Give it to that person only:`,
    );
    console.log(`${config.publicUrl}/reset#${secret}`);
  } finally {
    await surroundings.close();
  }
}
