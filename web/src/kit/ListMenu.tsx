import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconDownload, IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { withQuery, type Query } from '../api/http';

interface Props {
  exportPath: string;
  query: Query;
  openImport?: (() => void) | undefined;
}

/** What one does less often with a list: export what the filters show, import a file. */
export function ListMenu({ exportPath, query, openImport }: Props) {
  const { t } = useTranslation();
  const href = `/api${withQuery(exportPath, { ...query, page: undefined, pageSize: undefined })}`;
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="default" aria-label={t('kit.moreActions')}>
          <IconDots size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={href} download leftSection={<IconDownload size={18} aria-hidden />}>
          {t('kit.export')}
        </Menu.Item>
        {openImport ? (
          <Menu.Item leftSection={<IconUpload size={18} aria-hidden />} onClick={openImport}>
            {t('kit.importCsv')}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
