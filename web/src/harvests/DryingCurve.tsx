import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../kit/format';
import { At } from '../kit/Moment';
import { Panel } from '../kit/Panel';
import type { ScreenRow } from '../sync/worker/messages';
import { dryingPoints, type DryingPoint } from './dryingPoints';
import { inUnit } from './grams';
import styles from './Harvest.module.css';
import { sceneRow } from './useHarvests';
import { useUnit } from './useUnit';

const [width, height, left, bottom, top] = [400, 210, 50, 28, 12];
const day = 24 * 60 * 60 * 1000;

/** How a harvest loses its water, as a line and as the table behind it. */
export function DryingCurve({ weights }: { weights: readonly ScreenRow[] }) {
  const { t, i18n } = useTranslation();
  const [unit] = useUnit();
  const points = dryingPoints(weights.map(sceneRow));
  if (points.length < 2) return null;
  const number = (value: number) => formatNumber(value, i18n.language);
  const percent = (share: number) => `${number(Math.round(share * 1000) / 10)} %`;
  return (
    <Panel title={t('harvest.curve.title')} lead={t('harvest.curve.lead')}>
      <Curve points={points} label={t('harvest.curve.title')} />
      <Table aria-label={t('harvest.curve.table')} mt="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('harvest.weigh.at')}</Table.Th>
            <Table.Th ta="end">{t('harvest.weigh.weight')}</Table.Th>
            <Table.Th ta="end">{t('harvest.curve.left')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {points.map(({ id, at, grams, share }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <At at={new Date(at).toISOString()} />
              </Table.Td>
              <Table.Td ta="end">{`${number(inUnit(String(grams), unit))} ${unit}`}</Table.Td>
              <Table.Td ta="end">{percent(share)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

function Curve({ points, label }: { points: readonly DryingPoint[]; label: string }) {
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const most = Math.max(1, ...points.map((one) => one.share));
  const span = Math.max(1, last - first);
  const x = (at: number) => left + ((at - first) / span) * (width - left - 16);
  const y = (share: number) => height - bottom - (share / most) * (height - bottom - top);
  const days = Math.max(1, Math.round(span / day));
  return (
    <svg className={styles['chart']} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {[0, 0.25, 0.5, 0.75, 1].map((share) => (
        <g key={share}>
          <line className={styles['axis']} x1={left} x2={width - 16} y1={y(share)} y2={y(share)} />
          <text x={left - 6} y={y(share) + 4} textAnchor="end">{`${share * 100} %`}</text>
        </g>
      ))}
      <text x={left} y={height - 8}>
        0 d
      </text>
      <text x={width - 16} y={height - 8} textAnchor="end">{`${days} d`}</text>
      <polyline
        className={styles['line']}
        points={points.map((one) => `${x(one.at)},${y(one.share)}`).join(' ')}
      />
      {points.map((one) => (
        <circle key={one.id} className={styles['dot']} cx={x(one.at)} cy={y(one.share)} r={5} />
      ))}
    </svg>
  );
}
