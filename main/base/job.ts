import { AssayError, type ErrorData } from './errors.ts'

export type JobState = 'running' | 'done' | 'failed' | 'cancelled'

/** Where a job stands. `step` is a key of the locale's `jobs.steps`; `total` is null while it is not known. */
export interface JobProgress {
  jobId: string
  step: string
  done: number
  total: number | null
  etaSeconds: number | null
}

/** One piece of long work as every host sees it. */
export interface Job {
  id: string
  /** The command that started it, e.g. `dataset.import`. */
  command: string
  state: JobState
  progress: JobProgress | null
  result: unknown
  error: ErrorData | null
  startedAt: number
  endedAt: number | null
}

/** What long functions get to report progress and to notice that they should stop. */
export interface Work {
  /** Cheap enough to call per chunk: whoever sends it on throttles it. */
  progress(step: string, done: number, total: number | null): void
  /** Throws `job.cancelled` once cancelling was asked for. Call it once per chunk. */
  checkpoint(): void
  /** Anything else worth telling while the work goes on, such as an epoch's losses. */
  note(name: string, data: unknown): void
  /** The cancel flag behind `checkpoint`, for threads of this process to watch themselves. */
  flag?: CancelFlag
  /** Called once when cancelling is asked for, to tell a process that no shared flag reaches. */
  onCancel?(listener: () => void): void
}

/** For callers that neither watch nor cancel. */
export const unattended: Work = { progress() {}, checkpoint() {}, note() {} }

/** A cancel flag that threads can share: 0 go on, 1 stop. */
export type CancelFlag = Int32Array

export const createCancelFlag = (): CancelFlag => new Int32Array(new SharedArrayBuffer(4))

export function throwIfCancelled(flag: CancelFlag): void {
  if (Atomics.load(flag, 0) === 1) throw new AssayError('job.cancelled')
}

/** Seconds left if the rest goes at the mean speed so far; null before there is anything to go by. */
export function estimateSecondsLeft(elapsedMs: number, done: number, total: number | null): number | null {
  if (total === null || done <= 0 || elapsedMs < 500) return null
  return Math.max(0, ((total - done) * elapsedMs) / done / 1000)
}
