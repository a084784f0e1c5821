import { Button, FileInput, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { IconFileTypeCsv, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '../api/hooks';
import type { ImportResult } from '../api/types';
import { saidTogether } from './Exact';
import { ProblemNote } from './ProblemNote';
import { spoken } from './spoken';
import { toast } from './toast';
import { Note } from './Note';

interface Props {
  opened: boolean;
  close: () => void;
  title: string;
  columns: string;
  path: string;
  refreshes: string[];
  siteId?: string | undefined;
}

interface Upload {
  file: File;
  dryRun: boolean;
}

function formOf({ file }: Upload): FormData {
  const form = new FormData();
  form.append('file', file);
  return form;
}

/** CSV import in two steps: first a trial that writes nothing, then the real thing. */
export function ImportDialog({ opened, close, title, columns, path, refreshes, siteId }: Props) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [trial, setTrial] = useState<ImportResult | null>(null);
  const upload = useSend<Upload, ImportResult>({
    method: 'POST',
    path,
    query: ({ dryRun }) => ({ dryRun, siteId }),
    body: formOf,
    refreshes,
    onDone: ({ body }, { dryRun }) => {
      if (dryRun) return setTrial(body);
      toast.done(t('kit.import.done', { name: title }), t('kit.import.counts', { ...body }));
      choose(null);
      close();
    },
  });
  const choose = (chosen: File | null) => {
    setFile(chosen);
    setTrial(null);
    upload.reset();
  };
  return (
    <Modal opened={opened} onClose={close} title={title} size="lg">
      <Stack>
        <Text size="sm" c="dimmed">
          {t('kit.import.columns', { columns })}
        </Text>
        <FileInput
          label={t('kit.import.file')}
          placeholder={t('kit.import.choose')}
          accept=".csv,text/csv"
          size="md"
          clearable
          leftSection={<IconFileTypeCsv size={18} aria-hidden />}
          value={file}
          onChange={choose}
        />
        {upload.error ? <ProblemNote problem={upload.error} /> : null}
        {trial ? <TrialResult result={trial} /> : null}
        <Group justify="flex-end">
          <Button
            variant="default"
            disabled={!file}
            loading={upload.isPending && !trial}
            onClick={() => file && upload.mutate({ file, dryRun: true })}
          >
            {t('kit.import.try')}
          </Button>
          <Button
            leftSection={<IconUpload size={18} aria-hidden />}
            disabled={!file || !trial || trial.errors.length > 0 || trial.created + trial.updated === 0}
            loading={upload.isPending && trial !== null}
            onClick={() => file && upload.mutate({ file, dryRun: false })}
          >
            {t('kit.import.send', { count: (trial?.created ?? 0) + (trial?.updated ?? 0) })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function wordsOf(error: ImportResult['errors'][number]) {
  const { what, exact } = spoken(error);
  return saidTogether({ what, exact });
}

function TrialResult({ result }: { result: ImportResult }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" aria-live="polite">
      <Note tone={result.errors.length > 0 ? 'orange' : 'green'} title={t('kit.import.trial')}>
        {t('kit.import.counts', { ...result })}
      </Note>
      {result.ignoredColumns.length > 0 ? (
        <Text size="sm">{t('kit.import.ignored', { columns: result.ignoredColumns.join(', ') })}</Text>
      ) : null}
      {result.errors.length > 0 ? <Text size="sm">{t('kit.import.allOrNone')}</Text> : null}
      {result.errors.length > 0 ? (
        <Table.ScrollContainer minWidth={420} maxHeight={240}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('kit.import.row')}</Table.Th>
                <Table.Th>{t('kit.import.field')}</Table.Th>
                <Table.Th>{t('kit.import.message')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {result.errors.map((error, index) => (
                <Table.Tr key={`${error.row} ${error.code} ${index}`}>
                  <Table.Td>{error.row}</Table.Td>
                  <Table.Td>{error.field}</Table.Td>
                  <Table.Td>{wordsOf(error)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ) : null}
    </Stack>
  );
}
