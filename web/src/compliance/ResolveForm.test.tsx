import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Difference, OperationDetail } from '../api/types';
import { startLanguages } from '../i18n';
import { ResolveForm } from './ResolveForm';

const fewer: Difference = { field: 'plantCount', ours: '24', metrc: '30' };
const renamed: Difference = { field: 'name', ours: 'BD-1', metrc: 'Tray 7' };
const detail = {
  operation: { id: 'op-1', metrcId: 7, entityName: 'BD-1', state: 'needs_person' },
  differences: [fewer],
} as unknown as OperationDetail;

// Finding things by their role is slow in a simulated browser.
vi.setConfig({ testTimeout: 30_000 });

const sent: unknown[] = [];
const answers: Response[] = [];
const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

beforeAll(async () => {
  // The simulated browser knows no fonts; a growing text field waits for them.
  Object.defineProperty(document, 'fonts', { configurable: true, value: new EventTarget() });
  await startLanguages();
});
beforeEach(() => {
  sent.length = 0;
  answers.length = 0;
  vi.spyOn(globalThis, 'fetch').mockImplementation((_, init) => {
    sent.push(JSON.parse(init?.body as string));
    return Promise.resolve(answers.shift() ?? json(200, detail.operation));
  });
});

async function openConfirm() {
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <ResolveForm detail={detail} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  const person = userEvent.setup();
  await person.click(screen.getByRole('radio', { name: /^It is in Metrc/ }));
  await person.click(screen.getByRole('textbox', { name: /^Reason/ }));
  await person.paste('Six more took root');
  return person;
}

const rows = () => screen.getAllByRole('row').map((row) => row.textContent);

test('shows both sides and sends what was accepted, as it was shown', async () => {
  const person = await openConfirm();
  expect(rows()).toEqual(['FieldWe sentMetrc has', 'Plants2430']);

  await person.click(screen.getByRole('checkbox', { name: /^Accept as it is in Metrc/ }));
  await person.click(screen.getByRole('button', { name: 'Accept as it is in Metrc' }));

  expect(sent).toEqual([
    { decision: 'confirm', metrcBatchId: 7, acceptedDifferences: [fewer], reason: 'Six more took root' },
  ]);
});

test('accepts nothing that was not ticked', async () => {
  const person = await openConfirm();
  await person.click(screen.getByRole('button', { name: 'Save the decision' }));
  expect(sent).toEqual([{ decision: 'confirm', metrcBatchId: 7, reason: 'Six more took root' }]);
});

test('an acceptance ends when the server finds something else', async () => {
  answers.push(json(409, { code: 'report.differs_in_metrc', detail: 'It differs', differences: [renamed] }));
  const person = await openConfirm();
  await person.click(screen.getByRole('checkbox', { name: /^Accept as it is in Metrc/ }));
  await person.click(screen.getByRole('button', { name: 'Accept as it is in Metrc' }));

  await screen.findByText('Tray 7');

  expect(rows()).toEqual(['FieldWe sentMetrc has', 'NameBD-1Tray 7']);
  expect(screen.getByRole<HTMLInputElement>('checkbox').checked).toBe(false);
  expect(screen.getByRole('button', { name: 'Save the decision' })).toBeDefined();
});
