/** The open project in a few words. */
export interface ProjectState {
  path: string
  /** File name without its ending. */
  name: string
  readOnly: boolean
  currency: string
  timezone: string
  /** Days of the first and last act, `2024-05-01`; null while there is none. */
  from: string | null
  to: string | null
  sources: number
  runs: number
  /** What undo would take back and redo bring back; null at either end of the line of steps. */
  undo: StepName | null
  redo: StepName | null
}

/** A step in a few words. `action` is a key of the locale's `history.actions`. */
export interface StepName {
  action: string
  subject: string
}

/** A past state of the data: when it came about, and by which step. */
export interface StateMoment extends StepName {
  atMs: number
}

export type HistoryDetails = Record<string, string | number | null>

/** One entry of the project's history. `action` is a key of the locale's `history.actions`. */
export interface HistoryEntry {
  id: number
  atMs: number
  action: string
  subject: string
  details: HistoryDetails
  /** The state of the data after it: what `asOf` takes. */
  stateId: number
}

/** What an undo or redo took back or brought back, and how much further either can go. */
export interface StepMoved {
  action: string
  subject: string
  details: HistoryDetails
  undoLeft: number
  redoLeft: number
}

/** A page of a longer list. */
export interface Page<Row> {
  rows: Row[]
  total: number
}
