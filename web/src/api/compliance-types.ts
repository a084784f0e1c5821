/** What is told to the state, what is heard from it, and how that went. */
import type { Badge, Finding, SiteRef } from './basics';

export type Environment = 'sandbox' | 'production';
export type LogStatus = 'pending' | 'in_progress' | 'completed' | 'partial' | 'failed';
export type Direction = 'push' | 'pull' | 'bidirectional';
export type OperationState =
  | 'recorded'
  | 'claimed'
  | 'sent'
  | 'confirmed'
  | 'refused'
  | 'unknown'
  | 'verified'
  | 'needs_person'
  | 'cancelled';

export type LocationSource = 'pod_mapping' | 'room_mapping' | 'site_default' | 'none';

export interface ResolvedLocation {
  location?: string | null;
  locationId?: number | null;
  source: LocationSource;
  requiresManualInput: boolean;
  candidates: { location: string; source: LocationSource; pod?: string | null }[];
}

export interface BatchCheck {
  ok: boolean;
  findings: Finding[];
  /** Absent when the rules refuse, like the report. */
  path?: 'opening' | 'from_package' | 'from_mother_plant' | null;
  report?: {
    name?: string | null;
    type?: string | null;
    count?: number | null;
    strain?: string | null;
    location?: string | null;
    plantedDate?: string | null;
  } | null;
}

export interface PushResult {
  success: boolean;
  message: string;
  batchesCreated: number;
  warnings: string[];
  status: 'confirmed' | 'pending' | 'unknown';
  operationId: string;
  metrcBatchId?: number | null;
}

export interface SyncStatus {
  status: Badge;
  metrcBatchId?: number | null;
  metrcBatchName?: string | null;
  metrcBatchType?: string | null;
  lastSyncedAt?: string | null;
  domainType: string;
  error?: string | null;
  operationId?: string | null;
}

export interface Operation {
  id: string;
  siteId: string;
  kind: string;
  entityType: string;
  entityId: string;
  entityName?: string | null;
  state: OperationState;
  attempts: number;
  matchKey?: string | null;
  createdAt: string;
  updatedAt: string;
  nextAttemptAt?: string | null;
  error?: string | null;
  metrcId?: number | null;
  createdBy?: string | null;
}

export interface Evidence {
  at: string;
  step: string;
  method?: string | null;
  url?: string | null;
  status?: number | null;
  requestBody?: string | null;
  responseBody?: string | null;
  /** Why there was no answer, in the network's words. */
  failure?: string | null;
  sha256?: string | null;
}

/** One operation with the report as it is sent, and word for word what went to and fro. */
export interface OperationDetail {
  operation: Operation;
  payload?: unknown;
  payloadHash?: string | null;
  confirmedWarnings: string[];
  evidence: Evidence[];
}

export interface SyncLog {
  id: string;
  siteId: string;
  siteName: string;
  system: string;
  syncType: string;
  direction: Direction;
  operation: string;
  status: LogStatus;
  startedAt: string;
  completedAt?: string | null;
  durationMs?: number | null;
  processed: number;
  created: number;
  updated: number;
  failed: number;
  total?: number | null;
  stage?: string | null;
  errorMessage?: string | null;
  errorHelp?: string | null;
  errorCode?: string | null;
  parentId?: string | null;
  triggeredBy?: string | null;
  errors?: { key?: string | null; message: string }[] | null;
  entityId?: string | null;
  operationId?: string | null;
}

/** The answer of `POST /compliance/sync`: the result when done, or where to ask for it. */
export interface SyncAnswer {
  success?: boolean;
  syncType?: string;
  syncLogId?: string | null;
  statusUrl?: string | null;
  result?: { syncLogId?: string | null } | null;
}

export interface ScheduleRow {
  syncType: string;
  enabled: boolean;
  intervalMinutes: number;
  nextRunAt?: string | null;
  lastRunAt?: string | null;
  lastStatus?: LogStatus | null;
  lastCompletedAt?: string | null;
  lastProcessed?: number | null;
  lastError?: string | null;
  consecutiveFailures: number;
  rows: number;
}

export interface Queue {
  waiting: number;
  unknown: number;
  needsPerson: number;
  refused: number;
  nextDeadline?: string | null;
}

export interface Overview {
  site: SiteRef;
  environment: Environment;
  credential: {
    configured: boolean;
    facilityName?: string | null;
    validatedAt?: string | null;
    ageDays?: number | null;
    remind: boolean;
  };
  types: ScheduleRow[];
  running?: SyncLog | null;
  queue: Queue;
  outage?: { since: string; message: string } | null;
  budget?: { perSecond: number; used: number } | null;
}

export interface Credential {
  environment: Environment;
  baseUrl: string;
  vendorKeyHint: string;
  userKeyHint: string;
  facilityName?: string | null;
  validatedAt?: string | null;
  createdAt: string;
  ageDays: number;
  remind: boolean;
}

export interface MirrorRow {
  metrcId: number;
  name: string;
  typeName?: string | null;
  active: boolean;
  gone: boolean;
  lastModified?: string | null;
  linkedTo?: { id: string; name: string } | null;
  suggestion?: { id: string; name: string; score: number } | null;
}
