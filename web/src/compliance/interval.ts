import { useTranslation } from 'react-i18next';
import type { ScheduleRow } from '../api/types';

export const intervalLimits = { least: 15, most: 10_080 } as const;

/** Intervals that people choose; any other number of minutes may be typed. */
export const commonIntervals = [15, 30, 60, 180, 720, 1440] as const;

/** A whole number of days or hours where it is one, else minutes. */
export function intervalParts(minutes: number): { unit: 'days' | 'hours' | 'minutes'; count: number } {
  if (minutes % 1440 === 0) return { unit: 'days', count: minutes / 1440 };
  return minutes % 60 === 0 ? { unit: 'hours', count: minutes / 60 } : { unit: 'minutes', count: minutes };
}

export const isInterval = (minutes: unknown): boolean => {
  const value = Number(minutes);
  return Number.isInteger(value) && value >= intervalLimits.least && value <= intervalLimits.most;
};

export function useIntervalWords(): (row: Pick<ScheduleRow, 'enabled' | 'intervalMinutes'>) => string {
  const { t } = useTranslation();
  return ({ enabled, intervalMinutes }) => {
    if (!enabled) return t('compliance.table.byHand');
    const { unit, count } = intervalParts(intervalMinutes);
    return t(`compliance.interval.${unit}`, { count });
  };
}
