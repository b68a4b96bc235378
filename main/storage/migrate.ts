import type { Database } from 'better-sqlite3'
import { AssayError } from '../base/errors.ts'
import { data } from './migrations/001-data.ts'
import { models } from './migrations/002-models.ts'
import { rowTrail } from './migrations/003-rowTrail.ts'
import { declinedMerges } from './migrations/004-declinedMerges.ts'
import { text } from './migrations/005-text.ts'
import { verdict } from './migrations/006-verdict.ts'
import { origin } from './migrations/007-origin.ts'
import { ownTasks } from './migrations/008-ownTasks.ts'
import { ledger } from './migrations/009-ledger.ts'
import { report } from './migrations/010-report.ts'
import { customerList } from './migrations/011-customerList.ts'
import { unitsRange } from './migrations/012-unitsRange.ts'
import { searches } from './migrations/013-searches.ts'
import { makeViews } from './views.ts'
import { neededShape } from './viewShape.ts'

/** "ASSY": tells a project from any other SQLite file. */
export const applicationId = 0x41535359

/** In order; a project's `user_version` counts how many it has had. Never change one that has shipped: add the next. */
const migrations = [
  ...[data, models, rowTrail, declinedMerges, text, verdict, origin, ownTasks],
  ...[ledger, report, customerList, unitsRange, searches],
]

export const schemaVersion = migrations.length

/**
 * Refuses what is not a project (`project.foreign`) or comes from a newer Assay (`project.newer`), before anything is written.
 */
export function checkProject(database: Database, path: string): void {
  const id = database.pragma('application_id', { simple: true })
  if (id !== applicationId) throw new AssayError('project.foreign', { path })
  const version = Number(database.pragma('user_version', { simple: true }))
  if (version > schemaVersion) throw new AssayError('project.newer', { path, found: version, expected: schemaVersion })
}

/** Brings a project to this Assay's schema, all or nothing. */
export function migrate(database: Database): void {
  const version = Number(database.pragma('user_version', { simple: true }))
  if (version >= schemaVersion) return
  database.transaction(() => {
    for (const migration of migrations.slice(version)) database.exec(migration)
    makeViews(database, neededShape(database))
    database.pragma(`application_id = ${applicationId}`)
    database.pragma(`user_version = ${schemaVersion}`)
  })()
}
