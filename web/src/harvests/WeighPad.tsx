import { Button, Group, Modal, SegmentedControl, Text } from '@mantine/core';
import { IconBackspace } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../kit/Note';
import { gramsOf, inUnit, isWeight, netGrams, readScale, type Unit } from './grams';
import pad from './WeighPad.module.css';
import { weightKinds, type WeightKind } from './countedWeights';
import { useUnit } from './useUnit';

export interface Weighed {
  readonly kind: WeightKind;
  readonly grams: string;
  readonly tare: string | null;
}

interface Props {
  /** What is weighed first; a correction is of this kind alone. */
  kind: WeightKind;
  isCorrection: boolean;
  /** Why a weight cannot be; null when it can. */
  fault: (weighed: Weighed) => string | null;
  save: (weighed: Weighed) => Promise<boolean>;
  close: () => void;
}

const keys = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '.', '0'] as const;

/** The scale's side of the phone: keys for gloves, and a field that a scale or scanner may type into. */
export function WeighPad({ kind: first, isCorrection, fault, save, close }: Props) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [unit, setUnit] = useUnit();
  const [kind, setKind] = useState<WeightKind>(first);
  const [text, setText] = useState('');
  const [tare, setTare] = useState<string | null>(null);
  const [last, setLast] = useState<Weighed | null>(null);
  const gross = gramsOf(text, unit);
  const net = gross === undefined ? undefined : tare === null ? gross : netGrams(gross, tare);
  const weighed = net === undefined ? undefined : { kind, grams: net, tare };
  const wrong = wrongOf(gross, weighed);
  function wrongOf(read: string | undefined, one: Weighed | undefined): string | null {
    if (text === '') return null;
    if (read === undefined) return t('harvest.weigh.notNumber');
    if (one === undefined) return t('harvest.weigh.underTare');
    return isWeight(one.grams) ? fault(one) : t('harvest.weigh.tooHeavy');
  }
  const store = async (one: Weighed) => {
    if (!(await save(one))) return;
    setLast(one);
    setText('');
    field.current?.focus();
    if (isCorrection) close();
  };
  const send = () => (weighed && wrong === null ? void store(weighed) : undefined);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const scaled = readScale(text);
    // A scale may send its unit with the number; the weight is taken as it was sent, and the person saves it.
    if (scaled && scaled.text !== text.trim()) {
      setText(scaled.text);
      if (scaled.unit) setUnit(scaled.unit);
    } else send();
  };
  const press = (key: string) =>
    setText((before) => (key === '.' && before.includes('.') ? before : before + key));
  return (
    <Modal
      opened
      onClose={close}
      fullScreen
      title={t(isCorrection ? 'harvest.weigh.correct' : 'harvest.weigh.title')}
    >
      <div className={pad['pad']}>
        {isCorrection ? (
          <Text fw={600}>{t(`harvest.kind.${kind}`)}</Text>
        ) : (
          <SegmentedControl
            fullWidth
            value={kind}
            onChange={setKind}
            data={weightKinds.map((value) => ({ value, label: t(`harvest.kind.${value}`) }))}
            aria-label={t('harvest.weigh.kind')}
          />
        )}
        <Group justify="space-between" wrap="nowrap" gap="sm">
          <input
            ref={field}
            className={pad['display']}
            // No keyboard of the phone over the keys below; one that is plugged in, or a scale, still types.
            inputMode="none"
            autoFocus
            autoComplete="off"
            aria-label={t('harvest.weigh.weight')}
            placeholder="0"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={onKey}
          />
          <SegmentedControl
            className={pad['unit']}
            size="lg"
            value={unit}
            onChange={setUnit}
            data={['g', 'oz']}
            aria-label={t('harvest.weigh.unit')}
          />
        </Group>
        <Summary net={net} tare={tare} unit={unit} />
        {wrong === null ? null : <Note tone="orange" title={wrong} urgent />}
        <Keys press={press} back={() => setText((before) => before.slice(0, -1))} />
        <Group grow gap="sm">
          <Button
            size="lg"
            variant="default"
            disabled={gross === undefined}
            onClick={() => {
              setTare(gross ?? null);
              setText('');
              field.current?.focus();
            }}
          >
            {t('harvest.weigh.setTare')}
          </Button>
          <Button size="lg" variant="default" disabled={tare === null} onClick={() => setTare(null)}>
            {t('harvest.weigh.noTare')}
          </Button>
        </Group>
        <Button size="xl" disabled={weighed === undefined || wrong !== null} onClick={send}>
          {t('harvest.weigh.save')}
        </Button>
        <LastSaved last={last} />
      </div>
    </Modal>
  );
}

function Summary({ net, tare, unit }: { net: string | undefined; tare: string | null; unit: Unit }) {
  const { t } = useTranslation();
  return (
    <Text c="dimmed">
      {t('harvest.weigh.net', {
        grams: net ?? '–',
        other: net === undefined ? '–' : inUnit(net, 'oz'),
        tare: tare === null ? '0' : inUnit(tare, unit),
        unit,
      })}
    </Text>
  );
}

function Keys({ press, back }: { press: (key: string) => void; back: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={pad['keys']}>
      {keys.map((key) => (
        <button key={key} type="button" className={pad['key']} onClick={() => press(key)}>
          {key}
        </button>
      ))}
      <button type="button" className={pad['key']} aria-label={t('harvest.weigh.back')} onClick={back}>
        <IconBackspace size={28} aria-hidden />
      </button>
    </div>
  );
}

function LastSaved({ last }: { last: Weighed | null }) {
  const { t } = useTranslation();
  return (
    <div aria-live="polite">
      {last ? t('harvest.weigh.saved', { kind: t(`harvest.kind.${last.kind}`), grams: last.grams }) : null}
    </div>
  );
}
