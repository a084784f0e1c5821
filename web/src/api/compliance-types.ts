/** What is told to the state, what is heard from it, and how that went, as the server describes it. */
import type { Schema } from './basics';

export type Environment = 'sandbox' | 'production';
export type LogStatus = Schema['SyncStatus'];
export type Direction = Schema['SyncDirection'];
export type OperationState = Schema['ReportState'];
export type LocationSource = Schema['LocationSource'];
export type ResolvedLocation = Schema['PushViewsLocationAnswer'];
/** The server keeps the way into Metrc as text; it answers only these. */
export type BatchCheck = Omit<Schema['PushViewsCheckBatchAnswer'], 'path'> & {
  path?: 'opening' | 'from_package' | 'from_mother_plant' | null;
};
export type PushResult = Schema['PushRoutesPushBatchAnswer'];
export type PushItem = Schema['PushRoutesPushBatchRequest'];
export type PushManyAnswer = Schema['PushRoutesPushBatchesAnswer'];
export type PushedItem = Schema['PushRoutesPushedItem'];
export type SyncStatus = Schema['PushViewsSyncStatusAnswer'];
export type Operation = Schema['OperationRoutesOperationView'];
export type Evidence = Schema['OperationRoutesEvidenceView'];
/** One field that Metrc holds otherwise than it was sent. */
export type Difference = Schema['ReportDifference'];
export type OperationDetail = Schema['OperationRoutesOperationDetail'];
export type SyncLog = Schema['SyncLogView'];
/** Done within the wait, or where to ask for it. */
export type SyncAnswer = Partial<Schema['SyncAnswer']> & Partial<Schema['StartSyncOnItsWay']>;
export type ScheduleRow = Schema['TypeView'];
export type Queue = Schema['QueueView'];
export type Overview = Omit<Schema['OverviewView'], 'environment'> & { environment: Environment };
export type Credential = Omit<Schema['CredentialView'], 'environment'> & { environment: Environment };
export type MirrorRow = Schema['MirrorView'];
