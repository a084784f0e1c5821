/** The shapes the server answers, one name per thing. Screens import types from here and nowhere else. */
import type { Finding, Page, Schema } from './basics';

export type * from './basics';
export type * from './compliance-types';
export type * from './organisation-types';

export type DomainType = Schema['DomainType'];
export type SourceType = Schema['SourceType'];
export type BatchStatus = Schema['BatchStatus'];
export type LotStatus = Schema['LotStatus'];
export type StrainLink = Schema['StrainLinkView'];
export type Cultivar = Schema['CultivarView'];
export type StrainSuggestion = Schema['StrainLinksSuggestion'];
export type PodAssignment = Schema['PodAssignmentView'];
export type Batch = Schema['BatchView'];
export type BatchHistoryLine = Schema['GetBatchHistoryLine'];
export type ImportResult = Schema['ImportResult'];
export type Lot = Schema['LotView'];
export type Movement = Schema['MovementView'];
export type LotDetail = Schema['LotDetail'];
export type Alert = Schema['AlertView'];
export type AlertPage = Page<Alert> & { unread: number };
export type TelemetryConsents = Schema['TelemetryModuleConsentList'];
export type TelemetryFigures = Schema['TelemetryFigures'];
export type TelemetryDay = Schema['TelemetryDay'];
export type Today = Schema['TodayView'];

/** What a saved thing answers: the thing, and what to look at although it was saved. */
export interface Saved<T> {
  item: T;
  warnings: Finding[];
}
