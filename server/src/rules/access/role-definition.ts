/** What definitions of custom roles say. */
import { coversAction } from '../../azure/roles.ts';
import { attempt } from '../../deployment/alternatives.ts';
import type { Json, ResourceView } from '../../deployment/view.ts';
import { shownName } from '../words/shown-name.ts';

export const roleDefinitionType = 'Microsoft.Authorization/roleDefinitions';

export interface AllowedAction {
  /** Such as `Microsoft.Network/*`. */
  readonly action: string;
  /** Where it stands. */
  readonly path: string;
  /** What the same permission takes away again. */
  readonly except: readonly string[];
}

/** What to call a role in a message: by the name that people see, if it is known. */
export function roleInWords(role: ResourceView): string {
  const name = attempt(() => role.read('properties.roleName'));
  return typeof name === 'string' ? name : shownName(role);
}

/** All actions that a role allows, those on data included. */
export function allowedActions(role: ResourceView): readonly AllowedAction[] {
  return [...Array(role.size('properties.permissions')).keys()].flatMap((index) => {
    const permission = `properties.permissions.${index}`;
    return [
      ...actionsAt(role, `${permission}.actions`, `${permission}.notActions`),
      ...actionsAt(role, `${permission}.dataActions`, `${permission}.notDataActions`),
    ];
  });
}

function actionsAt(role: ResourceView, path: string, exceptPath: string): readonly AllowedAction[] {
  const except = textsOf(role.read(exceptPath));
  return textsOf(role.read(path)).map((action, index) => ({ action, path: `${path}.${index}`, except }));
}

function textsOf(list: Json): readonly string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

/** True if an action is surely part of what is allowed: covered, and not taken away. */
export function allows({ action, except }: AllowedAction, asked: string): boolean {
  return coversAction(action, asked) && !except.some((taken) => coversAction(taken, asked));
}
