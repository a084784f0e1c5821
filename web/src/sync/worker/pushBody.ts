import type { Operation } from '../operation';
import { wireOf } from '../operation';

export const protocol = 1;

export interface PushBody {
  readonly protocol: number;
  readonly device: string;
  readonly sentAt: string;
  readonly operations: readonly ReturnType<typeof wireOf>[];
}

export const pushBody = (device: string, now: number, operations: readonly Operation[]): PushBody => ({
  protocol,
  device,
  sentAt: new Date(now).toISOString(),
  operations: operations.map(wireOf),
});
