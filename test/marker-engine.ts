/**
 * An engine for tests of the faces: it finds words instead of breaches, so that a test can say in its text what is to be found.
 *
 * | word | what the engine says |
 * | `OPEN` | a certain warning of `open-door`; a review repair writes `SHUT` |
 * | `LOOSE` | a certain information of `loose-screw`; a safe repair writes `TIGHT` |
 * | `MAYBE` | a possible `open-door` without repair |
 * | `SHARED` | others read the file: asked all of them, repairs change two resources |
 * | `FORBIDDEN` | others read the file: asked all of them, there is no repair |
 * | `EXEMPT` | nothing, with a quiet note |
 * | `???` | a syntax error; `!!!` one of an expression |
 * | `CRASH` | an exception; `FRAIL` one when repairs are asked for |
 * | `resource NAME` | a resource; in the topology a node of the web tier |
 */
import type { Configuration } from '../server/src/config/configuration.ts';
import type { Finding } from '../server/src/rules/finding.ts';
import type {
  Engine,
  FileAnalysis,
  RuleDescription,
  SourceFile,
  TierMatrix,
  TopologyNode,
  VerifiedRepair,
} from '../server/src/service/model.ts';
import { noMatrix } from '../server/src/service/network/matrix.ts';
import type { Problem } from '../server/src/text/problem.ts';
import { type Span, spanOf } from '../server/src/text/span.ts';

const markers = [
  { word: 'OPEN', ruleId: 'open-door', severity: 'warning', certainty: 'certain', repair: 'SHUT', kind: 'review' },
  {
    word: 'LOOSE',
    ruleId: 'loose-screw',
    severity: 'information',
    certainty: 'certain',
    repair: 'TIGHT',
    kind: 'safe',
  },
  { word: 'MAYBE', ruleId: 'open-door', severity: 'hint', certainty: 'possible', repair: null, kind: 'review' },
] as const;

export interface MarkerEngine extends Engine {
  /** How often a file was analysed. */
  readonly analyses: number;
}

export function markerEngine(): MarkerEngine {
  let analyses = 0;
  return {
    get analyses() {
      return analyses;
    },
    analyze(file, configuration) {
      analyses++;
      return analyze(file, configuration);
    },
    glance(file, configuration) {
      analyses++;
      return analyze(file, configuration);
    },
    renew: () => false,
    scenarios: () => ({ scenarios: [], leftOut: 0, searching: false, parameterFiles: [] }),
    reading: { read: 0, all: 0 },
    repairs: (...question) => {
      const [{ text }] = question;
      if (text.includes('FORBIDDEN')) return [];
      return repairs(...question).map((repair) =>
        text.includes('SHARED') ? { ...repair, title: `${repair.title} (changes 2 resources)` } : repair,
      );
    },
    offers: (...question) => {
      const [{ text }] = question;
      const isWhole = !text.includes('FORBIDDEN') && !text.includes('SHARED');
      return { repairs: repairs(...question), isWhole, whyNone: whyNoRepair(...question) };
    },
    refusals: () => [],
    whyNoRepair,
    verify: () => false,
    topology(file, configuration) {
      if (analyze(file, configuration).language === null) return null;
      const nodes = spansOf(file.text, /resource (\w+)/g).map((span) => node(file, span));
      const tiers = nodes.length > 0 ? [{ id: 'web' as const, title: 'Front end', nodes }] : [];
      return { path: file.path, tiers, matrix: nodes.length > 0 ? webMatrix : noMatrix };
    },
    reach: () => null,
    networkDifference: () => null,
    securityRules: () => [],
    evaluate: () => ({ kind: 'no-template' }),
    rules: () => [
      description('open-door', 'warning', 'A door is open.'),
      description('loose-screw', 'information', 'A screw is loose.'),
    ],
    explain: (ruleId) => (ruleId === 'open-door' ? '# open-door\n\nShut it.\n' : null),
  };
}

const repairs: Engine['repairs'] = (file, configuration, findingKey) => {
  if (file.text.includes('FRAIL')) throw new TypeError('the marker engine was told to fail');
  const finding = analyze(file, configuration).findings.find(({ key }) => key === findingKey);
  return finding ? repairsOf(file, finding) : [];
};

const whyNoRepair: Engine['whyNoRepair'] = (file, configuration, findingKey) => {
  const finding = analyze(file, configuration).findings.find(({ key }) => key === findingKey);
  return finding && repairsOf(file, finding).length === 0 ? 'No repair: nobody knows how to mend it.' : null;
};

/** The Internet reaches the web tier on TCP 443, and on UDP 53 perhaps. */
const webMatrix: TierMatrix = {
  rows: [
    {
      from: 'internet',
      to: 'web',
      flows: [
        { protocol: 'tcp', ports: [443, 443], answer: 'allowed', dependsOn: [] },
        { protocol: 'udp', ports: [53, 53], answer: 'depends', dependsOn: ['parameter dns'] },
      ],
    },
    { from: 'web', to: 'internet', flows: [] },
  ],
  undecided: null,
  left: [],
};

function analyze(file: SourceFile, configuration: Configuration): FileAnalysis {
  const { path, text, format } = file;
  if (text.includes('CRASH')) throw new TypeError('the marker engine was told to crash\nwith a second line');
  const isTemplate = format !== 'json' || text.includes('deploymentTemplate.json#');
  if (!isTemplate)
    return {
      path,
      language: null,
      problems: [],
      findings: [],
      damaged: [],
      quiet: [],
      secrets: [],
      source: null,
      settingsProblems: [],
      resourceCount: 0,
      complete: true,
      searching: false,
      pending: [],
    };
  return {
    path,
    language: format === 'json' ? 'arm' : format,
    problems: [...problems(text, '???', 'bicep-syntax'), ...problems(text, '!!!', 'expression-syntax')],
    findings: markers.flatMap((marker) => findings(file, configuration, marker)),
    damaged: [],
    quiet: spansOf(text, /EXEMPT/g).map((span) => ({
      ruleId: 'open-door',
      reason: 'This door must stay open.',
      at: { file: path, span },
    })),
    settingsProblems: [],
    secrets: [],
    source: /COMPILED (\S+)/.exec(text)?.[1] ?? null,
    resourceCount: spansOf(text, /resource \w+/g).length,
    complete: true,
    searching: false,
    pending: [],
  };
}

function findings(file: SourceFile, configuration: Configuration, marker: (typeof markers)[number]): Finding[] {
  const setting = configuration.rules[marker.ruleId];
  if (setting === 'off') return [];
  const { ruleId, certainty } = marker;
  return spansOf(file.text, new RegExp(marker.word, 'g')).map((span, index) => ({
    key: `${ruleId}/${marker.word}/${index}`,
    ruleId,
    severity: certainty === 'possible' ? 'hint' : (setting ?? marker.severity),
    certainty,
    message: `Something is ${marker.word.toLowerCase()}. That is bad. Mend it.`,
    at: { file: file.path, span },
    resource: { type: 'Test/doors', name: 'door', symbolicName: null },
    instances: 1,
    scenarios: [],
    related: [{ file: file.path, span: spanOf(0, 1), message: 'It begins here.' }],
  }));
}

function repairsOf(file: SourceFile, finding: Finding): VerifiedRepair[] {
  const marker = markers.find(({ word }) => finding.key.split('/')[1] === word);
  if (!marker?.repair) return [];
  const edits = [{ path: file.path, edits: [{ span: finding.at.span, newText: marker.repair }] }];
  const title = `Make it ${marker.repair}`;
  return [{ findingKey: finding.key, index: 0, title, kind: marker.kind, description: null, edits }];
}

function problems(text: string, word: string, code: string): Problem[] {
  return spansOf(text, new RegExp(word.replace(/\?/g, '\\?'), 'g')).map((span) => ({
    code,
    message: `This is not understood.`,
    span,
    severity: 'error',
  }));
}

function node(file: SourceFile, span: Span): TopologyNode {
  const name = file.text.slice(span.start, span.end).replace('resource ', '');
  const nameToken = spanOf(span.end - name.length, span.end);
  return {
    id: name,
    type: 'Test/doors',
    name,
    symbolicName: name,
    declaration: { file: file.path, span },
    nameToken: { file: file.path, span: nameToken },
    evidence: [{ kind: 'name', detail: `It is called ${name}.` }],
    worst: 'warning',
    children: [],
  };
}

function description(id: string, severity: RuleDescription['severity'], title: string): RuleDescription {
  return {
    id,
    formerIds: [],
    title,
    severity,
    principle: 'assume-breach',
    articles: [],
    rows: [1],
    profiles: [],
    equivalents: { checkov: [], kics: [], psrule: [], trivy: [], templateAnalyzer: [] },
    policies: [],
    controls: [],
    languages: ['bicep', 'arm'],
    fixes: [],
    fixKinds: [],
  };
}

function spansOf(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map((match) => spanOf(match.index, match.index + match[0].length));
}
