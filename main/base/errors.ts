/** Every way Assay can fail on purpose. The words for each stand in `resources/locales/<language>/errors.json`. */
export const errorCodes = [
  'input.invalid', // a command's input does not fit its schema
  'command.unknown',
  'internal', // a defect: the message is for the log, not for the analyst
  'job.cancelled',
  'job.unknown',
  'process.crashed',
  'file.missing',
  'file.unreadable',
  'file.exists',
  'disk.full',
  'target.folder', // a file to write that is a folder
  'target.noFolder', // a file to write in a folder that is not there
  'target.readOnly',
  'target.open', // in another program
  'target.tooManyRows', // more than a sheet of a workbook holds
  'project.none', // a command that needs an open project
  'project.foreign',
  'project.newer',
  'project.damaged',
  'project.readOnly',
  'project.locked',
  'dataset.empty',
  'dataset.noRows',
  'dataset.binary',
  'dataset.unsupported', // a known format that is not read: XLSX, Parquet …
  'dataset.damaged', // a compressed file that breaks off or is not what it says
  'dataset.encrypted',
  'dataset.oldExcel',
  'dataset.unpackLimit', // a compressed file whose content is larger than it is unpacked
  'dataset.workbookLimit',
  'dataset.unknownSheet',
  'dataset.unknownMember',
  'dataset.manyMembers', // a ZIP of different tables, of which none was named
  'dataset.notJson',
  'dataset.changed', // a file that was written to while it was read
  'dataset.tooManyActs',
  'dataset.missingColumn',
  'dataset.unknownColumn',
  'dataset.unknownField',
  'dataset.nothingToUndo',
  'dataset.unknownSource',
  'dataset.noBehaviour',
  'shape.expression', // an expression that can't be read, or not with these columns
  'shape.column', // a step that names a column which is not there, or makes one that is there already
  'shape.noColumns', // a step whose selection of columns is empty
  'shape.columnName', // a column's name that is no date, though the step says so
  'shape.pattern', // an item pattern that can't be read
  'shape.lookupNeeded', // a second file that a template asks for
  'shape.lookupTooLarge',
  'shape.lookupRepeated', // one key, several values
  'template.none', // no earlier import that fits the file
  'template.missingColumns', // a mapping that no longer fits
  'template.damaged',
  'history.nothingToUndo',
  'history.nothingToRedo',
  'history.unknown', // an entry or state that is not there
  'history.compacted', // a state whose rows were deleted for good
  'features.noPurchases',
  'features.noCosts',
  'features.cutoffIllegal',
  'features.tooFewRows',
  'features.nothingToLearn', // every task asked for is skipped
  'features.textFolder', // a folder that lacks parts of a pretrained model
  'features.textPackage', // no package to run it with
  'features.textModel', // files that are no such model
  'engine.missing',
  'engine.nodeMissing',
  'engine.webgpuMissing',
  'engine.unknown',
  'engine.outOfMemory', // an engine's, or that of the process it runs in
  'model.unknownRun',
  'model.noWeights',
  'model.diverged',
  'model.otherNetwork', // weights that an earlier version's network had
  'model.badConfig',
  'export.dataChanged',
  'live.unknownUser',
  'live.unknownBrand',
  'live.noPurchase', // of the customer, who is not among those scored without one either
  'model.noTowers', // a run without networks
  'model.towersAdapted', // towers with adapters of their own
  'model.notTowers', // a file that is none of towers
  'model.towersVersion',
  'model.towersTruncated',
  'model.towersDamaged', // checksums, or contents that contradict one another
  'model.continuesEarlier', // a cutoff before that of the run to go on from
  'search.unknownStudy',
  'search.unknownTrial',
  'explain.unknownTask',
  'explain.dataChanged',
  'social.unknownCustomer', // a customer who is not there, or has no link
  'verdict.noLaterData', // a run whose scores stand as of the end of the data
  'verdict.noDates', // data too short for one past date
  'verdict.nothingTested', // every past date had too little to learn from
  'verdict.unknownBacktest',
  'verdict.dataChanged',
  'report.noData',
  'report.noBrands',
  'report.noRun',
  'report.noScores',
  'report.unknown',
  'report.unknownFilter', // a saved filter that is not there
  'report.nameTaken',
  'report.unknownTable',
  'report.unknownFormat', // a target whose ending names none
  'report.noBrowser', // nothing to print with
  'report.browserMissing', // the program that was named
  'report.browserFailed',
  'host.addressInUse',
] as const

export type ErrorCode = (typeof errorCodes)[number]
export type ErrorParams = Record<string, string | number>

/** What travels: codes and parameters; each edge words them in its reader's language. */
export interface ErrorData {
  code: ErrorCode
  message: string
  details: ErrorParams
}

/** The one error class. `params` fill the `{names}` in the locale's sentence. */
export class AssayError extends Error {
  readonly code: ErrorCode
  readonly params: ErrorParams

  constructor(code: ErrorCode, params: ErrorParams = {}, options?: { cause?: unknown }) {
    super(`${code} ${JSON.stringify(params)}`, options)
    this.name = 'AssayError'
    this.code = code
    this.params = params
  }
}

/** Turns whatever was thrown into an AssayError; what is not one becomes `internal`, or a known system failure. */
export function toAssayError(thrown: unknown): AssayError {
  if (thrown instanceof AssayError) return thrown
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  const systemCode = (error as { code?: unknown }).code
  const path = (error as { path?: unknown }).path
  const known = typeof systemCode === 'string' ? systemErrors[systemCode] : undefined
  if (known) return new AssayError(known, { path: typeof path === 'string' ? path : '' }, { cause: error })
  return new AssayError('internal', { message: error.message }, { cause: error })
}

const systemErrors: Record<string, ErrorCode> = {
  ENOENT: 'file.missing',
  EACCES: 'file.unreadable',
  EPERM: 'file.unreadable',
  EISDIR: 'file.unreadable',
  ENOSPC: 'disk.full',
  SQLITE_FULL: 'disk.full',
  SQLITE_IOERR_WRITE: 'disk.full',
  SQLITE_READONLY: 'project.readOnly',
  SQLITE_NOTADB: 'project.foreign',
  SQLITE_CORRUPT: 'project.damaged',
  SQLITE_BUSY: 'project.locked',
}
