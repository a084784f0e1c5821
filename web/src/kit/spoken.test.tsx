import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { problemFrom } from '../api/problem';
import type { Finding } from '../api/types';
import type { Language } from '../api/types';
import { startLanguages, switchLanguage } from '../i18n';
import { Findings } from './Findings';
import { ProblemNote } from './ProblemNote';
import { fieldMessages } from './saveForm';

/** As the server answers a push to a location that the facility does not have. */
const notFound: Finding = {
  code: 'location_not_found',
  severity: 'error',
  field: 'location',
  message: 'Location "Clone Rom" not found at Tendril Farm',
  help: 'Choose one of: Clone Room, Flower 1.',
};

/** The same sentence with the code's usual help. */
const noNumber: Finding = {
  code: 'field.required',
  severity: 'error',
  field: 'batchNumber',
  message: 'The batch number is missing',
  help: 'Fill in the field named in the message.',
};

const show = (what: React.ReactNode) => render(<MantineProvider>{what}</MantineProvider>);
const inEnglish = (text: string) => screen.getByText(text).getAttribute('lang');

beforeAll(() => startLanguages());
beforeEach(() => switchLanguage('en'));

test('English findings are the words of the server and nothing else', () => {
  show(<Findings findings={[notFound]} />);
  expect(screen.getByRole('listitem').textContent).toBe(
    'Must be mended: Location "Clone Rom" not found at Tendril FarmChoose one of: Clone Room, Flower 1.',
  );
});

describe.each<[Language, string, string]>([
  [
    'es',
    'Ubicación en Metrc: La instalación no tiene ninguna ubicación con este nombre.',
    'El servidor dice:',
  ],
  ['fr', 'Emplacement dans Metrc: L’établissement n’a aucun emplacement de ce nom.', 'Le serveur dit :'],
])('a person who reads %s', (language, what, exact) => {
  beforeEach(() => switchLanguage(language));

  test('reads what is wrong with which field, what to do, and below it the exact words', () => {
    show(<Findings findings={[notFound]} />);
    const text = screen.getByRole('listitem').textContent;
    expect(text).toContain(what);
    expect(text).toContain(language === 'es' ? 'descargue primero las ubicaciones' : 'récupérez d’abord');
    expect(text).toContain(exact);
    expect(
      inEnglish('Location "Clone Rom" not found at Tendril Farm. Choose one of: Clone Room, Flower 1.'),
    ).toBe('en');
  });

  test('is not told the usual English help a second time', () => {
    show(<Findings findings={[noNumber]} />);
    expect(inEnglish('The batch number is missing.')).toBe('en');
    expect(screen.queryByText(/Fill in the field/)).toBeNull();
  });
});

test('a refused request speaks the language too, and an unknown code still tells what the server said', async () => {
  await switchLanguage('es');
  show(
    <>
      <ProblemNote problem={problemFrom(409, { code: 'changed_meanwhile', detail: 'Changed by Ana.' })} />
      <ProblemNote problem={problemFrom(422, { code: 'from.tomorrow', detail: 'Not yet.', help: 'Wait.' })} />
    </>,
  );
  const [known, unknown] = screen.getAllByRole('alert');
  expect(known?.textContent).toContain('Otra persona guardó lo mismo');
  expect(known?.textContent).toContain('repita su cambio');
  expect(known?.textContent).toContain('Changed by Ana.');
  expect(unknown?.textContent).toBe('Not yet.Wait.');
});

test('below a field stands the translation without the label that is there already', async () => {
  await switchLanguage('es');
  const messages = fieldMessages(problemFrom(422, { ...noNumber, detail: noNumber.message }), [
    'batchNumber',
  ]);
  show(messages['batchNumber']);
  expect(screen.getByText(/Un campo obligatorio está vacío. Rellene/).textContent).not.toContain(
    'Número de lote',
  );
  expect(inEnglish('The batch number is missing.')).toBe('en');
});
