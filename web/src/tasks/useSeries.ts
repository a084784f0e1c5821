import { useMemo } from 'react';
import { useSite } from '../session/site';
import { useDeviceRows } from '../sync/client/device';
import type { ScreenRow } from '../sync/store/screenQuery';
import { Recurrence } from './recurrence';
import type { SeriesRow } from './taskItems';
import { atSite } from './useTasks';

export const recurrenceOfRow = ({ values }: ScreenRow) =>
  Recurrence.of({
    rule: values['rule'] as string | null,
    startsAt: values['starts_at'] as string | null,
    timeZone: values['time_zone'] as string | null,
    except: (values['except_on'] as string[] | null) ?? [],
  });

/** The series whose days can be told. */
export function useSeries(): readonly SeriesRow[] | undefined {
  const { site } = useSite();
  const { answer } = useDeviceRows({ table: 'series', where: atSite(site?.id), order: [{ field: 'title' }] });
  return useMemo(
    () =>
      answer?.rows.flatMap((row) => {
        const recurrence = recurrenceOfRow(row);
        return typeof recurrence === 'string' ? [] : [{ id: row.id, row, recurrence }];
      }),
    [answer],
  );
}
