import { isOwn, tasks, type Task } from '../features/types.ts'
import type { RunDetails } from '../model/types.ts'

/** The tasks of a run that have figures, the analyst's own last. */
export const tasksOf = ({ tasks: reports }: Pick<RunDetails, 'tasks'>): Task[] => [
  ...tasks.filter((task) => reports[task]),
  ...(Object.keys(reports) as Task[]).filter(isOwn),
]
