import { ActionIcon, Code, CopyButton, Group, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** A code or id with a button that copies it. */
export function CopyText({ text, label, short = false }: { text: string; label: string; short?: boolean }) {
  const { t } = useTranslation();
  return (
    <Group gap={4} wrap="nowrap" display="inline-flex">
      <Code style={{ overflowWrap: 'anywhere', whiteSpace: short ? 'nowrap' : undefined }}>
        {short ? `…${text.slice(-8)}` : text}
      </Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t('kit.copied') : label}>
            <ActionIcon size={32} aria-label={copied ? t('kit.copied') : label} onClick={copy}>
              {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}
