import { SimpleGrid } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import {
  IconAlertTriangle,
  IconCircleDashed,
  IconLock,
  IconPackages,
  IconPlant2,
  IconTruck,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Today } from '../api/types';
import { formatNumber } from '../kit/format';
import type { IconShape } from '../kit/icon';
import { useMay } from '../session/session';
import styles from './Today.module.css';

interface Figure {
  value: number;
  label: string;
  icon: IconShape;
  to: string;
  search?: Record<string, string>;
  tone?: 'red' | 'orange' | undefined;
}

export function TodayNumbers({ batches, lots }: Pick<Today, 'batches' | 'lots'>) {
  const { t } = useTranslation();
  const may = useMay();
  const wrong = (count: number, tone: 'red' | 'orange') => (count > 0 ? tone : undefined);
  const growing = (batches: NonNullable<Today['batches']>): Figure[] => [
    {
      value: batches.active,
      label: t('today.activeBatches'),
      icon: IconPlant2,
      to: '/batches',
      search: { status: 'active' },
    },
    {
      value: batches.notSynced,
      label: t('today.notSynced'),
      icon: IconCircleDashed,
      to: '/batches',
      search: { metrcStatus: 'not_synced' },
    },
    {
      value: batches.errors,
      label: t('today.errors'),
      icon: IconAlertTriangle,
      to: '/batches',
      search: { metrcStatus: 'error' },
      tone: wrong(batches.errors, 'red'),
    },
  ];
  const stock = (lots: NonNullable<Today['lots']>): Figure[] => [
    {
      value: lots.available,
      label: t('today.lots'),
      icon: IconPackages,
      to: '/inventory',
      search: { status: 'available' },
    },
    {
      value: lots.onHold,
      label: t('today.onHold'),
      icon: IconLock,
      to: '/inventory',
      search: { status: 'on_hold' },
      tone: wrong(lots.onHold, 'orange'),
    },
    {
      value: lots.inTransit,
      label: t('today.inTransit'),
      icon: IconTruck,
      to: '/inventory',
      search: { status: 'in_transit' },
    },
  ];
  const figures = [
    ...(may('batch:view') ? growing(batches) : []),
    ...(may('inventory:view') ? stock(lots) : []),
  ];
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm">
      {figures.map((figure) => (
        <FigureCard key={figure.label} {...figure} />
      ))}
    </SimpleGrid>
  );
}

function FigureCard({ value, label, icon: Icon, to, search, tone }: Figure) {
  const { i18n } = useTranslation();
  return (
    <Link to={to} search={search} className={styles['figure']} data-tone={tone}>
      <span className={styles['figureIcon']}>
        <Icon size={20} stroke={1.7} aria-hidden />
      </span>
      <span className={styles['figureValue']}>{formatNumber(value, i18n.language)}</span>
      <span className={styles['figureLabel']}>{label}</span>
    </Link>
  );
}
