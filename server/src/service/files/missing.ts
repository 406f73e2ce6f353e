/** Why a file is missing: what evaluation says of the values that depend on it, and what the author is told. */
import type { Missing, MissingProblem } from '../../evaluate/files.ts';
import type { NoContent } from './asking.ts';
import { quoted } from './references.ts';

export function missing(reason: string, code: string, severity: MissingProblem['severity'], message: string): Missing {
  return { kind: 'missing', reason, problem: { code, severity, message } };
}

/** The host has yet to read it; nobody is told, since the answer is on its way. */
export const notRead: Missing = { kind: 'missing', reason: 'the file is not read yet', problem: null };

export const remote: Missing = missing(
  'the template is read from the network',
  'template-remote',
  'information',
  'A template on the network is never read: values from it are unknown.',
);

export function notRestored(text: string): Missing {
  const message = `${quoted(text)} is not restored on this machine: values from it are unknown.`;
  return missing('the module is not restored', 'module-not-restored', 'information', message);
}

export function brokenRestore(text: string): Missing {
  const message = `The restored files of ${quoted(text)} are incomplete or damaged: values from it are unknown. Restore it again.`;
  return missing('the module is not restored', 'module-not-restored', 'information', message);
}

export function notMapped(text: string, path: string): Missing {
  const message = `${quoted(text)} is mapped to ${quoted(path)} by zerotrust.config.json, where no file is: values from it are unknown.`;
  return missing('the source of the module is not there', 'file-missing', 'warning', message);
}

/** `path` is what is written down of the address. Which file was meant may be for the deployment to say, so it is no fault of the template. */
export function notLinked(path: string): Missing {
  const message = `No file beside this one, or more than one, may be ${quoted(path)}: values from it are unknown.`;
  return missing('which file is linked is not known', 'template-not-found', 'information', message);
}

/**
 * A file that is there and is neither a template nor a parameter file. Whether it should be is for Bicep's own extension to say, and a linked
 * template may get its content later; what matters here is that something stays unknown.
 */
export function noTemplate(text: string): Missing {
  return missing('the file is no template', 'no-template', 'warning', `${quoted(text)} is no template.`);
}

/**
 * A file that isn't there is a warning and no error: in the editor Bicep's extension marks the same place as an error (BCP091) already, and a
 * second one would shout; on the command line it is the only word about it, and `check` must not be silent about what it couldn't see.
 */
export function noContent(why: NoContent, text: string): Missing {
  switch (why) {
    case 'pending':
      return notRead;
    case 'absent':
      return missing(
        'the file is not there',
        'file-missing',
        'warning',
        `There is no ${quoted(text)}: values from it are unknown.`,
      );
    case 'restricted':
      return missing(
        'the file is outside of the workspace, which is not trusted',
        'file-restricted',
        'information',
        `${quoted(text)} lies outside of the workspace and is not read until you trust it: values from it are unknown.`,
      );
    case 'too-large':
      return missing(
        'the file is too large',
        'file-unreadable',
        'warning',
        `${quoted(text)} is larger than 64 MB and is not read.`,
      );
    case 'binary':
      return missing('the file is no text', 'file-unreadable', 'warning', `${quoted(text)} is no text.`);
    case 'unreadable':
      return missing('the file can not be read', 'file-unreadable', 'warning', `${quoted(text)} can't be read.`);
  }
}
