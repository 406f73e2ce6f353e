/** What types mean: names are followed through the file and its imports, as far as the files are there. */
import type { ImportDeclaration, Template, TypeDeclaration, TypeFacts } from '../template/ir.ts';
import { isPlain, type TypeForm, type TypePart } from '../template/type-form.ts';
import { isMissing, type TemplateFiles } from './files.ts';

/** Where the names of a type are looked up. */
export interface TypeScope {
  readonly file: string;
  readonly template: Template;
}

/** A type without a name: `form` is what a name, part, nullability or `@secure()` is said of. */
export interface FoundType {
  readonly form: Exclude<TypeForm, { readonly kind: 'name' | 'part' | 'nullability' | 'secure' }>;
  readonly scope: TypeScope;
  readonly nullable: boolean;
  readonly secure: boolean;
}

/** What declares a type: a parameter, an output, a type. */
export interface Typed {
  readonly type: TypeFacts;
  readonly form?: TypeForm;
}

/** Names, parts and files that the search for one type follows. */
const mostSteps = 64;

const declaredImports = new WeakMap<Template, readonly ImportDeclaration[]>();
const declaredTypes = new WeakMap<Template, ReadonlyMap<string, TypeDeclaration>>();

/** Finds what types mean in the files of one evaluation. */
export class TypeFinder {
  private readonly files: TemplateFiles;
  private steps = 0;
  /** What forms mean that stand for others. */
  private readonly found = new Map<TypeForm, { readonly template: Template; readonly type: FoundType | null }>();

  constructor(files: TemplateFiles) {
    this.files = files;
  }

  /** What a type means; null if that isn't known: it is declared nowhere, leads back to itself or stands in a file that isn't there. */
  find(form: TypeForm, scope: TypeScope): FoundType | null {
    this.steps = 0;
    if (!standsForOther(form)) return this.follow(form, scope);
    const known = this.found.get(form);
    if (known?.template === scope.template) return known.type;
    const type = this.follow(form, scope);
    this.found.set(form, { template: scope.template, type });
    return type;
  }

  /** The same for what a declaration says. */
  typeOf(declared: Typed, scope: TypeScope): FoundType | null {
    const found = this.find(formOf(declared), scope);
    return found === null || !declared.type.secure ? found : { ...found, secure: true };
  }

  private follow(form: TypeForm, scope: TypeScope): FoundType | null {
    if (++this.steps > mostSteps) return null;
    switch (form.kind) {
      case 'name':
        return this.named(form.name, scope);
      case 'part':
        return this.part(form.of, form.part, scope);
      case 'nullability': {
        const found = this.follow(form.of, scope);
        return found === null ? null : { ...found, nullable: form.nullable };
      }
      case 'secure': {
        const found = this.follow(form.of, scope);
        return found === null ? null : { ...found, secure: true };
      }
      case 'facts':
        return { form, scope, nullable: form.facts.nullable, secure: form.facts.secure };
      default:
        return { form, scope, nullable: false, secure: false };
    }
  }

  private named(name: string, scope: TypeScope): FoundType | null {
    const declaration = typesOf(scope.template).get(keyOf(scope.template, name));
    if (declaration !== undefined) {
      const found = this.follow(formOf(declaration), scope);
      if (found === null) return null;
      const { nullable, secure } = declaration.type;
      return { ...found, nullable: found.nullable || nullable, secure: found.secure || secure };
    }
    for (const { symbols, path } of importsOf(scope.template)) {
      const symbol = symbols?.find(({ local }) => local === name);
      if (symbol !== undefined) return this.imported(symbol.exported, path, scope);
    }
    return null;
  }

  private imported(name: string, path: string, { file }: TypeScope): FoundType | null {
    const found = this.files.load(file, path);
    if (isMissing(found) || ++this.steps > mostSteps) return null;
    return this.named(name, { file: found.file, template: found.lowered.template });
  }

  private part(of: TypeForm, part: TypePart, scope: TypeScope): FoundType | null {
    if (of.kind === 'name' && part.kind === 'property') {
      const space = importsOf(scope.template).find(({ symbols, name }) => symbols === null && name === of.name);
      if (space !== undefined) return this.imported(part.name, space.path, scope);
    }
    const found = this.follow(of, scope);
    if (found === null) return null;
    const inside = insideOf(found.form, part);
    return inside === null ? null : this.follow(inside, found.scope);
  }
}

function insideOf(form: FoundType['form'], part: TypePart): TypeForm | null {
  switch (part.kind) {
    case 'property':
      return form.kind === 'object' ? (form.properties.find(({ name }) => name === part.name)?.type ?? null) : null;
    case 'rest':
      return form.kind === 'object' ? form.rest : null;
    case 'item':
      return form.kind === 'tuple' ? (form.items[part.index] ?? null) : null;
    case 'items':
      return form.kind === 'array' ? form.element : null;
  }
}

function standsForOther({ kind }: TypeForm): boolean {
  return kind === 'name' || kind === 'part' || kind === 'nullability' || kind === 'secure';
}

function formOf({ type, form }: Typed): TypeForm {
  return form === undefined || isPlain(type) ? { kind: 'facts', facts: type } : form;
}

export function importsOf(template: Template): readonly ImportDeclaration[] {
  const known = declaredImports.get(template);
  if (known !== undefined) return known;
  const imports = template.declarations.filter((declaration) => declaration.kind === 'import');
  declaredImports.set(template, imports);
  return imports;
}

export function keyOf({ foldNames }: Template, name: string): string {
  return foldNames ? name.toLowerCase() : name;
}

export function typesOf(template: Template): ReadonlyMap<string, TypeDeclaration> {
  const known = declaredTypes.get(template);
  if (known !== undefined) return known;
  const types = new Map<string, TypeDeclaration>();
  for (const declaration of template.declarations) {
    if (declaration.kind === 'type') types.set(keyOf(template, declaration.name), declaration);
  }
  declaredTypes.set(template, types);
  return types;
}
