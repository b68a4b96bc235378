import { createHash } from 'node:crypto'
import type { OpenProject } from '../storage/operation.ts'
import { readSources } from './store.ts'
import type { TrainSetup } from './types.ts'

/** Raised whenever the same sources and settings come to give other rows. */
const definitionVersion = 1

/** SHA-256 over all that shapes the rows: the files, how each was read, the calendar, the settings. */
export function fingerprintOf(project: OpenProject, setup: TrainSetup, purpose: 'training' | 'refit'): string {
  // In the order of import, since later catalogues win; the same files imported again give the same rows.
  const sources = readSources(project.database).map(({ kind, sha256, format, mapping, known }) => [
    ...[kind, sha256, format, mapping, known],
  ])
  const shaped = { definitionVersion, purpose, timezone: project.calendar.timezone, sources, setup }
  return createHash('sha256').update(JSON.stringify(shaped)).digest('hex')
}
