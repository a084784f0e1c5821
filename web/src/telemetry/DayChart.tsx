import { Group, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TelemetryDay } from '../api/types';
import { Panel } from '../kit/Panel';
import type { Tone } from '../kit/tones';
import { barsOf } from './bars';
import styles from './DayChart.module.css';

interface Series {
  readonly name: string;
  readonly tone: Tone;
  readonly of: (day: TelemetryDay) => number | null | undefined;
}

interface Props {
  title: string;
  lead: string;
  days: readonly TelemetryDay[];
  series: readonly Series[];
}

const [width, height] = [600, 140];

/** Bars side by side for each day, and behind them the same figures as a table. */
export function DayChart({ title, lead, days, series }: Props) {
  const { t, i18n } = useTranslation();
  const values = days.map((day) => series.map((one) => one.of(day) ?? null));
  const { bars, most } = barsOf(values, width, height);
  const number = new Intl.NumberFormat(i18n.language);
  const dayName = new Intl.DateTimeFormat(i18n.language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const named = (day: TelemetryDay) => dayName.format(new Date(`${day.day}T00:00:00Z`));
  return (
    <Panel title={title} lead={lead}>
      <svg
        className={styles['chart']}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t('telemetry.chart', { title, most: number.format(most) })}
      >
        {bars.map((bar) => (
          <rect
            key={`${bar.day}-${bar.series}`}
            data-tone={series[bar.series]?.tone}
            x={bar.x}
            y={height - bar.height}
            width={bar.width}
            height={bar.height}
          />
        ))}
      </svg>
      <Group gap="md" className={styles['legend']}>
        {series.map(({ name, tone }) => (
          <span key={name}>
            <span className={styles['swatch']} data-tone={tone} aria-hidden />
            {name}
          </span>
        ))}
      </Group>
      <details className={styles['table']}>
        <summary>{t('telemetry.asTable')}</summary>
        <Table.ScrollContainer minWidth={300}>
          <Table aria-label={title}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('telemetry.day')}</Table.Th>
                {series.map(({ name }) => (
                  <Table.Th key={name} ta="end">
                    {name}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {days.map((day, place) => (
                <Table.Tr key={day.day}>
                  <Table.Td>{named(day)}</Table.Td>
                  {series.map(({ name }, one) => {
                    const value = values[place]?.[one] ?? null;
                    return (
                      <Table.Td key={name} ta="end">
                        {value === null ? '–' : number.format(value)}
                      </Table.Td>
                    );
                  })}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </details>
    </Panel>
  );
}
