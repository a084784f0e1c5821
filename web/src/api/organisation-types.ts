/** Sites, places, people, tokens and the audit log, as the server describes them. */
import type { Schema } from './basics';

export type SiteKind = Schema['SiteKind'];
export type MetrcLocation = Schema['MetrcPlace'];
export type Site = Schema['SiteView'];
export type Room = Schema['RoomView'];
export type Pod = Schema['PodView'];
export type Member = Schema['MemberView'];
export type Role = Schema['RoleView'];
export type ApiToken = Schema['ApiTokenView'];
export type OpenSession = Schema['UserSessionView'];

/** The changes are free JSON to the server's description: field → [old, new]. */
export type AuditEntry = Omit<Schema['AuditView'], 'changes'> & { changes: Record<string, unknown[]> };
export type RegisteredDevice = Schema['DeviceView'];

/** What a revoked device delivered; the operation is as the device sent it. */
export type Quarantined = Omit<Schema['QuarantinedView'], 'operation'> & {
  operation: Record<string, unknown>;
};
