import { expect, test } from 'vitest';
import { podsInOrder } from './podsInOrder';

const pod = (id: string, from: string, to?: string) => ({
  id,
  podId: id,
  podName: id,
  roomName: 'Room',
  plantCount: 1,
  from,
  to: to ?? null,
});

test('open assignments stand first, each group newest first', () => {
  const rows = [
    pod('a', '2026-01-01', '2026-02-01'),
    pod('b', '2026-02-01'),
    pod('c', '2026-03-01'),
    pod('d', '2026-01-15', '2026-01-20'),
  ];
  expect(podsInOrder(rows).map((row) => row.id)).toEqual(['c', 'b', 'd', 'a']);
});
