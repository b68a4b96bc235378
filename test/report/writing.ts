import { unattended, type Work } from '../../main/base/job.ts'
import type { AppContext } from '../../main/context.ts'
import { definitionOf, type ReportDefinitionInput } from '../../main/report/definition.ts'
import type { PrintPage } from '../../main/report/printing.ts'
import type { OpenProject } from '../../main/storage/operation.ts'
import { writeReport, type WriteInput } from '../../main/report/write.ts'

type Context = Pick<AppContext, 'run' | 'print' | 'projectState'>

/** What writing needs of the app, on a project that a test holds itself. */
export const contextOf = (project: OpenProject, print: PrintPage = noPrinter, readOnly = false): Context => ({
  run: async (operation, input, work = unattended) => operation.run(project, input, work),
  print,
  projectState: () => ({ readOnly }) as ReturnType<Context['projectState']>,
})

const noPrinter: PrintPage = () => Promise.reject(new Error('nothing is printed here'))

export type Choices = Partial<Omit<WriteInput, 'definition'>> & { definition?: ReportDefinitionInput }

export const writeTo = (
  context: Context,
  path: string,
  { definition, ...choices }: Choices = {},
  work: Work = unattended,
) =>
  writeReport(
    {
      runId: null,
      reportId: null,
      format: 'html',
      table: null,
      ...choices,
      definition: definitionOf(definition),
      path,
    },
    context,
    work,
  )
