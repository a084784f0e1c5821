import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDna2, IconPackage, IconPlant2, IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createSpotlight } from '@mantine/spotlight';
import { useList } from '../api/hooks';
import type { Batch, Cultivar, Lot } from '../api/types';
import { useMay } from '../session/session';
import { navFor } from './nav';

const [store, palette] = createSpotlight();
const enough = 2;

/** The things that a text finds: screens at once, batches, cultivars and lots from the server. */
function useFound(text: string): SpotlightActionGroupData[] {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const go = (to: string) => () => void navigate({ to });
  const query = { q: text, pageSize: 6 };
  const asked = (allowed: boolean) => ({ enabled: allowed && text.length >= enough });
  const batches = useList<Batch>('/batches', query, asked(may('batch:view')));
  const cultivars = useList<Cultivar>('/cultivars', query, asked(may('batch:view')));
  const lots = useList<Lot>('/lots', query, asked(may('inventory:view')));
  const show = (item: SpotlightActionData) => item;
  const wanted = text.toLocaleLowerCase();
  const found = text.length >= enough;
  return [
    {
      group: t('app.palette.screens'),
      actions: navFor(may)
        .map((item) => ({ item, label: t(`app.nav.${item.key}`) }))
        .filter(({ label }) => label.toLocaleLowerCase().includes(wanted))
        .map(({ item, label }) =>
          show({
            id: item.key,
            label,
            onClick: go(item.to),
            leftSection: <item.icon size={20} aria-hidden />,
          }),
        ),
    },
    {
      group: t('app.nav.batches'),
      actions: (found ? (batches.data?.items ?? []) : []).map((batch) =>
        show({
          id: batch.id,
          label: batch.batchNumber,
          description: [batch.cultivarName, batch.siteName].filter(Boolean).join(' · '),
          onClick: go(`/batches/${batch.id}`),
          leftSection: <IconPlant2 size={20} aria-hidden />,
        }),
      ),
    },
    {
      group: t('app.nav.cultivars'),
      actions: (found ? (cultivars.data?.items ?? []) : []).map((cultivar) =>
        show({
          id: cultivar.id,
          label: cultivar.name,
          onClick: go(`/cultivars/${cultivar.id}`),
          leftSection: <IconDna2 size={20} aria-hidden />,
        }),
      ),
    },
    {
      group: t('app.nav.inventory'),
      actions: (found ? (lots.data?.items ?? []) : []).map((lot) =>
        show({
          id: lot.id,
          label: lot.productName,
          description: [lot.packageLabel ?? lot.lotNumber, lot.siteName].join(' · '),
          onClick: () => void navigate({ to: '/inventory', search: { lot: lot.id } }),
          leftSection: <IconPackage size={20} aria-hidden />,
        }),
      ),
    },
  ].filter((group) => group.actions.length > 0);
}

/** One search over screens, batches, cultivars and lots. */
export function Palette({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), 150);
  const groups = useFound(text);
  useEffect(() => palette.open(), []);
  return (
    <Spotlight
      store={store}
      actions={groups}
      query={typed}
      onQueryChange={setTyped}
      filter={(_, actions) => actions}
      shortcut={null}
      onSpotlightClose={close}
      nothingFound={t('app.palette.nothing')}
      scrollable
      maxHeight={420}
      searchProps={{
        'aria-label': t('app.palette.label'),
        placeholder: t('app.palette.placeholder'),
        leftSection: <IconSearch size={20} aria-hidden />,
      }}
    />
  );
}
