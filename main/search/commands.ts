import type { Handlers } from '../base/command.ts'
import { AssayError } from '../base/errors.ts'
import type { AppContext } from '../context.ts'
import { trainRun } from '../model/trainRun.ts'
import type { searchContract } from './contract.ts'
import { findStudy, listStudies, studySetup } from './store.ts'
import { runStudy, type SearchRequest } from './study.ts'

export const searchHandlers: Handlers<typeof searchContract, AppContext> = {
  'search.start': (request, context) => context.startJob('search.start', (work) => runStudy(context, request, work)),
  'search.studies': (_, context) => listStudies(context.project().database),
  'search.study': ({ studyId }, context) => findStudy(context.project().database, studyId),
  'search.adopt'({ studyId, trial: number, engine }, context) {
    const { database } = context.project()
    const study = findStudy(database, studyId)
    const trial = number === undefined ? study.best : study.trials.find((candidate) => candidate.number === number)
    if (!trial) throw new AssayError('search.unknownTrial', { studyId, trial: number ?? 0 })
    const { setup, config } = studySetup(database, studyId) as Pick<SearchRequest, 'setup' | 'config'>
    const request = { setup, config: { ...config, ...trial.config }, engine, studyId }
    return context.startJob('search.adopt', (work) => trainRun(context, request, work))
  },
}
