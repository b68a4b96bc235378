import type { RecordScores } from '../export/types.ts'

/** An act of a live session in behaviour's canonical columns, read as an import reads them. */
export interface LiveAct {
  /** ISO 8601, in the project's zone where it names none, or milliseconds since 1970. */
  time: string | number
  /** One of Assay's words or a synonym of one, as in a file. */
  type: string
  product_id?: string
  quantity?: number
  price?: number
  amount?: number
  discount?: number
  order_id?: string
}

/** What a run's model says of one customer right now. */
export interface LiveScore {
  runId: number
  userId: string
  /** The day that the features stand at: the one after the session's last act. */
  asOf: string
  /** The day after the last act that the project holds; what others did after it is not known. */
  dataEnd: string
  horizonDays: number
  /** False of somebody whom the project does not know: scored from the session alone. */
  known: boolean
  /** True of somebody without a purchase: scored from attributes and links alone, by the model of such people. */
  cold: boolean
  scores: RecordScores
  /** One for each brand that was asked about; p and share are null of one that the customer did not buy in the 365 days before. */
  loyalty: { brand: string; p: number | null; share: number | null }[]
  /** Products of the session that the project does not know; their acts count, but as of no product. */
  unknownProducts: string[]
}
