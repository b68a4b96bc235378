import type { Task } from '../../../main/features/types.ts'

/** Every task, in the order in which pages show them. */
export const tasks: readonly Task[] = ['ltv', 'repurchase', 'potential', 'loyalty']

/** The tasks that an object keyed by task holds, in the order of pages. */
export const tasksIn = (held: Partial<Record<Task, unknown>>): Task[] =>
  tasks.filter((task) => held[task] !== undefined)
