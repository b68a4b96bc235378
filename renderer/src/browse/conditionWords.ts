import type { BrowseColumn, Condition } from '../../../main/dataset/browse/types.ts'
import type { Format } from '../composables/format.ts'
import { cellText, kindWords, type Words } from './gridColumns.ts'

/** A condition as a chip says it. */
export function conditionWords(condition: Condition, columns: BrowseColumn[], words: Words, format: Format): string {
  if (condition.kind === 'finding') return words.t(`findings.${condition.finding}.name`)
  const type = columns.find(({ name }) => name === condition.column)?.type ?? 'text'
  const column = words.t(`browse.columns.${condition.column}`)
  switch (condition.kind) {
    case 'text':
      return words.t(`browse.chips.${condition.how}`, { column, text: condition.text })
    case 'oneOf': {
      const values = condition.values.map((value) => (type === 'kind' ? kindWords(value, words) : value))
      return words.t('browse.chips.oneOf', { column, values: shortened(values, words) })
    }
    case 'missing':
      return words.t(condition.missing ? 'browse.chips.missing' : 'browse.chips.present', { column })
    case 'range':
      return rangeWords(column, condition.from, condition.to, (value) => cellText(value, type, words, format), words)
    case 'dates':
      return rangeWords(column, condition.from, condition.to, (day) => format.date(day), words)
  }
}

const mostNamed = 3

function shortened(values: string[], words: Words): string {
  const named = values.slice(0, mostNamed).join(', ')
  return values.length > mostNamed ? words.t('browse.chips.andMore', { named, more: values.length - mostNamed }) : named
}

function rangeWords<End>(
  column: string,
  from: End | null,
  to: End | null,
  say: (end: End) => string,
  words: Words,
): string {
  if (from === null && to === null) return words.t('browse.chips.present', { column })
  if (from === null) return words.t('browse.chips.upTo', { column, to: say(to as End) })
  if (to === null) return words.t('browse.chips.from', { column, from: say(from) })
  return from === to
    ? words.t('browse.chips.is', { column, value: say(from) })
    : words.t('browse.chips.between', { column, from: say(from), to: say(to) })
}
