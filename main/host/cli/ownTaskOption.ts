import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { AssayError, toAssayError } from '../../base/errors.ts'
import type { OwnTaskInput } from '../../features/own/ownTaskInput.ts'
import type { StoredOwnTask } from '../../features/own/types.ts'
import type { Session } from './session.ts'

/** One task or several; what they hold the app checks. */
const definitions = z.union([z.record(z.string(), z.unknown()).transform((own) => [own]), z.array(z.unknown())])

/** Collects `--task` each time it is given. */
export const collect = (value: string, before: string[] = []): string[] => [...before, value]

/**
 * The analyst's own tasks of a training: those of a configuration, of JSON files, or kept in the project under a name. What
 * comes from a file is kept in the project. Throws `input.invalid` for a file that is no JSON, and for a name nobody knows.
 */
export async function ownTasksOf(session: Session, given: unknown, options: string[] = []): Promise<unknown[]> {
  const found: unknown[] = given === undefined ? [] : definitions.parse(given)
  const names: string[] = []
  for (const option of options) {
    if (existsSync(option)) found.push(...readTasks(option))
    else names.push(option)
  }
  // The app looks at what they hold.
  for (const own of found) await session.call('model.saveOwnTask', { own: own as OwnTaskInput })
  if (names.length === 0) return found
  const { tasks } = await session.call('model.ownTasks', {})
  return [...found, ...names.map((name) => asInput(findNamed(tasks, name)))]
}

function readTasks(path: string): unknown[] {
  try {
    return definitions.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      throw new AssayError('input.invalid', { field: path, problem: error.message })
    }
    throw toAssayError(error)
  }
}

function findNamed(tasks: StoredOwnTask[], name: string): StoredOwnTask {
  const found = tasks.find((own) => own.name.toLowerCase() === name.toLowerCase())
  if (found) return found
  const known = tasks.map((own) => own.name).join(', ') || 'none'
  throw new AssayError('input.invalid', {
    field: '--task',
    problem: `a file, or a task of the project (${known}), not ${name}`,
  })
}

const asInput = ({ ownTaskId: _, ...own }: StoredOwnTask) => own
