import { Button, Group, Stack, Text } from '@mantine/core';
import { IconMapPinQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Batch, MirrorRow, ResolvedLocation } from '../api/types';
import { RemoteSelect } from '../kit/RemoteSelect';
import type { Push } from './usePush';
import { Note } from '../kit/Note';

interface Props {
  batch: Batch;
  push: Push;
  resolved: ResolvedLocation;
}

/** Where the plants stand in Metrc's words: pre-filled, with its source, and open to another choice. */
export function LocationChoice({ batch, push, resolved }: Props) {
  const { t } = useTranslation();
  const source = push.overridden
    ? t('compliance.source.chosen')
    : t(`compliance.source.${resolved.source}`, { pod: resolved.candidates[0]?.pod ?? '' });
  return (
    <Stack gap="xs">
      {resolved.requiresManualInput ? (
        <Note tone="orange" icon={IconMapPinQuestion} title={t('compliance.push.askLocation')}>
          <Text size="sm">
            {t(resolved.candidates.length > 0 ? 'compliance.push.several' : 'compliance.push.noMapping')}
          </Text>
          <Group gap="xs" mt="xs">
            {resolved.candidates.map((candidate) => (
              <Button
                key={`${candidate.location} ${candidate.pod ?? ''}`}
                variant="default"
                size="sm"
                aria-pressed={push.location === candidate.location}
                onClick={() => push.chooseLocation(candidate.location)}
              >
                {candidate.pod ? `${candidate.location} (${candidate.pod})` : candidate.location}
              </Button>
            ))}
          </Group>
        </Note>
      ) : null}
      <RemoteSelect<MirrorRow>
        label={t('compliance.push.location')}
        description={push.location === null ? t('compliance.push.locationHelp') : source}
        path="/compliance/mirror/locations"
        query={{ siteId: batch.siteId, for: 'plant_batches' }}
        option={(row) => ({ value: row.name, label: row.name })}
        value={push.location}
        valueLabel={push.location}
        onChange={(value) => push.chooseLocation(value)}
        required
      />
    </Stack>
  );
}
