import { Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Note } from '../kit/Note';

interface Props {
  title: string;
  text: string;
  secret: string;
  close: () => void;
}

/** A password or token that is shown this one time. A click beside the dialog does not close it. */
export function SecretDialog({ title, text, secret, close }: Props) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={close} title={title} closeOnClickOutside={false}>
      <Stack>
        <Text>{text}</Text>
        <Code block fz="lg" style={{ userSelect: 'all', overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {secret}
        </Code>
        <Note tone="orange" icon={IconAlertTriangle} title={t('organisation.secret.once')} />
        <Group justify="flex-end">
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                leftSection={
                  copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />
                }
                onClick={copy}
              >
                {t(copied ? 'kit.copied' : 'organisation.secret.copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={close}>{t('organisation.secret.done')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
