import type { Rule } from '../rule.ts';
import { oneSidedRuleExamples } from './one-sided-rule.examples.ts';

/** The same rule is missing; here the contract says so. */
export const blockedFlowExamples: Rule['examples'] = { ...oneSidedRuleExamples, flows: ['app -> data: tcp/1433'] };
