import type { Database } from 'better-sqlite3'
import type { Calendar } from '../base/calendar.ts'
import type { Work } from '../base/job.ts'

export interface ProjectSettings {
  /** ISO 4217 code, or empty where none was named. */
  currency: string
  /** IANA name. */
  timezone: string
}

/** An open project as the code that reads or changes it sees it. */
export interface OpenProject {
  path: string
  database: Database
  settings: ProjectSettings
  calendar: Calendar
}

/**
 * Something that is done to a project away from the core's own thread: `write` on the one writer, `read` on the reader,
 * `browse` on a reader of its own, where pages of rows need not wait for long reads; `live` on one that keeps what it has
 * read, for answers in milliseconds. Input and result are cloned between threads: plain data and typed arrays.
 */
export interface Operation<Input, Result> {
  name: string
  access: 'read' | 'write' | 'browse' | 'live'
  run(project: OpenProject, input: Input, work: Work): Result | Promise<Result>
}

export const readOperation = <Input, Result>(
  name: string,
  run: Operation<Input, Result>['run'],
): Operation<Input, Result> => ({ name, access: 'read', run })

export const writeOperation = <Input, Result>(
  name: string,
  run: Operation<Input, Result>['run'],
): Operation<Input, Result> => ({ name, access: 'write', run })

export const liveOperation = <Input, Result>(
  name: string,
  run: Operation<Input, Result>['run'],
): Operation<Input, Result> => ({ name, access: 'live', run })

export const browseOperation = <Input, Result>(
  name: string,
  run: Operation<Input, Result>['run'],
): Operation<Input, Result> => ({ name, access: 'browse', run })
