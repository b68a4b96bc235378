import { closeSync, existsSync, openSync, readSync, realpathSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import SQLite, { type Database } from 'better-sqlite3'
import { AssayError, toAssayError } from '../base/errors.ts'
import { createCalendar } from '../base/calendar.ts'
import { checkProject, migrate } from './migrate.ts'
import type { OpenProject, ProjectSettings } from './operation.ts'

/** Makes a new, empty project file. Throws `file.exists` rather than overwrite one, `input.invalid` for a zone. */
export function createProjectFile(path: string, settings: ProjectSettings, nowMs: number): void {
  if (existsSync(path)) throw new AssayError('file.exists', { path })
  createCalendar(settings.timezone) // an unknown zone is refused before there is a file
  const database = opened(path, {})
  try {
    database.pragma('page_size = 8192')
    migrate(database)
    const put = database.prepare('INSERT INTO project (key, value) VALUES (?, ?)')
    put.run('currency', settings.currency)
    put.run('timezone', settings.timezone)
    put.run('created_at', String(nowMs))
  } catch (error) {
    database.close()
    rmSync(path, { force: true })
    throw toAssayError(error)
  }
  database.close()
}

/** The connection that changes the project: migrated, WAL where the file system allows it. Only the writer holds one. */
export function openForWriting(path: string): OpenProject {
  refuseForeignFile(path)
  const database = opened(path, { fileMustExist: true })
  try {
    checkProject(database, path)
    database.pragma(`journal_mode = ${sharesMemory(path) ? 'WAL' : 'DELETE'}`)
    database.pragma('synchronous = NORMAL')
    database.pragma('foreign_keys = ON')
    database.pragma('cache_size = -65536')
    database.pragma('temp_store = MEMORY')
    migrate(database)
    return asProject(path, database)
  } catch (error) {
    database.close()
    throw toAssayError(error)
  }
}

/** A connection that cannot change the project: pages and long reads. */
export function openForReading(path: string): OpenProject {
  refuseForeignFile(path)
  const database = opened(path, { fileMustExist: true, readonly: true })
  try {
    checkProject(database, path)
    database.pragma('cache_size = -65536')
    database.pragma('temp_store = MEMORY')
    return asProject(path, database)
  } catch (error) {
    database.close()
    throw toAssayError(error)
  }
}

function asProject(path: string, database: Database): OpenProject {
  const settings = readSettings(database)
  return { path, database, settings, calendar: createCalendar(settings.timezone) }
}

/** Leaves one file: everything checkpointed, no side files, good on read-only media. */
export function closeToOneFile(database: Database): void {
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.pragma('journal_mode = DELETE')
  database.close()
}

/** Merges the write-ahead log into the file after a job, without waiting for readers. */
export const checkpointLog = (database: Database): void => void database.pragma('wal_checkpoint(PASSIVE)')

function readSettings(database: Database): ProjectSettings {
  const rows = database.prepare('SELECT key, value FROM project').all() as { key: string; value: string }[]
  const value = (key: string) => rows.find((row) => row.key === key)?.value ?? ''
  return { currency: value('currency'), timezone: value('timezone') || 'UTC' }
}

/**
 * A consistent copy of a project, open or not, as one compact file. Throws `file.exists` for a file that is there unless
 * it may be replaced; the project itself never is.
 */
export function copyProject({ database, path }: OpenProject, target: string, replace: boolean): void {
  const isItself = existsSync(target) && realpathSync(target) === realpathSync(path)
  if (isItself || (existsSync(target) && !replace)) throw new AssayError('file.exists', { path: target })
  const unfinished = `${target}.part`
  rmSync(unfinished, { force: true })
  try {
    database.prepare('VACUUM INTO ?').run(unfinished)
    renameSync(unfinished, target)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw toAssayError(error)
  }
}

function opened(path: string, options: SQLite.Options): Database {
  try {
    return new SQLite(path, { timeout: 5000, ...options })
  } catch (error) {
    throw toAssayError(error)
  }
}

/** Reads the first bytes before SQLite does, so that an unreadable, empty or foreign file is never touched. */
function refuseForeignFile(path: string): void {
  if (!existsSync(path)) throw new AssayError('file.missing', { path })
  const head = Buffer.alloc(16)
  let length: number
  try {
    const file = openSync(path, 'r')
    length = readSync(file, head, 0, 16, 0)
    closeSync(file)
  } catch (error) {
    throw toAssayError(error)
  }
  if (length < 16 || head.toString('latin1') !== 'SQLite format 3\0') throw new AssayError('project.foreign', { path })
}

/** WAL needs shared memory between processes, which network file systems do not give. */
function sharesMemory(path: string): boolean {
  if (path.startsWith('\\\\')) return false
  const networkTypes = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42])
  try {
    return !networkTypes.has(statfsSync(dirname(path)).type)
  } catch {
    return true // not told by this system: local is the rule
  }
}
