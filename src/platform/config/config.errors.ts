/** Something about the surroundings is wrong and a person can put it right. Printed as it is, without a stack. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}

export class ConfigError extends StartError {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(`Configuration: ${problems.join('; ')}.`);
  }
}
