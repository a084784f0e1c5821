import { Button, Group, Stack, Text } from '@mantine/core';
import { IconLink, IconUnlink } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead, useSend } from '../api/hooks';
import type { Cultivar, MirrorRow, SiteRef, StrainSuggestion } from '../api/types';
import { Panel } from '../kit/Panel';
import { problemWords } from '../kit/problemWords';
import { RemoteSelect } from '../kit/RemoteSelect';
import { toast } from '../kit/toast';
import { useMay } from '../session/session';
import { useSite } from '../session/site';
import { linkAt } from './strainLinkAt';
import styles from './Strain.module.css';

/** Which Metrc strain stands for this cultivar at each site. */
export function StrainLinks({ cultivar }: { cultivar: Cultivar }) {
  const { t } = useTranslation();
  const { sites } = useSite();
  return (
    <Panel title={t('cultivation.strain.title')} lead={t('cultivation.strain.lead')}>
      <ul className={styles['sites']}>
        {sites.map((site) => (
          <SiteLink key={site.id} cultivar={cultivar} site={site} />
        ))}
      </ul>
    </Panel>
  );
}

interface Choice {
  metrcStrainId: number | null;
  name: string;
}

function SiteLink({ cultivar, site }: { cultivar: Cultivar; site: SiteRef }) {
  const { t } = useTranslation();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const link = linkAt(cultivar, site.id);
  const save = useSend<Choice>({
    method: 'PUT',
    path: `/cultivars/${cultivar.id}/strain-link`,
    body: ({ metrcStrainId }) => ({ siteId: site.id, metrcStrainId }),
    refreshes: ['/cultivars', '/compliance'],
    onDone: (_, { metrcStrainId, name }) => {
      setOpen(false);
      const words = metrcStrainId === null ? 'cultivation.strain.unlinked' : 'cultivation.strain.linked';
      toast.done(t(words, { cultivar: cultivar.name, strain: name, site: site.name }));
    },
    onProblem: (problem) =>
      toast.failed(t('cultivation.strain.failed', { site: site.name }), problemWords(problem, t)),
  });
  return (
    <li className={styles['site']}>
      <Group justify="space-between" gap="xs">
        <div>
          <Text fw={560}>{site.name}</Text>
          <Text size="sm" c="dimmed">
            {link
              ? t('cultivation.strain.is', { strain: link.metrcStrainName, id: link.metrcStrainId })
              : t('cultivation.strain.none')}
          </Text>
        </div>
        {may('batch:edit') ? (
          <Group gap="xs">
            {link ? (
              <Button
                variant="subtle"
                size="sm"
                leftSection={<IconUnlink size={16} aria-hidden />}
                loading={save.isPending}
                onClick={() => save.mutate({ metrcStrainId: null, name: link.metrcStrainName })}
              >
                {t('cultivation.strain.remove')}
              </Button>
            ) : null}
            <Button
              variant="default"
              size="sm"
              leftSection={<IconLink size={16} aria-hidden />}
              aria-expanded={open}
              onClick={() => setOpen(!open)}
            >
              {t(link ? 'cultivation.strain.change' : 'cultivation.strain.choose')}
            </Button>
          </Group>
        ) : null}
      </Group>
      {open ? (
        <StrainChoice cultivar={cultivar} site={site} choose={save.mutate} busy={save.isPending} />
      ) : null}
    </li>
  );
}

interface ChoiceProps {
  cultivar: Cultivar;
  site: SiteRef;
  choose: (choice: Choice) => void;
  busy: boolean;
}

function StrainChoice({ cultivar, site, choose, busy }: ChoiceProps) {
  const { t } = useTranslation();
  const suggestions = useRead<{ items: StrainSuggestion[] }>(`/cultivars/${cultivar.id}/strain-suggestions`, {
    query: { siteId: site.id },
  });
  return (
    <Stack gap="xs" mt="sm">
      {suggestions.data?.items.length ? <Text size="sm">{t('cultivation.strain.suggested')}</Text> : null}
      <Group gap="xs">
        {suggestions.data?.items.map((one) => (
          <Button
            key={one.metrcStrainId}
            variant="light"
            size="sm"
            disabled={busy}
            onClick={() => choose({ metrcStrainId: one.metrcStrainId, name: one.name })}
          >
            {one.exact
              ? t('cultivation.strain.exact', { name: one.name })
              : t('cultivation.strain.near', { name: one.name, percent: Math.round(one.score * 100) })}
          </Button>
        ))}
      </Group>
      <RemoteSelect<MirrorRow>
        label={t('cultivation.strain.search')}
        path="/compliance/mirror/strains"
        query={{ siteId: site.id }}
        option={(row) => ({ value: String(row.metrcId), label: row.name })}
        value={null}
        onChange={(_, row) => row && choose({ metrcStrainId: row.metrcId, name: row.name })}
        disabled={busy}
      />
    </Stack>
  );
}
