import { TextInput, Stack } from '@mantine/core';
import { IconBarcode, IconPlant2, IconStack2 } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../kit/EmptyState';
import { Page } from '../kit/Page';
import { Panel } from '../kit/Panel';
import { BackLink } from '../kit/PlainLink';
import { useSite } from '../session/site';
import { useDevice } from '../sync/client/device';
import { DeviceNote } from '../sync/client/DeviceNote';
import styles from './Harvest.module.css';
import { StartForm } from './StartForm';
import { exactSubject, readSubjects, useSubjects, type Subject } from './useSubjects';

/** A new harvest: scan a plant's tag or choose a batch. The field stays open for the next scan. */
export function HarvestNew() {
  const { t } = useTranslation();
  const { site } = useSite();
  const device = useDevice();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [subject, setSubject] = useState<Subject | null>(null);
  const found = useSubjects(typed, site?.id);
  // A scanner is faster than the list: what it sent is looked up by itself.
  const scan = async () => {
    if (!device) return;
    const scanned = await readSubjects(device, typed, site?.id);
    const meant = exactSubject(scanned, typed) ?? (scanned.length === 1 ? scanned[0] : undefined);
    if (meant) setSubject(meant);
  };
  const next = () => {
    setSubject(null);
    setTyped('');
    field.current?.focus();
  };
  return (
    <Page
      title={t('harvest.new.title')}
      lead={t('harvest.new.lead')}
      back={<BackLink to="/harvests">{t('harvest.title')}</BackLink>}
      narrow
    >
      <Stack>
        <DeviceNote />
        <Panel>
          <TextInput
            ref={field}
            size="lg"
            autoFocus
            autoComplete="off"
            label={t('harvest.new.scan')}
            description={t('harvest.new.scanHelp')}
            leftSection={<IconBarcode size={24} aria-hidden />}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              setSubject(null);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              void scan();
            }}
          />
          {subject ? null : <Found found={found} typed={typed} choose={setSubject} />}
        </Panel>
        {subject ? <StartForm key={subject.id} subject={subject} next={next} /> : null}
      </Stack>
    </Page>
  );
}

interface FoundProps {
  found: readonly Subject[] | undefined;
  typed: string;
  choose: (subject: Subject) => void;
}

function Found({ found, typed, choose }: FoundProps) {
  const { t } = useTranslation();
  if (!found) return null;
  if (found.length === 0)
    return <EmptyState title={t('harvest.new.nothing')} text={t('harvest.new.nothingText', { typed })} />;
  return (
    <ul className={styles['found']} aria-label={t('harvest.new.found')}>
      {found.map((one) => (
        <li key={one.id}>
          <button type="button" className={styles['choice']} onClick={() => choose(one)}>
            {one.table === 'plants' ? (
              <IconPlant2 size={22} aria-hidden />
            ) : (
              <IconStack2 size={22} aria-hidden />
            )}
            <span>
              {one.name}
              <br />
              <small>{t(`harvest.new.of.${one.table}`)}</small>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
