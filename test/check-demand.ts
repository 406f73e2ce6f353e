/** Checks a rule that demands a value of one property, in a declaration named `example`. */
import type { Rule } from '../server/src/rules/rule.ts';
import { checkRepair, checkRule } from './check-rule.ts';

/** What the rule is expected to make of the values of its property, as Bicep writes them. */
export interface DemandCases {
  /** Type and version, such as `Microsoft.Storage/storageAccounts@2024-01-01`. */
  readonly typed: string;
  readonly path: string;
  /** Values that are reported, and how heavily. */
  readonly wrong: readonly string[];
  readonly severity: string;
  /** Values that aren't. */
  readonly right: readonly string[];
  /** Whether it is reported that the property isn't set; not checked without it. */
  readonly isUnsetWrong?: boolean;
  /** What else the declaration holds, a line each. */
  readonly others?: readonly string[];
  /** The repair's title from its beginning, and the value that it writes. */
  readonly repair?: { readonly title: string; readonly value: string };
}

/** The rule speaks for each wrong value at its place, and is silent for right ones, unknown ones and resources that are only referred to. */
export function checkDemand(rule: Rule, cases: DemandCases): void {
  const { typed, path, wrong, severity, right, isUnsetWrong, repair } = cases;
  const shownPath = path.replace(/^properties\./, '');
  for (const value of right) checkRule(rule, declaration(cases, value));
  checkRule(rule, `param given string\n${declaration(cases, 'given')}`);
  checkRule(rule, `resource example '${typed}' existing = { name: 'example' }`);
  for (const value of wrong) {
    const text = declaration(cases, value);
    const line = text.split('\n').find((candidate) => candidate.includes(`: ${value} `)) ?? '';
    const caret = `//${line.slice(2, line.indexOf(`: ${value} `) + 2).replace(/./g, ' ')}${'^'.repeat(value.length)}`;
    const said = `${severity}: ${shownPath} of example is ${value.replaceAll("'", '')}. `;
    checkRule(rule, text.replace(line, `${line}\n${caret} ${said}`));
    if (repair === undefined) continue;
    checkRepair(rule, text, repair.title, text.replace(`: ${value} `, `: ${repair.value} `));
  }
  if (isUnsetWrong === undefined) return;
  const unset = declaration(cases, null);
  const caret = `//       ^^^^^^^ ${severity}: ${shownPath} of example is not set. `;
  checkRule(rule, isUnsetWrong ? unset.replace('\n', `\n${caret}\n`) : unset);
}

/** The declaration with a value of the property, on one line. */
function declaration({ typed, path, others = [] }: DemandCases, value: string | null): string {
  const steps = path.split('.');
  const opening = steps.slice(0, -1).map((step) => `${step}: { `);
  const written = `  ${opening.join('')}${steps.at(-1)}: ${value} ${'}'.repeat(opening.length)}\n`;
  return `resource example '${typed}' = {
  name: 'example'
${others.map((line) => `  ${line}\n`).join('')}${value === null ? '' : written}}
`;
}
