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

/** What goes on by itself, and what waits for a person. */
export function queueNumbers(queue: Row['queue'] | null | undefined): { waiting: number; needs: number } {
  return {
    waiting: (queue?.waiting ?? 0) + (queue?.unknown ?? 0),
    needs: (queue?.needsPerson ?? 0) + (queue?.refused ?? 0),
  };
}
