import { extname, resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { AssayError } from '../../base/errors.ts'
import type { CommandInput } from '../../contract.ts'
import type { SavedFilter } from '../../insight/filter/types.ts'
import { reportFormats } from '../../report/contract.ts'
import { templateNames } from '../../report/templates.ts'
import type { SavedReport, WrittenReport } from '../../report/types.ts'
import { languages } from '../contract.ts'
import { browserVariable } from '../findBrowser.ts'
import { printResult, wholeNumber, type JsonOption } from './output.ts'
import { withProject, type Session } from './session.ts'

/** As they are typed: `brand-review`. */
const typed = (name: string): string => name.replace(/[A-Z]/g, (sign) => `-${sign.toLowerCase()}`)

interface ReportOptions extends JsonOption {
  run?: number
  template?: string
  report?: string
  savedFilter?: string
  out: string
  table?: string
  language?: 'en' | 'zh-CN'
  title?: string
  asOf?: number
  browser?: string
}

export function addReportCommand(program: Command): void {
  program
    .command('report <project>')
    .description('write a report: of a template, or one that was saved')
    .requiredOption('--out <file>', 'an .html, .pdf, .xlsx or .csv file, or a .zip of one CSV per table')
    .option('--run <id>', 'the run it tells of; the latest without it', wholeNumber)
    .addOption(new Option('--template <name>', 'what it holds').choices(templateNames.map(typed)).conflicts('report'))
    .option('--report <name>', 'one that was saved in the project: it is compared with its last writing')
    .option(
      '--saved-filter <name>',
      'a filter that was saved in the project, instead of all time or that of the saved report',
    )
    .option('--table <id>', 'of CSV: this table alone')
    .addOption(new Option('--language <language>', 'en unless the saved report says otherwise').choices(languages))
    .option('--title <text>', 'instead of the standing title')
    .option('--as-of <state>', 'data and brands in a past state of the data, by its number in the history', wholeNumber)
    .option('--browser <program>', `what prints PDF; else ${browserVariable}, or an installed Chromium, Chrome or Edge`)
    .action(async (project: string, options: ReportOptions) => {
      const format = formatOf(options.out)
      if (options.browser) process.env[browserVariable] = resolve(options.browser)
      const written = await withProject(resolve(project), async (session) =>
        session.job<WrittenReport>('report.write', {
          ...(await chosenReport(session, options)),
          runId: options.run ?? null,
          target: { path: resolve(options.out) },
          format,
          table: options.table ?? null,
          asOf: options.asOf ?? null,
        } satisfies CommandInput<'report.write'>),
      )
      printResult(options.json === true, written, () => `report in ${options.out}`)
    })
}

/** Throws `report.unknownFormat`. */
function formatOf(path: string): (typeof reportFormats)[number] {
  const ending = extname(path).slice(1).toLowerCase()
  const format = reportFormats.find((name) => name === (ending === 'htm' ? 'html' : ending))
  if (!format) throw new AssayError('report.unknownFormat', { path })
  return format
}

/** A filter by its name, whatever its case. Throws `report.unknownFilter`. */
async function filterNamed(session: Session, name: string): Promise<SavedFilter['filter']> {
  const saved: SavedFilter[] = await session.call('insight.filters', {})
  const found = saved.find((one) => one.name.toLowerCase() === name.trim().toLowerCase())
  if (found) return found.filter
  const names = saved.map((one) => `“${one.name}”`).join(', ') || '–'
  throw new AssayError('report.unknownFilter', { name, names })
}

/** The definition asked for. Throws `report.unknown`, `report.unknownFilter`. */
async function chosenReport(
  session: Session,
  { report, template, language, title, savedFilter }: ReportOptions,
): Promise<Pick<CommandInput<'report.write'>, 'definition' | 'reportId'>> {
  const filters = savedFilter === undefined ? null : await filterNamed(session, savedFilter)
  const changes = { ...(language && { language }), ...(title !== undefined && { title }), ...(filters && { filters }) }
  if (report === undefined) {
    const name = templateNames.find((own) => typed(own) === template) ?? 'full'
    return { definition: { template: name, ...changes } }
  }
  const saved: SavedReport[] = await session.call('report.list', {})
  const found = saved.find(({ name }) => name.toLowerCase() === report.trim().toLowerCase())
  if (!found) throw new AssayError('report.unknown', { report: `“${report}”` })
  return { reportId: found.reportId, definition: { ...found.definition, ...changes } }
}
