import { Button, Group, Table, Text } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../kit/Facts';
import { formatNumber } from '../kit/format';
import { At } from '../kit/Moment';
import { Panel } from '../kit/Panel';
import { useMay, useSession } from '../session/session';
import { RowStatus } from '../sync/client/RowStatus';
import { useDeviceSave } from '../sync/client/useDeviceSave';
import { compareNumbers } from '../sync/decimal';
import { newRowId } from '../sync/newRowId';
import type { ScreenRow } from '../sync/worker/messages';
import { countedGrams, uncorrected, weightKinds, type WeightKind } from './countedWeights';
import { inUnit } from './grams';
import { sceneRow, textOf, type Harvest } from './useHarvests';
import { useUnit } from './useUnit';
import { WeighPad, type Weighed } from './WeighPad';

interface Props {
  harvest: Harvest;
  name: string;
  weights: readonly ScreenRow[];
}

const firstKind: Record<string, WeightKind> = { harvest: 'wet', drying: 'weigh_in', curing: 'dry' };

/** The weights of a harvest: entries that are only added; a wrong one is corrected by another. */
export function WeightPanel({ harvest, name, weights }: Props) {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const [unit] = useUnit();
  const [open, setOpen] = useState<ScreenRow | 'new' | null>(null);
  const save = useWeightSave(harvest, name);
  const rows = weights.map(sceneRow);
  const standing = new Set(uncorrected(rows).map((one) => one.id));
  const show = (grams: string | null) =>
    grams === null ? '–' : `${formatNumber(inUnit(grams, unit), i18n.language)} ${unit}`;
  const corrected = open === 'new' ? null : open;
  const fault = ({ kind, grams }: Weighed) => {
    const others = rows.filter((one) => one.id !== corrected?.id);
    const against = (other: WeightKind) => countedGrams(others, other);
    const [wet, dry] = [against('wet'), against('dry')];
    const isOver =
      (kind === 'dry' && wet !== null && compareNumbers(grams, wet) > 0) ||
      (kind === 'wet' && dry !== null && compareNumbers(dry, grams) > 0);
    return isOver ? t('harvest.weigh.dryOverWet') : null;
  };
  return (
    <Panel
      title={t('harvest.weights')}
      actions={
        may('harvest:edit') ? (
          <Button size="lg" leftSection={<IconScale size={22} aria-hidden />} onClick={() => setOpen('new')}>
            {t('harvest.weigh.title')}
          </Button>
        ) : null
      }
    >
      <Facts
        columns={3}
        facts={weightKinds
          .filter((kind) => kind !== 'weigh_in')
          .map((kind) => ({ name: t(`harvest.kind.${kind}`), value: show(countedGrams(rows, kind)) }))}
      />
      {weights.length === 0 ? null : (
        <Table.ScrollContainer minWidth={320} mt="md">
          <Table aria-label={t('harvest.weights')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('harvest.weigh.kind')}</Table.Th>
                <Table.Th ta="end">{t('harvest.weigh.weight')}</Table.Th>
                <Table.Th>{t('harvest.weigh.at')}</Table.Th>
                <Table.Th>{t('harvest.weigh.state')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {[...weights].reverse().map((row) => (
                <WeightRow
                  key={row.id}
                  row={row}
                  shown={show(textOf(row.values['grams']))}
                  isWrong={!standing.has(row.id)}
                  correct={may('harvest:edit') ? () => setOpen(row) : undefined}
                />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {open === null ? null : (
        <WeighPad
          kind={
            corrected ? (textOf(corrected.values['kind']) as WeightKind) : (firstKind[harvest.stage] ?? 'dry')
          }
          isCorrection={corrected !== null}
          fault={fault}
          save={(weighed) => save(weighed, corrected)}
          close={() => setOpen(null)}
        />
      )}
    </Panel>
  );
}

function useWeightSave(harvest: Harvest, name: string) {
  const { user } = useSession();
  const save = useDeviceSave();
  return async ({ kind, grams, tare }: Weighed, corrects: ScreenRow | null): Promise<boolean> => {
    const set = {
      ...{ site_id: harvest.siteId, owner_id: harvest.ownerId, harvest_id: harvest.id, user_id: user.id },
      ...{ kind, grams, tare_g: tare, corrects: corrects?.id ?? null },
      // A correction says what the scale should have said then.
      measured_at: textOf(corrects?.values['measured_at']) ?? new Date().toISOString(),
    };
    return (await save(name, [{ kind: 'create', table: 'harvest_weights', row: newRowId(), set }])) !== null;
  };
}

interface RowProps {
  row: ScreenRow;
  shown: string;
  isWrong: boolean;
  correct: (() => void) | undefined;
}

function WeightRow({ row, shown, isWrong, correct }: RowProps) {
  const { t } = useTranslation();
  const kind = weightKinds.find((one) => one === row.values['kind']);
  return (
    <Table.Tr>
      <Table.Td>{kind ? t(`harvest.kind.${kind}`) : textOf(row.values['kind'])}</Table.Td>
      <Table.Td ta="end" td={isWrong ? 'line-through' : undefined}>
        {shown}
      </Table.Td>
      <Table.Td>
        <At at={textOf(row.values['measured_at'])} />
      </Table.Td>
      <Table.Td>
        <Group gap="xs">
          <RowStatus status={row.status} />
          {isWrong ? (
            <Text size="sm">{t('harvest.weigh.corrected')}</Text>
          ) : correct ? (
            <Button variant="subtle" onClick={correct}>
              {t('harvest.weigh.correct')}
            </Button>
          ) : null}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
