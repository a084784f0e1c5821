import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { asProblem } from '../api/problem';
import { Page } from '../kit/Page';
import { Panel } from '../kit/Panel';
import { ProblemNote } from '../kit/ProblemNote';

/** One screen failed; the rest of the app lives on. Says what is known and offers the next step. */
export function ScreenBroken({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  const problem = asProblem(error);
  const again = () => {
    reset();
    void router.invalidate();
  };
  if (problem.code !== 'app.broken') {
    return (
      <Page title={t('app.broken.title')} narrow>
        <ProblemNote problem={problem} retry={again} />
      </Page>
    );
  }
  return (
    <Page title={t('app.broken.title')} lead={t('app.broken.what')} narrow>
      <Panel title={t('app.broken.report')}>
        <Stack>
          <Text>{t('app.broken.todo')}</Text>
          <Code block>{problem.message}</Code>
          <Group>
            <Button onClick={again}>{t('kit.tryAgain')}</Button>
            <Button variant="default" onClick={() => window.location.reload()}>
              {t('app.broken.reload')}
            </Button>
            <CopyButton value={`${problem.message} · ${window.location.pathname}`}>
              {({ copied, copy }) => (
                <Button variant="subtle" onClick={copy}>
                  {t(copied ? 'kit.copied' : 'app.broken.copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
        </Stack>
      </Panel>
    </Page>
  );
}
