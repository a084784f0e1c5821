import type { Session } from '../api/types';

/** Every permission that a screen of this app asks for; the server decides again. */
export const permissions = [
  'batch:view',
  'batch:edit',
  'harvest:view',
  'harvest:edit',
  'harvest:approve',
  'task:view',
  'task:edit',
  'inventory:view',
  'compliance:view',
  'compliance:sync',
  'compliance:push',
  'compliance:approve',
  'compliance:credentials',
  'compliance:export',
  'site:view',
  'site:edit',
  'room:view',
  'room:edit',
  'pod:view',
  'pod:edit',
  'device:edit',
  'user:view',
  'user:edit',
  'audit:view',
  'api_token:edit',
  'telemetry:view',
] as const;

export type Permission = (typeof permissions)[number];

export function may(session: Pick<Session, 'permissions'>, permission: Permission | undefined): boolean {
  return permission === undefined || session.permissions.includes(permission);
}
