import { Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../api/problem';
import { Exact } from './Exact';
import { Findings } from './Findings';
import { problemPlace, problemSpoken } from './problemWords';
import { Note } from './Note';

/** A refusal or failure: what happened, what to do, where to do it. */
export function ProblemNote({ problem, retry }: { problem: Problem; retry?: () => unknown }) {
  const { t } = useTranslation();
  const place = problemPlace(problem);
  const { what, todo, exact } = problemSpoken(problem, t);
  return (
    <Note tone="red" urgent icon={IconAlertTriangle} title={what}>
      <Stack gap="xs">
        {todo ? <Text size="sm">{todo}</Text> : null}
        <Exact text={exact} />
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
