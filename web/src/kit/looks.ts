import {
  IconAlertTriangle,
  IconArchive,
  IconBan,
  IconCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconClock,
  IconClockPause,
  IconEyeSearch,
  IconHandStop,
  IconLock,
  IconPlayerPlay,
  IconPlant2,
  IconSend,
  IconTruck,
  IconUserQuestion,
  IconX,
} from '@tabler/icons-react';
import type { Alert, Badge, BatchStatus, LogStatus, LotStatus, OperationState } from '../api/types';
import type { PillLook } from './StatusPill';

/** How every status looks, as tables. The words are in the language files under the same keys. */
export const badgeLooks: Record<Badge, PillLook> = {
  synced: { tone: 'green', icon: IconCheck },
  pending: { tone: 'yellow', icon: IconClock },
  error: { tone: 'red', icon: IconX },
  unknown: { tone: 'orange', icon: IconEyeSearch },
  not_synced: { tone: 'grey', icon: IconCircleDashed, dashed: true },
  not_required: { tone: 'grey', icon: IconCircleMinus },
};

export const batchLooks: Record<BatchStatus, PillLook> = {
  active: { tone: 'green', icon: IconPlant2 },
  quarantined: { tone: 'orange', icon: IconHandStop },
  completed: { tone: 'blue', icon: IconArchive },
  destroyed: { tone: 'grey', icon: IconBan },
};

export const lotLooks: Record<LotStatus, PillLook> = {
  available: { tone: 'green', icon: IconCheck },
  in_transit: { tone: 'blue', icon: IconTruck },
  on_hold: { tone: 'orange', icon: IconLock },
  quarantined: { tone: 'red', icon: IconHandStop },
  finished: { tone: 'grey', icon: IconArchive },
};

export const logLooks: Record<LogStatus, PillLook> = {
  pending: { tone: 'grey', icon: IconClock },
  in_progress: { tone: 'blue', icon: IconPlayerPlay },
  completed: { tone: 'green', icon: IconCheck },
  partial: { tone: 'orange', icon: IconAlertTriangle },
  failed: { tone: 'red', icon: IconX },
};

export const operationLooks: Record<OperationState, PillLook> = {
  recorded: { tone: 'yellow', icon: IconClock },
  claimed: { tone: 'yellow', icon: IconClock },
  sent: { tone: 'yellow', icon: IconSend },
  confirmed: { tone: 'green', icon: IconCheck },
  verified: { tone: 'green', icon: IconCheck },
  refused: { tone: 'red', icon: IconX },
  unknown: { tone: 'orange', icon: IconEyeSearch },
  needs_person: { tone: 'orange', icon: IconUserQuestion },
};

export const alertLooks: Record<Alert['severity'], PillLook> = {
  critical: { tone: 'red', icon: IconX },
  warning: { tone: 'orange', icon: IconAlertTriangle },
  notice: { tone: 'blue', icon: IconClockPause },
};
