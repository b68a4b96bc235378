import { createHash } from 'node:crypto'
import type { OpenProject } from '../storage/operation.ts'
import { nettingKind } from '../dataset/clean/ruleKinds.ts'
import { currentState } from '../storage/state.ts'
import { readSources } from './store.ts'
import type { TrainSetup } from './types.ts'

/** Raised whenever the same sources and settings come to give other rows. */
const definitionVersion = 3

/** SHA-256 over all that shapes the rows: the files, how each was read, what cleans them, the calendar, the settings. */
export function fingerprintOf(project: OpenProject, setup: TrainSetup, purpose: 'training' | 'refit'): string {
  // In the order of import, since later catalogues win; the same files imported again give the same rows.
  const sources = readSources(project.database).map(({ kind, sha256, format, mapping, known }) => [
    ...[kind, sha256, format, mapping, known],
  ])
  const { rules, merges, attributeTypes } = currentState(project.database)
  const cleaned = {
    rules: rules
      .filter(({ enabled, kind }) => enabled && kind !== nettingKind)
      .map(({ kind, settings }) => [kind, settings]),
    merges,
    // Projects in which no type was ever declared keep their fingerprints.
    ...(attributeTypes.length > 0 && { attributeTypes }),
  }
  const shaped = { definitionVersion, purpose, timezone: project.calendar.timezone, sources, cleaned, setup }
  return createHash('sha256').update(JSON.stringify(shaped)).digest('hex')
}
