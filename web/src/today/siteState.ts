import type { Today } from '../api/types';

type Row = Today['sites'][number];

export type SiteState = 'no_key' | 'attention' | 'failed' | 'never' | 'well';

/** The one thing about a site's Metrc link that a person should know first. */
export function siteState(
  row: Pick<Row, 'credential' | 'lastPullStatus' | 'lastPullAt' | 'queue'>,
): SiteState {
  if (!row.credential) return 'no_key';
  if (row.queue.needsPerson + row.queue.refused > 0) return 'attention';
  if (row.lastPullStatus === 'failed') return 'failed';
  if (row.lastPullStatus === 'partial') return 'attention';
  return row.lastPullAt ? 'well' : 'never';
}
