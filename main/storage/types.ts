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
}

/** One entry of the project's history. `action` is a key of the locale's `history.actions`. */
export interface HistoryEntry {
  id: number
  atMs: number
  action: string
  subject: string
  details: Record<string, string | number | null>
}

/** A page of a longer list. */
export interface Page<Row> {
  rows: Row[]
  total: number
}
