/** Why a finding has no repair, and what to do about it. */
import type { Refusal } from '../repair/verify.ts';
import type { FindingRepairs } from './repairs.ts';

/** One sentence. */
export function whyNoRepair({ refused, declaredIn, noRepair }: FindingRepairs): string {
  if (declaredIn === 'generated')
    return 'No repair: a tool wrote this template; change the Bicep source that it was made of.';
  const [first] = refused;
  if (first === undefined)
    return noRepair !== null
      ? `No repair: ${noRepair}.`
      : 'No repair: what should stand here only its author can know; the page of the rule says how to decide.';
  const { refusal } = first;
  const title = subjectOf(first.title);
  if (refusal === null || refusal.kind === 'stays') {
    if (declaredIn === 'restored')
      return 'No repair: the module that is called here decides it and has no parameter for it; use another version of it, or declare the resource yourself.';
    return refusal === null
      ? `No repair: the text has no single place for "${title}"; make that change by hand.`
      : `No repair: "${title}" would not mend it with all parameter values; change what its value depends on by hand.`;
  }
  return `No repair: ${obstacle(title, refusal)}.`;
}

function obstacle(title: string, refusal: Exclude<Refusal, { readonly kind: 'stays' }>): string {
  switch (refusal.kind) {
    case 'damaged':
      return 'there is a syntax error where it would be made; correct that first';
    case 'breaks': {
      const [what = ''] = refusal.message.split('. ', 1);
      const found = `${refusal.ruleId} (${what.replace(/\.$/, '')})`;
      return refusal.inModule
        ? `"${title}" would bring up ${found} in a module that is not yours; use another version of it, or change this by hand and ignore that with a reason`
        : `"${title}" would bring up ${found}; change both by hand together`;
    }
    case 'limit':
      return `${refusal.message}, which Azure does not take; divide it into modules first`;
    case 'scope':
      return `${refusal.message}; declare it in a module that is deployed there, and name it from here`;
    case 'version':
      return `${refusal.message}; raise it to a preview by hand if that will do`;
    case 'opens':
      return `"${title}" would let through what is denied (${refusal.message}); change it by hand`;
    case 'problem':
      return `"${title}" would make the template wrong in another place (${refusal.said.replace(/\.$/, '')}); change it by hand`;
    case 'unreadable':
      return `"${title}" can't be written here so that the file still reads; change it by hand`;
  }
}

/** What a title promises, without what comes of it. */
function subjectOf(title: string): string {
  return title.split(/[:;] /, 1)[0] ?? title;
}
