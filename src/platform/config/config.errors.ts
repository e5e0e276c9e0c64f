/** Something about the surroundings is wrong and a person can put it right. Printed as it is, without a stack. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}

export class ConfigError extends StartError {
  override readonly name = 'ConfigError';
  /** One is a sentence, several are a list. */
  constructor(readonly problems: readonly string[]) {
    super(problems.length === 1 ? `Configuration: ${problems[0]}.` : ['Configuration:', ...problems].join('\n  '));
  }
}
