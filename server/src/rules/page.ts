import { profilesOf } from '../config/profiles.ts';
import { articles } from './articles.ts';
import { repairKinds } from './repair-kinds.generated.ts';
import { controlsOf, type Example, type Peer, type Rule } from './rule.ts';

/** The page of a rule in Markdown: for docs/rules, the editor's document and `explain`. Ends with a line break. */
export function rulePage(rule: Rule): string {
  const sections = [
    `# ${rule.id}`,
    `${rule.title}.`,
    facts(rule),
    '## Why',
    unwrapped(rule.why),
    '## What to do',
    unwrapped(rule.what),
    '## Repairs',
    repairs(rule),
    ...exceptions(rule),
    ...declaredFlows(rule),
    '## Reported',
    example(rule.examples.bad),
    '## Not reported',
    example(rule.examples.good),
    '## Turn it off',
    suppression(rule),
  ];
  return `${sections.join('\n\n')}\n`;
}

const principles = {
  'verify-explicitly': 'Verify explicitly',
  'least-privilege': 'Use least privileged access',
  'assume-breach': 'Assume breach',
} as const;

const peers: readonly (readonly [Peer, string])[] = [
  ['checkov', 'Checkov'],
  ['kics', 'KICS'],
  ['psrule', 'PSRule for Azure'],
  ['trivy', 'Trivy'],
  ['templateAnalyzer', 'Template Analyzer'],
];

function facts(rule: Rule): string {
  const sources = rule.articles.map(
    ({ seed, step }) => `[${articles[seed].title}](${articles[seed].url}), ${stepInWords(step)}`,
  );
  const equivalents = peers.flatMap(([peer, name]) => {
    const ids = rule.equivalents[peer] ?? [];
    return ids.length === 0 ? [] : [`${name}: ${ids.join(', ')}`];
  });
  const rows = [
    ['Severity', rule.severity],
    ['Profiles', profilesOf(rule).join(', ')],
    ...formerNames(rule),
    ['Principle', principles[rule.principle]],
    ['Article', sources.join('<br>')],
    ['Resources', resources(rule)],
    ...policies(rule),
    ...controls(rule),
    ['Similar checks', equivalents.length === 0 ? 'none known' : equivalents.join('<br>')],
  ];
  return ['| | |', '| --- | --- |', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

function formerNames({ formerIds = [] }: Rule): string[][] {
  return formerIds.length === 0 ? [] : [['Former id', formerIds.join(', ')]];
}

function policies({ policies: definitions = [] }: Rule): string[][] {
  const names = definitions.map(({ name, id }) => `${name} (${id})`);
  return names.length === 0 ? [] : [['Azure Policy', names.join('<br>')]];
}

function controls(rule: Rule): string[][] {
  const named = controlsOf(rule);
  return named.length === 0 ? [] : [['Microsoft cloud security benchmark', named.join(', ')]];
}

function stepInWords(step: string): string {
  return /^\d+$/.test(step) ? `step ${step}` : step;
}

/** Rules about many types name the number and list them below. */
function resources(rule: Rule): string {
  const types = rule.on.map((type) => `\`${type}\``);
  return types.length <= 3 ? types.join('<br>') : `${types.length} types: ${types.join(', ')}`;
}

function repairs(rule: Rule): string {
  if (rule.repairs.length === 0) return 'None.';
  const list = rule.repairs.map((title) => `- ${title}`).join('\n');
  const kinds = (repairKinds[rule.id] ?? []).map((kind) => kindsInWords[kind]).join(' ');
  return `${list}\n\n${kinds} A repair is offered only where it mends the finding and brings no new one.`;
}

const kindsInWords = {
  safe: '**Safe**: nothing changes but what the finding is about; it may run when a file is saved.',
  review: '**Review**: each has consequences, which its title states; read it before you apply it.',
} as const;

function exceptions({ exceptions: silent = [] }: Rule): readonly string[] {
  return silent.length === 0 ? [] : ['## Where it is silent', silent.map((sentence) => `- ${sentence}`).join('\n')];
}

/** What the workspace of the examples declares. */
function declaredFlows({ examples }: Rule): readonly string[] {
  if (examples.flows === undefined) return [];
  return [
    'The examples are in a workspace whose `zerotrust.config.json` declares these flows:',
    fenced('json', JSON.stringify({ flows: examples.flows }, null, 2)),
  ];
}

function example({ bicep, json }: Example): string {
  return ['Bicep:', fenced('bicep', bicep), 'ARM JSON:', fenced('json', json)].join('\n\n');
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

function suppression({ id }: Rule): string {
  const comment = fenced('bicep', `// zt-ignore ${id}: the reason`);
  const metadata = fenced('json', `"metadata": { "zt-ignore": { "${id}": "the reason" } }`);
  const configuration = fenced('json', `{ "rules": { "${id}": "off" } }`);
  return `For one place, write this on the line before, in Bicep and in JSON with comments:\n\n${comment}\n\nIn strict JSON, put this into the resource:\n\n${metadata}\n\nFor a folder, put this into \`zerotrust.config.json\`, or give a severity instead of \`off\`:\n\n${configuration}`;
}

/** Text of a source file as paragraphs: line breaks in it are those of the source. */
function unwrapped(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replaceAll('\n', ' ').trim())
    .join('\n\n');
}
