import { Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../api/problem';
import { Findings } from './Findings';
import { problemPlace, problemWords } from './problemWords';
import { Note } from './Note';

/** A refusal or failure: what happened, what to do, where to do it. */
export function ProblemNote({ problem, retry }: { problem: Problem; retry?: () => unknown }) {
  const { t } = useTranslation();
  const place = problemPlace(problem);
  return (
    <Note tone="red" urgent icon={IconAlertTriangle} title={problemWords(problem, t)}>
      <Stack gap="xs">
        {problem.help ? <Text size="sm">{problem.help}</Text> : null}
        <Findings findings={problem.findings} />
        {problem.traceId ? (
          <Text size="sm" c="dimmed">
            {t('problems.trace', { traceId: problem.traceId })}
          </Text>
        ) : null}
        <Group gap="xs">
          {place ? (
            <Button component={Link} to={place} variant="default" size="sm">
              {t('problems.goThere')}
            </Button>
          ) : null}
          {retry ? (
            <Button
              variant="default"
              size="sm"
              leftSection={<IconRefresh size={16} aria-hidden />}
              onClick={() => void retry()}
            >
              {t('kit.tryAgain')}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Note>
  );
}
