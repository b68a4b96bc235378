import type { ErrorCode, ErrorData, ErrorParams } from '../../../main/base/errors.ts'

/** Failures on this side of the boundary. */
export const clientErrorCodes = ['connection.lost', 'client.failed', 'client.projectDropped'] as const
export type ClientErrorCode = (typeof clientErrorCodes)[number]

/** An error as the pages know it: a code with parameters, worded in the reader's language where it is shown. */
export class AppError extends Error {
  readonly code: ErrorCode | ClientErrorCode
  readonly details: ErrorParams

  constructor(code: ErrorCode | ClientErrorCode, details: ErrorParams = {}, options?: { cause?: unknown }) {
    super(code, options)
    this.name = 'AppError'
    this.code = code
    this.details = details
  }
}

export const fromErrorData = (error: ErrorData): AppError => new AppError(error.code, error.details)

/** Whatever was thrown, as an AppError; what is not one is a defect of the page. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new AppError('client.failed', { message }, { cause: thrown })
}
