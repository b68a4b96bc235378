import type { DateStyle } from '../../../main/dataset/types.ts'

/** How dates can be written, in the order of a list to choose from. */
export const dateStyles: readonly DateStyle[] = [
  'iso',
  'dayFirst',
  'monthFirst',
  'monthNames',
  'compact',
  'unixSeconds',
  'unixMilliseconds',
  'unixMicroseconds',
  'excelSerial',
  'dayNumber',
]
