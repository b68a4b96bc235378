import { rmSync } from 'node:fs'
import SQLite from 'better-sqlite3'

export interface ProjectLock {
  release(): void
}

/**
 * Takes the right to write a project, or returns null when another Assay holds it or the folder can't be written.
 * The lock is an exclusive transaction on a sidecar database, so the system frees it however this process ends.
 */
export function takeLock(projectPath: string): ProjectLock | null {
  const lockPath = `${projectPath}-lock`
  let database: SQLite.Database | null = null
  try {
    database = new SQLite(lockPath, { timeout: 0 })
    database.pragma('journal_mode = MEMORY')
    database.pragma('user_version = 1')
    database.exec('BEGIN EXCLUSIVE')
    // SQLite refuses this write where the last holder removed the file after we had opened it.
    database.pragma('user_version = 2')
  } catch {
    database?.close()
    return null
  }
  const held = database
  return {
    release() {
      removeIfPossible(lockPath) // while still held, so that nobody can take a file that is about to go
      held.close()
      removeIfPossible(lockPath) // Windows lets go of it only now
    },
  }
}

function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // Another Assay is waiting on it; that one removes it.
  }
}
