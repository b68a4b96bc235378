/** A task's id is its kind or, where there are several of a kind, the kind, a colon and what tells them apart. */
export const kindIn = (task: string): string => task.split(':', 1)[0]

/** What tells a task from others of its kind; empty where there is but one. */
export const nameIn = (task: string): string => task.slice(kindIn(task).length + 1)

/** The task of which a `task.output` is. Names of tasks may hold points, outputs none. */
export const taskIn = (figure: string): string => figure.slice(0, figure.lastIndexOf('.'))

/** Which end of a figure's interval a `task.output` is; null where it is none. */
export const endOfInterval = (output: string): 'low' | 'high' | null =>
  output.endsWith('.low') ? 'low' : output.endsWith('.high') ? 'high' : null
