/** Sites, places, people, tokens and the audit log. */
import type { SiteRef } from './basics';

export type SiteKind = 'grower' | 'processor' | 'retailer' | 'lab' | 'other';

/** A place as Metrc names it; without an id it was typed by a person and not found in the mirror yet. */
export interface MetrcLocation {
  id: number | null;
  name: string;
}

export type Site = SiteRef & {
  kind: SiteKind;
  defaultMetrcLocation?: MetrcLocation | null;
  active: boolean;
  createdAt: string;
  updatedAt: string;
};

export interface Room {
  id: string;
  siteId: string;
  name: string;
  metrcLocation?: MetrcLocation | null;
  active: boolean;
}

export interface Pod {
  id: string;
  siteId: string;
  roomId: string;
  roomName: string;
  name: string;
  capacity?: number | null;
  metrcLocation?: MetrcLocation | null;
  active: boolean;
}

export interface Member {
  userId: string;
  email: string;
  fullName: string;
  role: string;
  siteIds?: string[] | null;
  active: boolean;
  lastSignInAt?: string | null;
  locked: boolean;
}

export interface Role {
  name: string;
  rank: number;
  permissions: string[];
  assignable: boolean;
}

export interface ApiToken {
  id: string;
  name: string;
  role: string;
  createdAt: string;
  lastUsedAt?: string | null;
  expiresAt?: string | null;
}

export interface AuditEntry {
  id: string;
  at: string;
  actor?: string | null;
  actorId?: string | null;
  action: string;
  entityType: string;
  entityId: string;
  changes: Record<string, unknown[]>;
}
