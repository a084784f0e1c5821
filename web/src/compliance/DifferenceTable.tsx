import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Difference } from '../api/types';
import { differenceFields } from './operationWords';

/** Both sides of what we sent and Metrc has, field by field. */
export function DifferenceTable({ differences }: { differences: Difference[] }) {
  const { t } = useTranslation();
  const nameOf = (field: string) => {
    const known = differenceFields.find((one) => one === field);
    return known ? t(`compliance.resolve.fields.${known}`) : field;
  };
  return (
    <Table withTableBorder>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('compliance.resolve.field')}</Table.Th>
          <Table.Th>{t('compliance.resolve.ours')}</Table.Th>
          <Table.Th>{t('compliance.resolve.metrc')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {differences.map((one) => (
          <Table.Tr key={one.field}>
            <Table.Th scope="row">{nameOf(one.field)}</Table.Th>
            <Table.Td>{one.ours}</Table.Td>
            <Table.Td>{one.metrc}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
