import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type {
  DeclarationDraft,
  Draft,
  OutputDeclarationDraft,
  ParameterDeclarationDraft,
  PropertyDraft,
  ResourceDraft,
  ResourceHandle,
} from './draft.ts';

/** Where a resource is declared, and where its type is written in there. */
export interface VersionPlaces {
  readonly declaration: Span;
  readonly type: Span;
}

/**
 * Changes one file in its own language and style. Places are spans of nodes, as the file's span table gives them; all edits refer to the text
 * that the writer was made for, so several may be applied together. Null means that there is no such place, or that the text there can't
 * take the change; nothing is ever guessed.
 */
export interface TemplateWriter {
  /** Replaces an expression, in JSON also one within a string. */
  replace(expression: Span, draft: Draft): TextEdit[] | null;
  /** Adds properties at the end of an object, before declarations nested in it. */
  addProperties(object: Span, properties: readonly PropertyDraft[]): TextEdit[] | null;
  /** Removes the property whose value stands at the span, if its key is `key`. */
  removeProperty(value: Span, key: string): TextEdit[] | null;
  /** Writes another property in the place of the one of the object whose value stands at the span, if its key is `key`. */
  replaceProperty(object: Span, value: Span, key: string, property: PropertyDraft): TextEdit[] | null;
  /** Removes for each span the innermost element of an array that covers it, if that is an object. */
  removeElements(withins: readonly Span[]): TextEdit[] | null;
  /** Removes the resource whose declaration stands at the span; null where something else of the file names it. */
  removeDeclaration(declaration: Span): TextEdit[] | null;
  addElements(array: Span, items: readonly Draft[]): TextEdit[] | null;
  /** Adds an argument to a call of a function, behind its last one. */
  addArgument(last: Span, draft: Draft): TextEdit[] | null;
  /** Declares resources and calls modules behind what is declared at the span, outside of what surrounds that. */
  declare(behind: Span, declarations: readonly DeclarationDraft[]): TextEdit[] | null;
  /** The text of a module that declares a resource with a name, location and tags that it is given, and gives its id; `kind` says what it is. */
  moduleOf(resource: ResourceDraft, kind: readonly string[]): string | null;
  /** Declares children inside the declaration of their parent, behind the child declared at `sibling`, in its form. */
  nestResources(sibling: Span, resources: readonly ResourceDraft[]): TextEdit[] | null;
  /** Declares parameters behind the last one of the file's template, or of the template that the declaration of a deployment holds. */
  declareParameters(parameters: readonly ParameterDeclarationDraft[], within: Span | null): TextEdit[] | null;
  /** Declares an output behind another, or at the end where there is none; in Bicep only. */
  declareOutput(behind: Span | null, output: OutputDeclarationDraft): TextEdit[] | null;
  /** Writes another apiVersion; null where the text doesn't say it in plain sight, or nested resources inherit it. */
  setApiVersion(places: VersionPlaces, version: string): TextEdit[] | null;
  /** Makes a resource wait for others; nothing to do in Bicep, where references say it. */
  addDependencies(resource: Span, on: readonly ResourceHandle[]): TextEdit[] | null;
}
