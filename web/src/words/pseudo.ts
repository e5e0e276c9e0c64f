import { IntlMessageFormat } from 'intl-messageformat';

const ACCENTS: Record<string, string> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  y: 'ý',
  n: 'ñ',
  c: 'ç',
  A: 'Á',
  E: 'É',
  O: 'Ó',
  U: 'Ú',
};

/** Accents on every letter that has one and about a third more length. */
export const pseudoText = (text: string): string =>
  text.replace(/[a-zA-Z]+/g, (word) => {
    const accented = [...word].map((letter) => ACCENTS[letter] ?? letter).join('');
    return word.length > 3 ? accented + '·'.repeat(Math.ceil(word.length / 3)) : accented;
  });

interface Node {
  type: number;
  value?: unknown;
  options?: Record<string, { value: Node[] }>;
}
const LITERAL = 0;

/** The same message with only its literal words changed; placeholders and choices stay as they are. */
export function pseudoMessage(message: IntlMessageFormat): IntlMessageFormat {
  const walk = (nodes: Node[]): Node[] =>
    nodes.map((node) => {
      if (node.type === LITERAL) return { ...node, value: pseudoText(String(node.value)) };
      if (!node.options) return node;
      const options = Object.entries(node.options).map(([k, o]) => [k, { ...o, value: walk(o.value) }] as const);
      return { ...node, options: Object.fromEntries(options) };
    });
  const ast = walk(message.getAst() as unknown as Node[]);
  return new IntlMessageFormat(ast as never, 'en-GB');
}
