import { sameName } from './json-node.ts';
import { JsonScanner, Token } from './json-scanner.ts';
import { decodeJsonString } from './json-string.ts';

/** Where a template may be deployed, as its `$schema` says. */
export type ArmScope = 'resourceGroup' | 'subscription' | 'managementGroup' | 'tenant';

export interface ArmDetection {
  /** `other` is any JSON that is neither a template nor a parameter file. */
  readonly kind: 'template' | 'parameters' | 'other';
  /** Null if the kind is `other`. */
  readonly scope: ArmScope | null;
}

const other: ArmDetection = { kind: 'other', scope: null };

/**
 * Tells by the root's `$schema`, and by nothing else, what a JSON text is. Reads tokens without building anything, and no further than to that
 * property; a text that mentions no `$schema` is left at once.
 */
export function detectArm(text: string): ArmDetection {
  if (!/\$schema"/i.test(text)) return other;
  const scanner = new JsonScanner(text);
  if (scanner.next() !== Token.openBrace) return other;
  let level = 1;
  for (let token = scanner.next(); token !== Token.endOfFile && level > 0; token = scanner.next()) {
    if (token === Token.openBrace || token === Token.openBracket) level++;
    else if (token === Token.closeBrace || token === Token.closeBracket) level--;
    else if (token === Token.string && level === 1 && isSchemaName(text, scanner) && scanner.next() === Token.colon) {
      if (scanner.next() !== Token.string) return other;
      return classifySchema(decodeJsonString(text, scanner.start, scanner.end - scanner.start).value);
    }
  }
  return other;
}

function isSchemaName(text: string, scanner: JsonScanner): boolean {
  return (
    scanner.end - scanner.start === '"$schema"'.length &&
    sameName(text.slice(scanner.start + 1, scanner.end - 1), '$schema')
  );
}

const schemaForm =
  /^https?:\/\/schema\.management\.azure\.com\/schemas\/[^/]+\/(subscription|managementGroup|tenant)?deployment(Template|Parameters)\.json#?$/i;

/**
 * Classifies the address of a schema, such as
 * `https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#`: any date, case ignored, `#` optional (Microsoft
 * Learn, "Understand the structure and syntax of ARM templates").
 */
export function classifySchema(address: string): ArmDetection {
  const match = schemaForm.exec(address.trim());
  if (match === null) return other;
  const scope = scopes[match[1]?.toLowerCase() ?? ''] ?? 'resourceGroup';
  return { kind: match[2]?.toLowerCase() === 'template' ? 'template' : 'parameters', scope };
}

const scopes: Readonly<Record<string, ArmScope>> = {
  subscription: 'subscription',
  managementgroup: 'managementGroup',
  tenant: 'tenant',
};
