import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { AssayError } from '../../base/errors.ts'
import { missingFields } from '../../dataset/mapping.ts'
import { isFurtherPart } from '../../dataset/parts.ts'
import type {
  Ambiguity,
  ImportAgainResult,
  ImportKind,
  ImportResult,
  Inspection,
  MappingChanges,
} from '../../dataset/types.ts'
import { filesIn, formatNames, parseFormat } from './fileOptions.ts'
import { printResult, sentence, table, wholeNumber, words, type JsonOption } from './output.ts'
import { withProject, withSession } from './session.ts'
import { describeChanges, describeShape, shapeInput, type ShapeOptions } from './shapeOptions.ts'

/** `new`, `inspect`, `import`, `profile`. */
export function addDataCommands(program: Command): void {
  program
    .command('new <project>')
    .description('make an empty project file')
    .option('--currency <code>', 'ISO 4217 code of the one currency its money is in', '')
    .option('--timezone <name>', 'IANA time zone of its days and of times without a zone', 'UTC')
    .action(async (project: string, options: JsonOption & { currency: string; timezone: string }) => {
      const { currency, timezone } = options
      const state = await withSession((session) =>
        session.call('project.create', { path: resolve(project), currency, timezone }),
      )
      printResult(options.json === true, state, () => `${project} is ready`)
    })

  program
    .command('inspect <file>')
    .description('tell what a file holds and how it would be mapped')
    .option('--format <settings...>', `what is known of it, as name=value: ${formatNames}`)
    .option('--shape <file>', 'steps that make rows of its records, as JSON; auto for those that are proposed')
    .option('--lookup <files...>', 'second files of the shape or template')
    .option(
      '--template <which>',
      'builtIn, settings (as a file of these columns was read before), auto or none',
      'builtIn',
    )
    .action(async (file: string, options: JsonOption & ShapeOptions & { format?: string[] }) => {
      const format = parseFormat(options.format)
      const inspection = await withSession(async (session) =>
        session.call('dataset.inspect', {
          file: { path: resolve(file) },
          format,
          ...(await shapeInput(session, file, format, options)),
        }),
      )
      printResult(options.json === true, inspectionForScripts(inspection), () => describeInspection(inspection))
    })

  program
    .command('import <project> <files...>')
    .description('import export files of one kind; a folder stands for the files in it')
    .option('--kind <kind>', 'behaviour, orders, products, users, social or campaigns')
    .option(
      '--map <pairs...>',
      'canonical=column, canonical=date+clock, canonical==constant, canonical=#row (every row its own), or canonical= for none',
    )
    .option('--known <columns>', 'undated columns that were known before any cutoff, comma-separated, or all')
    .option('--format <settings...>', 'as for inspect')
    .option('--shape <file>', 'as for inspect')
    .option('--lookup <files...>', 'as for inspect')
    .option(
      '--template <which>',
      'builtIn, project or settings (as a file of these columns was read before), auto or none',
      'builtIn',
    )
    .option('--again', 'read the files as the latest import of the same columns was, and say what is new')
    .action((project: string, files: string[], options: ImportOptions) =>
      options.again ? importAgain(project, files, options) : importFiles(project, files, options),
    )

  program
    .command('profile <project>')
    .description('tell what the project holds')
    .option('--as-of <state>', 'in a past state of the data, by its number in the history', wholeNumber)
    .action(async (project: string, options: JsonOption & { asOf?: number }) => {
      const input = { asOf: options.asOf ?? null }
      const profile = await withProject(resolve(project), (session) => session.call('dataset.profile', input))
      printResult(options.json === true, profile, ({ tables, warnings, findings }) =>
        [
          ...Object.entries(tables).map(([name, figures]) => `${name}: ${flat(figures)}`),
          ...warnings.map(({ code, params }) => `warning: ${code} ${flat(params)}`),
          ...findings.map(
            ({ code, severity, rows, params }) => `finding: ${code} (${severity}), rows ${rows}, ${flat(params)}`,
          ),
        ].join('\n'),
      )
    })
}

interface ImportOptions extends JsonOption, ShapeOptions {
  kind?: string
  map?: string[]
  known?: string
  format?: string[]
  again?: boolean
}

/**
 * Several files are imported one after the other, each a source of its own; with `--json` one file gives an object, several an
 * array. Where only the first has a header, the others' columns are called as it says.
 */
async function importFiles(project: string, paths: string[], options: ImportOptions): Promise<void> {
  if (options.kind === undefined) throw new AssayError('input.invalid', { field: '--kind', problem: 'it is needed' })
  const files = paths.flatMap(filesIn)
  const said = parseFormat(options.format)
  const results = await withProject(resolve(project), async (session) => {
    const done: (ImportResult & { file: string })[] = []
    const look = (file: string) =>
      session.call('dataset.inspect', { file: { path: resolve(file) }, format: said, template: 'none', count: false })
    const first = files.length > 1 ? await look(files[0]) : null
    const readFile = async (file: string) => {
      const isPart = first && file !== files[0] && isFurtherPart(first, await look(file))
      const result = await session.job<ImportResult>('dataset.import', {
        file: { path: resolve(file) },
        kind: options.kind as ImportKind,
        mapping: parseMapping(options.map),
        known: options.known?.split(',') ?? [],
        format: isPart ? { ...said, columns: first.columns.map(({ name }) => name) } : said,
        ...(await shapeInput(session, file, said, options)),
        rulesLater: files.length > 1,
      })
      done.push({ file: basename(file), ...result })
    }
    try {
      for (const file of files) await readFile(file)
    } finally {
      // Cleaning rules are applied once, to all the files that were read.
      if (files.length > 1) await session.job('dataset.settle', {})
    }
    return done
  })
  printResult(options.json === true, results.length === 1 ? results[0] : results, () => describeImports(results))
}

/** Next month's files, each read as the latest import of its columns. */
async function importAgain(project: string, paths: string[], options: ImportOptions): Promise<void> {
  const results = await withProject(resolve(project), async (session) => {
    const done: (ImportAgainResult & { file: string })[] = []
    for (const file of paths.flatMap(filesIn)) {
      const lookups = options.lookup?.map((path) => ({ path: resolve(path) }))
      const input = { file: { path: resolve(file) }, lookups }
      done.push({ file: basename(file), ...(await session.job<ImportAgainResult>('dataset.importAgain', input)) })
    }
    return done
  })
  printResult(options.json === true, results.length === 1 ? results[0] : results, () =>
    [describeImports(results), ...results.flatMap(describeChanges)].join('\n'),
  )
}

function describeImports(results: (ImportResult & { file: string })[]): string {
  const rows = results.map((row) => [
    ...[row.file, row.rowsRead, row.rowsKept, row.rowsRejected, row.rowsDuplicate, row.seconds],
  ])
  const notes = results.flatMap(({ file, ambiguities, template, recordsRead, rowsRead, rejects, oddities }) => [
    ...(template?.from === 'builtIn' ? [`${file}: read as ${template.name}; --template none leaves that out`] : []),
    ...(recordsRead === rowsRead ? [] : [`${file}: ${recordsRead} records became ${rowsRead} rows`]),
    ...Object.entries(rejects).map(([reason, rows]) => `${file}: rejected ${rows}: ${rejectWords(reason)}`),
    ...Object.entries(oddities).map(
      ([code, rows]) => `${file}: kept: ${words().say(`dataset.oddities.${code}`, { rows })}`,
    ),
    ...ambiguities.map((each) => `${file}: ${describeAmbiguity(each)}`),
  ])
  return [table(['file', 'read', 'kept', 'rejected', 'duplicate', 'seconds'], rows), ...notes].join('\n')
}

/** `canonical=column`, `canonical==constant`; `canonical=` takes a proposed column away. */
export function parseMapping(pairs: string[] = []): MappingChanges {
  const mapping: MappingChanges = {}
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) throw new AssayError('input.invalid', { field: '--map', problem: `canonical=column, not ${pair}` })
    const value = pair.slice(at + 1)
    mapping[pair.slice(0, at)] =
      value === '' ? null : value.startsWith('=') ? { constant: value.slice(1) } : { column: value }
  }
  return mapping
}

/** The mapping in the words of `--map`: a column's name, or `=` and a constant. */
function inspectionForScripts(inspection: Inspection) {
  const { name, bytes, kind, encoding, compression, delimiter, header, rows, columns, format, ambiguities } = inspection
  const mapping = Object.fromEntries(
    Object.entries(inspection.mapping).map(([field, from]) => [
      field,
      'column' in from ? [from.column, from.clock].filter(Boolean).join('+') : `=${from.constant}`,
    ]),
  )
  const { template, shape, shapeProposal, lookupsNeeded } = inspection
  return {
    ...{ name, bytes, kind, encoding, compression, delimiter, header, rows, columns, mapping, format, ambiguities },
    ...{ template, shape, shapeProposal, lookupsNeeded },
  }
}

function describeInspection(inspection: Inspection): string {
  const { kind, encoding, delimiter, rows, columns, mapping } = inspection
  const target = (name: string) =>
    Object.entries(mapping).find(([, from]) => 'column' in from && [from.column, from.clock].includes(name))?.[0] ?? ''
  const head = `${kind}, ${encoding}, delimiter ${JSON.stringify(delimiter)}, ${rows ?? '?'} rows`
  const rowsOf = columns.map((column) => [
    column.name,
    column.type,
    `${Math.round(column.missing * 100)}%`,
    target(column.name),
    column.examples.slice(0, 3).join(', '),
  ])
  const missing = missingFields(kind, mapping)
  const needed = missing.length === 0 ? [] : [sentence(missingColumn(missing, inspection))]
  const notes = [...needed, ...inspection.ambiguities.map(describeAmbiguity), ...describeShape(inspection)]
  return [head, table(['column', 'type', 'missing', 'becomes', 'examples'], rowsOf), ...notes].join('\n')
}

const missingColumn = (missing: string[], { kind, columns }: Inspection) =>
  new AssayError('dataset.missingColumn', {
    field: missing.join(', '),
    kind,
    found: columns.map(({ name }) => name).join(', '),
  })

const describeAmbiguity = ({ code, column, chosen }: Ambiguity): string =>
  words().say(`dataset.ambiguities.${code}`, { column: column ?? '', chosen })

/** `missing.user_id` in words; the canonical column as `--map` calls it. */
function rejectWords(reason: string): string {
  const [problem, field] = reason.split('.')
  if (words().has(`dataset.rejects.${reason}`)) return words().say(`dataset.rejects.${reason}`)
  return words().say(`dataset.rejects.${problem}.field`, { field })
}

const flat = (values: object): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ')
