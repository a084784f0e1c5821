import type { SyncErrorKind } from '../sync/errors';
import type { DeviceStatus } from '../sync/worker/messages';

/** What a person hears of an error: a passing word, or a note that stays and offers to try again. */
export interface Notice {
  readonly kind: SyncErrorKind;
  readonly stays: boolean;
}

/** Without a network nobody needs to hear more than the header says. */
export function noticeOf(
  status: Pick<DeviceStatus, 'sendError' | 'receiveError' | 'isRepeated'> | null,
  online: boolean,
): Notice | null {
  const error = status?.sendError ?? status?.receiveError;
  if (!error || !online) return null;
  return { kind: error.kind, stays: status?.isRepeated ?? false };
}
