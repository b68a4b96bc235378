import type { Database } from 'better-sqlite3'
import { AssayError } from '../../base/errors.ts'
import { writeOperation, type OpenProject } from '../../storage/operation.ts'
import { currentState, textOf } from '../../storage/state.ts'
import { asOfOperation, type AsOf } from '../clean/asOf.ts'
import { changeData } from '../clean/change.ts'
import { countAttributes } from './attributeStore.ts'
import { attributeReading } from './contract.ts'
import { previewAttribute } from './preview.ts'
import type { Attribute, AttributeReading } from './types.ts'

/** How each attribute is read that was declared to be of a type, in the state in force. */
export const declaredTypes = (database: Database): Map<string, AttributeReading> =>
  new Map(currentState(database).attributeTypes.map(({ name, reading }) => [name, attributeReading.parse(reading)]))

/** The attributes of the customers in force, with their types. */
export const attributesOperation = asOfOperation<AsOf | null, Attribute[]>('dataset.attributes', listAttributes)

function listAttributes(project: OpenProject): Attribute[] {
  const types = declaredTypes(project.database)
  return countAttributes(project.database).map(({ name, users }) => {
    const reading = types.get(name) ?? null
    const preview = reading && previewAttribute(project, { name, ...reading })
    return { name, users, reading, unreadable: preview ? preview.users - preview.readable : 0 }
  })
}

/** Types by attribute; null takes an attribute as the files write it again. */
export interface Declaration {
  name: string
  reading: AttributeReading | null
}

/**
 * Declares types of attributes, as one step. What was imported stays as it is. Throws `input.invalid` for an attribute that
 * no customer in force has.
 */
export const declareTypesOperation = writeOperation<Declaration[], Attribute[]>(
  'dataset.declareTypes',
  (project, wanted, work) => {
    const { database } = project
    return database.transaction(() => {
      const state = currentState(database)
      const types = new Map(state.attributeTypes.map((each) => [each.name, each]))
      const there = new Set(countAttributes(database).map(({ name }) => name))
      for (const { name, reading } of wanted) {
        if (!there.has(name) && !types.has(name)) {
          throw new AssayError('input.invalid', { field: 'attribute', problem: `no customer has an attribute ${name}` })
        }
        types.delete(name)
        if (reading) types.set(name, { name, reading: { ...reading } })
      }
      const next = { ...state, attributeTypes: [...types.values()] }
      if (textOf(next) !== textOf(state)) {
        const subject = wanted.map(({ name }) => name).join(', ')
        const details = { type: [...new Set(wanted.map(({ reading }) => reading?.as ?? 'asIs'))].join(', ') }
        changeData(database, { action: 'dataset.declareTypes', subject, details }, () => next, work)
      }
      return listAttributes(project)
    })()
  },
)
