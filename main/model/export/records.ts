import type { ActLog } from '../../features/actLog.ts'
import { actType } from '../../features/acts.ts'
import { inputGroups, type ExampleTable, type InputGroup } from '../../features/types.ts'
import type { Vocabulary } from '../../features/vocabulary.ts'
import type { RecordAct, ScoreRecord, Vocabularies } from './types.ts'

/** One row of a table as a record: its columns that are not 0, and the names of what it is about. */
export function recordAt(table: ExampleTable, row: number, vocabularies: Vocabularies): ScoreRecord {
  const { entity, codes, sequences, log } = table
  const [category, brand] = [
    nameOf(vocabularies.category, codes.category[row]),
    nameOf(vocabularies.brand, codes.brand[row]),
  ]
  const record: ScoreRecord = {
    ...{ entity, ...inputsAt(table, row) },
    ...(category !== null && { category }),
    ...(brand !== null && { brand }),
  }
  if (!log || entity === 'product') return record
  const acts = Array.from({ length: sequences.to[row] - sequences.from[row] }, (_, i) =>
    actAt(log, sequences.from[row] + i, vocabularies),
  )
  return { ...record, acts, cutoffDay: sequences.cutoffDays[row] }
}

function inputsAt(table: ExampleTable, row: number): Record<InputGroup, Record<string, number>> {
  const inputs: Record<InputGroup, Record<string, number>> = { behaviour: {}, product: {}, social: {} }
  for (const group of inputGroups) {
    const { names, values } = table.inputs[group]
    names.forEach((name, column) => {
      const value = values[row * names.length + column]
      if (value !== 0) inputs[group][name] = value
    })
  }
  return inputs
}

const typeNames = Object.entries(actType)

function actAt(log: ActLog, act: number, vocabularies: Vocabularies): RecordAct {
  return {
    type: typeNames.find(([, code]) => code === log.type[act])?.[0] ?? 'other',
    product: nameOf(vocabularies.product, log.product[act]),
    category: nameOf(vocabularies.category, log.category[act]),
    brand: nameOf(vocabularies.brand, log.brand[act]),
    day: log.day[act],
    price: Math.expm1(log.price[act]),
    units: Math.expm1(log.units[act]),
  }
}

/** The word of a code; the code itself where it stands for several words, or where the words are not known. */
function nameOf(vocabulary: Vocabulary | undefined, code: number): string | number | null {
  return code === 0 ? null : (vocabulary?.words[code - 1] ?? code)
}
