import { describe, expect, test } from 'vitest';
import { problemFrom } from '../api/problem';
import { allPlaced, cleaned, fieldMessages } from './saveForm';

describe('a refusal on a form', () => {
  const problem = problemFrom(422, {
    code: 'batch.invalid',
    detail: 'The batch number is taken.',
    field: 'BatchNumber',
    help: 'Choose another.',
    findings: [
      { code: 'count_not_positive', severity: 'error', field: 'plantCount', message: 'Too few.' },
      { code: 'high_plant_count', severity: 'warning', field: 'notes', message: 'Many.' },
      { code: 'x', severity: 'error', field: 'unknownField', message: 'Elsewhere.' },
    ],
  });

  test('puts each error at its field, with help, whatever the case of the name', () => {
    expect(fieldMessages(problem, ['batchNumber', 'plantCount', 'notes'])).toEqual({
      batchNumber: 'The batch number is taken. Choose another.',
      plantCount: 'Too few.',
    });
  });

  test('shows the note above the form only when something has no field', () => {
    expect(allPlaced(problem, ['batchNumber', 'plantCount'])).toBe(false);
    expect(allPlaced(problem, ['plantCount', 'unknownField'])).toBe(true);
    expect(allPlaced(problemFrom(422, { detail: 'No.', field: 'name' }), ['name'])).toBe(true);
    expect(allPlaced(problemFrom(409, { detail: 'Changed meanwhile.' }), ['name'])).toBe(false);
  });

  test('finds the field of a path', () => {
    const site = problemFrom(422, { detail: 'Unknown.', field: 'site.license' });
    expect(fieldMessages(site, ['license'])).toEqual({ license: 'Unknown.' });
    const place = problemFrom(422, { detail: 'Too long.', field: 'metrcLocation.name' });
    expect(fieldMessages(place, ['metrcLocation', 'capacity'])).toEqual({ metrcLocation: 'Too long.' });
  });

  test('leaves unknown fields to the note above the form', () => {
    expect(fieldMessages(problem, ['other'])).toEqual({});
  });
});

test('texts are trimmed and empty ones become null, other values stay', () => {
  expect(cleaned({ name: '  Blue Dream ', notes: '   ', count: 0, on: false, day: null })).toEqual({
    name: 'Blue Dream',
    notes: null,
    count: 0,
    on: false,
    day: null,
  });
});

test('a password keeps its spaces', () => {
  expect(cleaned({ newPassword: ' two words ' })).toEqual({ newPassword: ' two words ' });
});
