/** The shapes the server answers, one name per thing. Screens import types from here and nowhere else. */
import type { Badge, Finding, Page, SiteRef } from './basics';

export type * from './basics';
export type * from './compliance-types';
export type * from './organisation-types';

export type DomainType = 'cannabis' | 'produce';
export type SourceType = 'seed' | 'clone' | 'tissue_culture';
export type BatchStatus = 'active' | 'quarantined' | 'completed' | 'destroyed';
export type LotStatus = 'available' | 'in_transit' | 'on_hold' | 'quarantined' | 'finished';

export interface StrainLink {
  siteId: string;
  metrcStrainId: number;
  metrcStrainName: string;
}

export interface Cultivar {
  id: string;
  name: string;
  breeder?: string | null;
  genetics?: string | null;
  thcPercent?: number | null;
  cbdPercent?: number | null;
  indicaPercent?: number | null;
  sativaPercent?: number | null;
  notes?: string | null;
  active: boolean;
  batchCount: number;
  strainLinks: StrainLink[];
  version: number;
  createdAt: string;
  updatedAt: string;
}

export interface StrainSuggestion {
  metrcStrainId: number;
  name: string;
  score: number;
  exact: boolean;
}

export interface PodAssignment {
  id: string;
  podId: string;
  podName: string;
  roomName: string;
  plantCount: number;
  from: string;
  to?: string | null;
}

export interface Batch {
  id: string;
  siteId: string;
  siteName: string;
  batchNumber: string;
  domainType: DomainType;
  cultivarId?: string | null;
  cultivarName?: string | null;
  sourceType: SourceType;
  sourcePackageLabel?: string | null;
  motherPlantLabel?: string | null;
  plantCount: number;
  trackedCount: number;
  untrackedCount: number;
  stage: string;
  status: BatchStatus;
  startDate: string;
  expectedHarvestDate?: string | null;
  actualHarvestDate?: string | null;
  notes?: string | null;
  pods: PodAssignment[];
  metrcBatchId?: number | null;
  metrcSyncStatus: Badge;
  version: number;
  createdAt: string;
  updatedAt: string;
}

/** What a saved thing answers: the thing, and what to look at although it was saved. */
export interface Saved<T> {
  item: T;
  warnings: Finding[];
}

export interface ImportResult {
  rows: number;
  created: number;
  updated: number;
  skipped: number;
  errors: { row: number; field?: string | null; code: string; message: string }[];
  /** All wrong rows; `errors` holds the first of them. */
  errorCount?: number;
  ignoredColumns?: string[];
  dryRun: boolean;
}

export interface Lot {
  id: string;
  siteId: string;
  siteName: string;
  lotNumber: string;
  productName: string;
  quantity: number;
  unitOfMeasure: string;
  status: LotStatus;
  packageLabel?: string | null;
  metrcPackageId?: number | null;
  locationName?: string | null;
  labTestingState?: string | null;
  packagedDate?: string | null;
  expirationDate?: string | null;
  receivedAt: string;
  gone: boolean;
  conflict: boolean;
  updatedAt: string;
}

export interface Movement {
  id: string;
  kind: string;
  quantity: number;
  unit: string;
  reason?: string | null;
  reference?: string | null;
  at: string;
  actor?: string | null;
}

export type LotDetail = Lot & { movements: Movement[] };

export interface Alert {
  id: string;
  at: string;
  severity: 'critical' | 'warning' | 'notice';
  code: string;
  title: string;
  message: string;
  help?: string | null;
  siteId?: string | null;
  link?: string | null;
  readAt?: string | null;
}

export type AlertPage = Page<Alert> & { unread: number };

export interface Today {
  /** Absent for someone who may not see batches; so are the lots. */
  batches?: { active: number; byStage: Record<string, number>; notSynced: number; errors: number } | null;
  lots?: { available: number; onHold: number; inTransit: number; conflicts: number } | null;
  sites: {
    site: SiteRef;
    /** Absent for someone who may not see compliance. */
    credential?: boolean | null;
    lastPullAt?: string | null;
    lastPullStatus?: string | null;
    nextRunAt?: string | null;
    queue?: { waiting: number; unknown: number; needsPerson: number; refused: number } | null;
  }[];
  alerts: Alert[];
}
