import { isOwnTask } from '../../../main/charts/taskWords.ts'
import type { AskedTask, ByTask, StandardTask, Task } from '../../../main/features/types.ts'

/** Every task that each shop is asked, in the order in which pages show them. */
export const tasks: readonly StandardTask[] = ['ltv', 'repurchase', 'potential', 'loyalty']

/** The tasks that an object keyed by task holds, in the order of pages: the analyst's own come last. */
export const tasksIn = (held: ByTask<unknown>): AskedTask[] => [
  ...tasks.filter((task) => held[task] !== undefined),
  ...(Object.keys(held) as Task[]).filter(isOwnTask),
]
