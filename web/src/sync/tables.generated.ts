// auto-generated from src/Tendril.Server/Sync/SyncedTables.cs: change that, then TENDRIL_WRITE_TABLES=1 ./test

import type { SyncTable } from './tables';

/** A row of `batches` as on the wire. */
export interface BatchesRow {
  readonly id: string;
  readonly revision: number;
  readonly site_id: string;
  readonly batch_number: string;
  readonly domain_type: string;
  readonly cultivar_id: string | null;
  readonly plant_count: number;
  readonly stage: string;
  readonly status: string;
  readonly start_date: string;
  readonly expected_harvest_date: string | null;
}

/** A row of `harvest_settings` as on the wire. */
export interface HarvestSettingsRow {
  readonly id: string;
  readonly revision: number;
  readonly kept_to_owner: boolean;
  readonly undo_seconds: number;
}

/** A row of `plants` as on the wire. */
export interface PlantsRow {
  readonly id: string;
  readonly revision: number;
  readonly site_id: string;
  readonly batch_id: string;
  readonly label: string;
  readonly status: string;
}

/** A row of `harvests` as on the wire. */
export interface HarvestsRow {
  readonly id: string;
  readonly revision: number;
  readonly site_id: string;
  readonly owner_id: string | null;
  readonly plant_id: string | null;
  readonly batch_id: string | null;
  readonly user_id: string;
  readonly stage: string;
  readonly notes: string | null;
  readonly stage_started_at: string | null;
  readonly stage_completed_at: string | null;
  readonly photos: readonly string[] | null;
  readonly conflict_seen: boolean | null;
  readonly overlap_reason: string | null;
}

/** A row of `harvest_stages` as on the wire. */
export interface HarvestStagesRow {
  readonly id: string;
  readonly revision: number;
  readonly site_id: string;
  readonly owner_id: string | null;
  readonly harvest_id: string;
  readonly user_id: string;
  readonly ordinal: number;
  readonly stage: string;
  readonly from_stage: string | null;
  readonly entered_by: string;
  readonly started_at: string;
  readonly completed_at: string | null;
  readonly entered_at: string;
  readonly operation_id: string | null;
  readonly device_id: string | null;
  readonly notes: string | null;
  readonly reason: string | null;
  readonly wet_weight_g: string | null;
  readonly dry_weight_g: string | null;
  readonly trimmings_weight_g: string | null;
}

/** A row of `harvest_weights` as on the wire. */
export interface HarvestWeightsRow {
  readonly id: string;
  readonly revision: number;
  readonly site_id: string;
  readonly owner_id: string | null;
  readonly harvest_id: string;
  readonly user_id: string;
  readonly kind: string;
  readonly grams: string;
  readonly tare_g: string | null;
  readonly measured_at: string;
  readonly corrects: string | null;
}

/** A row of `series` as on the wire. */
export interface SeriesRow {
  readonly id: string;
  readonly revision: number;
  readonly site_id: string;
  readonly title: string;
  readonly starts_at: string;
  readonly time_zone: string;
  readonly rule: string;
  readonly notes: string | null;
  readonly plant_id: string | null;
  readonly batch_id: string | null;
  readonly except_on: readonly string[] | null;
  readonly remind_minutes: number | null;
  readonly harvest_id: string | null;
}

/** A row of `harvest_audits` as on the wire. */
export interface HarvestAuditsRow {
  readonly id: string;
  readonly revision: number;
  readonly site_id: string;
  readonly owner_id: string | null;
  readonly harvest_id: string;
  readonly user_id: string;
  readonly device_id: string | null;
  readonly operation_type: string;
  readonly status: string;
  readonly from_stage: string | null;
  readonly to_stage: string | null;
  readonly reason: string | null;
  readonly code: string | null;
  readonly claimed_at: string;
  readonly performed_at: string;
  readonly received_at: string;
}

/** A row of `inventory` as on the wire. */
export interface InventoryRow {
  readonly id: string;
  readonly revision: number;
  readonly site_id: string;
  readonly owner_id: string | null;
  readonly harvest_id: string;
  readonly plant_id: string | null;
  readonly batch_id: string | null;
  readonly user_id: string;
  readonly final_weight_g: string;
  readonly harvest_date: string;
  readonly total_duration_days: number;
  readonly started_at: string;
  readonly finished_at: string;
  readonly checklist: readonly string[] | null;
  readonly reverted_at: string | null;
}

/** A row of `occurrence_overrides` as on the wire. */
export interface OccurrenceOverridesRow {
  readonly id: string;
  readonly revision: number;
  readonly site_id: string;
  readonly series_id: string;
  readonly occurs_on: string;
  readonly kind: string;
  readonly due_at: string | null;
  readonly time_zone: string | null;
}

/** A row of `tasks` as on the wire. */
export interface TasksRow {
  readonly id: string;
  readonly revision: number;
  readonly site_id: string;
  readonly title: string;
  readonly due_at: string | null;
  readonly time_zone: string | null;
  readonly remind_minutes: number | null;
  readonly status: string;
  readonly position: string | null;
  readonly notes: string | null;
  readonly series_id: string | null;
  readonly occurs_on: string | null;
  readonly plant_id: string | null;
  readonly batch_id: string | null;
  readonly harvest_id: string | null;
  readonly conflict_seen: boolean | null;
  readonly done_at: string | null;
  readonly done_by: string | null;
}

/** A row of `conflicts` as on the wire. */
export interface ConflictsRow {
  readonly id: string;
  readonly revision: number;
  readonly site_id: string | null;
  readonly owner_id: string | null;
  readonly table_name: string;
  readonly row_id: string;
  readonly field: string;
  readonly server_value: string | null;
  readonly device_value: string | null;
  readonly stands: string | null;
  readonly made_by: string;
  readonly device_id: string;
  readonly done_at: string;
  readonly status: string;
  readonly base_value: string | null;
  readonly server_by: string | null;
  readonly server_at: string | null;
  readonly stood: string | null;
  readonly settled_by: string | null;
  readonly settled_at: string | null;
}

/** The row of every synced table. */
export interface SyncedRows {
  readonly batches: BatchesRow;
  readonly harvest_settings: HarvestSettingsRow;
  readonly plants: PlantsRow;
  readonly harvests: HarvestsRow;
  readonly harvest_stages: HarvestStagesRow;
  readonly harvest_weights: HarvestWeightsRow;
  readonly series: SeriesRow;
  readonly harvest_audits: HarvestAuditsRow;
  readonly inventory: InventoryRow;
  readonly occurrence_overrides: OccurrenceOverridesRow;
  readonly tasks: TasksRow;
  readonly conflicts: ConflictsRow;
}

export type SyncedTableName = keyof SyncedRows;

/** In the order in which rows are applied. */
export const syncedTables: readonly (SyncTable & { readonly name: SyncedTableName })[] = [
  {
    name: 'batches', rank: 1, scope: 'site', policy: 'last_writer_wins', version: 1,
    fields: [
      { name: 'site_id', kind: 'uuid', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'batch_number', kind: 'text', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 100, indexed: false, searched: true, initial: null },
      { name: 'domain_type', kind: 'text', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 20, indexed: false, searched: false, initial: null },
      { name: 'cultivar_id', kind: 'uuid', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'plant_count', kind: 'whole_number', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'stage', kind: 'text', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 30, indexed: true, searched: false, initial: null },
      { name: 'status', kind: 'text', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 30, indexed: false, searched: false, initial: null },
      { name: 'start_date', kind: 'date', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'expected_harvest_date', kind: 'date', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
    ],
  },
  {
    name: 'harvest_settings', rank: 1, scope: 'organisation', policy: 'last_writer_wins', version: 1,
    fields: [
      { name: 'kept_to_owner', kind: 'boolean', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'undo_seconds', kind: 'whole_number', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
    ],
  },
  {
    name: 'plants', rank: 2, scope: 'site', policy: 'last_writer_wins', version: 1,
    fields: [
      { name: 'site_id', kind: 'uuid', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'batch_id', kind: 'uuid', policy: 'server_owned', required: true, since: 1,
        parent: 'batches', maxLength: 10000, indexed: true, searched: false, initial: null },
      { name: 'label', kind: 'text', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 24, indexed: false, searched: true, initial: null },
      { name: 'status', kind: 'text', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 30, indexed: false, searched: false, initial: null },
    ],
  },
  {
    name: 'harvests', rank: 4, scope: 'mixed', policy: 'needs_review', version: 2,
    fields: [
      { name: 'site_id', kind: 'uuid', policy: 'of_row', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'owner_id', kind: 'uuid', policy: 'of_row', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'plant_id', kind: 'uuid', policy: 'of_row', required: false, since: 1,
        parent: 'plants', maxLength: 10000, indexed: true, searched: false, initial: null },
      { name: 'batch_id', kind: 'uuid', policy: 'of_row', required: false, since: 1,
        parent: 'batches', maxLength: 10000, indexed: true, searched: false, initial: null },
      { name: 'user_id', kind: 'uuid', policy: 'of_row', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'stage', kind: 'text', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 20, indexed: true, searched: false, initial: 'harvest' },
      { name: 'notes', kind: 'text', policy: 'of_row', required: false, since: 1,
        parent: null, maxLength: 4000, indexed: false, searched: true, initial: null },
      { name: 'stage_started_at', kind: 'moment', policy: 'of_row', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'stage_completed_at', kind: 'moment', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'photos', kind: 'text_set', policy: 'set_union', required: false, since: 1,
        parent: null, maxLength: 50, indexed: false, searched: false, initial: null },
      { name: 'conflict_seen', kind: 'boolean', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: 'false' },
      { name: 'overlap_reason', kind: 'text', policy: 'of_row', required: false, since: 2,
        parent: null, maxLength: 500, indexed: false, searched: false, initial: null },
    ],
  },
  {
    name: 'harvest_stages', rank: 5, scope: 'mixed', policy: 'append_only', version: 1,
    fields: [
      { name: 'site_id', kind: 'uuid', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'owner_id', kind: 'uuid', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'harvest_id', kind: 'uuid', policy: 'server_owned', required: true, since: 1,
        parent: 'harvests', maxLength: 10000, indexed: true, searched: false, initial: null },
      { name: 'user_id', kind: 'uuid', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'ordinal', kind: 'whole_number', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'stage', kind: 'text', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 20, indexed: false, searched: false, initial: null },
      { name: 'from_stage', kind: 'text', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 20, indexed: false, searched: false, initial: null },
      { name: 'entered_by', kind: 'text', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 20, indexed: false, searched: false, initial: null },
      { name: 'started_at', kind: 'moment', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'completed_at', kind: 'moment', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'entered_at', kind: 'moment', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'operation_id', kind: 'uuid', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'device_id', kind: 'uuid', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'notes', kind: 'text', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 4000, indexed: false, searched: false, initial: null },
      { name: 'reason', kind: 'text', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 500, indexed: false, searched: false, initial: null },
      { name: 'wet_weight_g', kind: 'decimal_number', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'dry_weight_g', kind: 'decimal_number', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'trimmings_weight_g', kind: 'decimal_number', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
    ],
  },
  {
    name: 'harvest_weights', rank: 5, scope: 'mixed', policy: 'append_only', version: 1,
    fields: [
      { name: 'site_id', kind: 'uuid', policy: 'of_row', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'owner_id', kind: 'uuid', policy: 'of_row', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'harvest_id', kind: 'uuid', policy: 'of_row', required: true, since: 1,
        parent: 'harvests', maxLength: 10000, indexed: true, searched: false, initial: null },
      { name: 'user_id', kind: 'uuid', policy: 'of_row', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'kind', kind: 'text', policy: 'of_row', required: true, since: 1,
        parent: null, maxLength: 20, indexed: false, searched: false, initial: null },
      { name: 'grams', kind: 'decimal_number', policy: 'of_row', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'tare_g', kind: 'decimal_number', policy: 'of_row', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'measured_at', kind: 'moment', policy: 'of_row', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'corrects', kind: 'uuid', policy: 'of_row', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
    ],
  },
  {
    name: 'series', rank: 5, scope: 'site', policy: 'last_writer_wins', version: 2,
    fields: [
      { name: 'site_id', kind: 'uuid', policy: 'of_row', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'title', kind: 'text', policy: 'of_row', required: true, since: 1,
        parent: null, maxLength: 200, indexed: false, searched: true, initial: null },
      { name: 'starts_at', kind: 'text', policy: 'of_row', required: true, since: 1,
        parent: null, maxLength: 20, indexed: false, searched: false, initial: null },
      { name: 'time_zone', kind: 'text', policy: 'of_row', required: true, since: 1,
        parent: null, maxLength: 60, indexed: false, searched: false, initial: null },
      { name: 'rule', kind: 'text', policy: 'of_row', required: true, since: 1,
        parent: null, maxLength: 500, indexed: false, searched: false, initial: null },
      { name: 'notes', kind: 'text', policy: 'of_row', required: false, since: 1,
        parent: null, maxLength: 4000, indexed: false, searched: false, initial: null },
      { name: 'plant_id', kind: 'uuid', policy: 'of_row', required: false, since: 1,
        parent: 'plants', maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'batch_id', kind: 'uuid', policy: 'of_row', required: false, since: 1,
        parent: 'batches', maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'except_on', kind: 'text_set', policy: 'set_union', required: false, since: 2,
        parent: null, maxLength: 500, indexed: false, searched: false, initial: null },
      { name: 'remind_minutes', kind: 'whole_number', policy: 'of_row', required: false, since: 2,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'harvest_id', kind: 'uuid', policy: 'of_row', required: false, since: 2,
        parent: 'harvests', maxLength: 10000, indexed: false, searched: false, initial: null },
    ],
  },
  {
    name: 'harvest_audits', rank: 6, scope: 'mixed', policy: 'append_only', version: 1,
    fields: [
      { name: 'site_id', kind: 'uuid', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'owner_id', kind: 'uuid', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'harvest_id', kind: 'uuid', policy: 'server_owned', required: true, since: 1,
        parent: 'harvests', maxLength: 10000, indexed: true, searched: false, initial: null },
      { name: 'user_id', kind: 'uuid', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'device_id', kind: 'uuid', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'operation_type', kind: 'text', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 20, indexed: false, searched: false, initial: null },
      { name: 'status', kind: 'text', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 20, indexed: false, searched: false, initial: null },
      { name: 'from_stage', kind: 'text', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 20, indexed: false, searched: false, initial: null },
      { name: 'to_stage', kind: 'text', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 20, indexed: false, searched: false, initial: null },
      { name: 'reason', kind: 'text', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 500, indexed: false, searched: false, initial: null },
      { name: 'code', kind: 'text', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 60, indexed: false, searched: false, initial: null },
      { name: 'claimed_at', kind: 'moment', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'performed_at', kind: 'moment', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'received_at', kind: 'moment', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
    ],
  },
  {
    name: 'inventory', rank: 6, scope: 'mixed', policy: 'append_only', version: 1,
    fields: [
      { name: 'site_id', kind: 'uuid', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'owner_id', kind: 'uuid', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'harvest_id', kind: 'uuid', policy: 'server_owned', required: true, since: 1,
        parent: 'harvests', maxLength: 10000, indexed: true, searched: false, initial: null },
      { name: 'plant_id', kind: 'uuid', policy: 'server_owned', required: false, since: 1,
        parent: 'plants', maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'batch_id', kind: 'uuid', policy: 'server_owned', required: false, since: 1,
        parent: 'batches', maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'user_id', kind: 'uuid', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'final_weight_g', kind: 'decimal_number', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'harvest_date', kind: 'date', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'total_duration_days', kind: 'whole_number', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'started_at', kind: 'moment', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'finished_at', kind: 'moment', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'checklist', kind: 'text_set', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'reverted_at', kind: 'moment', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
    ],
  },
  {
    name: 'occurrence_overrides', rank: 6, scope: 'site', policy: 'last_writer_wins', version: 1,
    fields: [
      { name: 'site_id', kind: 'uuid', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'series_id', kind: 'uuid', policy: 'server_owned', required: true, since: 1,
        parent: 'series', maxLength: 10000, indexed: true, searched: false, initial: null },
      { name: 'occurs_on', kind: 'date', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'kind', kind: 'text', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 20, indexed: false, searched: false, initial: null },
      { name: 'due_at', kind: 'text', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 20, indexed: false, searched: false, initial: null },
      { name: 'time_zone', kind: 'text', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 60, indexed: false, searched: false, initial: null },
    ],
  },
  {
    name: 'tasks', rank: 6, scope: 'site', policy: 'needs_review', version: 2,
    fields: [
      { name: 'site_id', kind: 'uuid', policy: 'of_row', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'title', kind: 'text', policy: 'of_row', required: true, since: 1,
        parent: null, maxLength: 200, indexed: false, searched: true, initial: null },
      { name: 'due_at', kind: 'text', policy: 'of_row', required: false, since: 1,
        parent: null, maxLength: 20, indexed: true, searched: false, initial: null },
      { name: 'time_zone', kind: 'text', policy: 'of_row', required: false, since: 1,
        parent: null, maxLength: 60, indexed: false, searched: false, initial: null },
      { name: 'remind_minutes', kind: 'whole_number', policy: 'of_row', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'status', kind: 'text', policy: 'of_row', required: true, since: 1,
        parent: null, maxLength: 20, indexed: true, searched: false, initial: null },
      { name: 'position', kind: 'decimal_number', policy: 'of_row', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'notes', kind: 'text', policy: 'of_row', required: false, since: 1,
        parent: null, maxLength: 4000, indexed: false, searched: true, initial: null },
      { name: 'series_id', kind: 'uuid', policy: 'of_row', required: false, since: 1,
        parent: 'series', maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'occurs_on', kind: 'date', policy: 'of_row', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'plant_id', kind: 'uuid', policy: 'of_row', required: false, since: 1,
        parent: 'plants', maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'batch_id', kind: 'uuid', policy: 'of_row', required: false, since: 1,
        parent: 'batches', maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'harvest_id', kind: 'uuid', policy: 'of_row', required: false, since: 1,
        parent: 'harvests', maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'conflict_seen', kind: 'boolean', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: 'false' },
      { name: 'done_at', kind: 'moment', policy: 'server_owned', required: false, since: 2,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'done_by', kind: 'uuid', policy: 'server_owned', required: false, since: 2,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
    ],
  },
  {
    name: 'conflicts', rank: 9, scope: 'mixed', policy: 'last_writer_wins', version: 2,
    fields: [
      { name: 'site_id', kind: 'uuid', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'owner_id', kind: 'uuid', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'table_name', kind: 'text', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 60, indexed: false, searched: false, initial: null },
      { name: 'row_id', kind: 'uuid', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: true, searched: false, initial: null },
      { name: 'field', kind: 'text', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 60, indexed: false, searched: false, initial: null },
      { name: 'server_value', kind: 'text', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'device_value', kind: 'text', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'stands', kind: 'text', policy: 'server_owned', required: false, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'made_by', kind: 'uuid', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'device_id', kind: 'uuid', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'done_at', kind: 'moment', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'status', kind: 'text', policy: 'server_owned', required: true, since: 1,
        parent: null, maxLength: 20, indexed: false, searched: false, initial: null },
      { name: 'base_value', kind: 'text', policy: 'server_owned', required: false, since: 2,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'server_by', kind: 'uuid', policy: 'server_owned', required: false, since: 2,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'server_at', kind: 'moment', policy: 'server_owned', required: false, since: 2,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'stood', kind: 'text', policy: 'server_owned', required: false, since: 2,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'settled_by', kind: 'uuid', policy: 'server_owned', required: false, since: 2,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
      { name: 'settled_at', kind: 'moment', policy: 'server_owned', required: false, since: 2,
        parent: null, maxLength: 10000, indexed: false, searched: false, initial: null },
    ],
  },
];
