import { Button, Group } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from './format';
import { pageCount } from './listState';
import type { List } from './useListState';
import styles from './DataList.module.css';

export function ListPages({ list, total }: { list: List; total: number }) {
  const { t, i18n } = useTranslation();
  const pages = pageCount(total);
  return (
    <nav className={styles['pages']} aria-label={t('kit.pages')}>
      <span>{t('kit.found', { count: total, formatted: formatNumber(total, i18n.language) })}</span>
      {pages > 1 ? (
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconChevronLeft size={18} aria-hidden />}
            disabled={list.page <= 1}
            onClick={() => list.change({ page: list.page - 1 })}
          >
            {t('kit.previous')}
          </Button>
          <span>{t('kit.pageOf', { page: list.page, pages })}</span>
          <Button
            variant="default"
            rightSection={<IconChevronRight size={18} aria-hidden />}
            disabled={list.page >= pages}
            onClick={() => list.change({ page: list.page + 1 })}
          >
            {t('kit.next')}
          </Button>
        </Group>
      ) : null}
    </nav>
  );
}
