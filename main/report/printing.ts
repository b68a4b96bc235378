import type { Work } from '../base/job.ts'

/** A page on disk that is to become a PDF beside it. */
export interface PrintOrder {
  /** Paths: of the page that is printed, and of the PDF to be written. */
  html: string
  pdf: string
  /** HTML of what stands above and below every page; `class="pageNumber"` and `"totalPages"` are filled in. */
  header: string
  footer: string
}

/**
 * Each host prints with what it has. Throws `report.noBrowser`, `report.browserFailed`, `job.cancelled` and what writing
 * can throw.
 */
export type PrintPage = (order: PrintOrder, work: Work) => Promise<void>
