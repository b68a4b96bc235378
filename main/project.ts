import { basename } from 'node:path'
import type { Remote } from './base/channel.ts'
import { AssayError } from './base/errors.ts'
import { takeLock, type ProjectLock } from './storage/lock.ts'
import { openForReading } from './storage/open.ts'
import type { OpenProject } from './storage/operation.ts'
import { nextMoves } from './storage/steps.ts'
import type { ProjectState } from './storage/types.ts'
import { startThread, type ThreadRole } from './threads.ts'

/** An open project with the threads that work on it. */
export interface ProjectSession {
  project: OpenProject
  readOnly: boolean
  /** The thread of a role, started on first use. Throws `project.readOnly` for the writer of a locked project. */
  thread(role: ThreadRole): Promise<Remote>
  state(): ProjectState
  close(): Promise<void>
}

/** Opens a project: the first Assay to do so writes, a second one reads only. */
export async function openSession(path: string): Promise<ProjectSession> {
  // Read first: a file that is no project, or a newer one, must be refused before anything beside it is made.
  openForReading(path).database.close()
  const lock = takeLock(path)
  try {
    const threads = new Map<ThreadRole, Promise<Remote>>()
    if (lock) threads.set('writer', startThread('writer', path))
    await threads.get('writer')
    return session(path, lock, threads)
  } catch (error) {
    lock?.release()
    throw error
  }
}

function session(path: string, lock: ProjectLock | null, threads: Map<ThreadRole, Promise<Remote>>): ProjectSession {
  const project = openForReading(path)
  const readOnly = lock === null
  return {
    project,
    readOnly,
    async thread(role) {
      if (role === 'writer' && readOnly) throw new AssayError('project.readOnly', { path })
      const started = threads.get(role) ?? startThread(role, path)
      threads.set(role, started)
      return started
    },
    state: () => projectState(project, readOnly),
    async close() {
      project.database.close()
      // The readers go first: only without other connections can the writer fold everything into one file.
      for (const role of ['scorer', 'browser', 'reader', 'writer'] as const) {
        const thread = await threads.get(role)
        await thread?.call('close', null)
        thread?.close()
      }
      lock?.release()
    },
  }
}

function projectState({ path, database, settings, calendar }: OpenProject, readOnly: boolean): ProjectState {
  const row = database
    .prepare(
      `SELECT (SELECT COUNT(*) FROM source_current) AS sources, (SELECT COUNT(*) FROM run) AS runs,
        (SELECT MIN(first_ms) FROM source_current WHERE kind = 'behaviour') AS first,
        (SELECT MAX(last_ms) FROM source_current WHERE kind = 'behaviour') AS last`,
    )
    .get() as { sources: number; runs: number; first: number | null; last: number | null }
  return {
    path,
    name: basename(path).replace(/\.assay$/, ''),
    readOnly,
    currency: settings.currency,
    timezone: settings.timezone,
    from: row.first === null ? null : calendar.isoDate(row.first),
    to: row.last === null ? null : calendar.isoDate(row.last),
    sources: row.sources,
    runs: row.runs,
    ...nextMoves(database),
  }
}
