import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { profileOperation } from '../../../main/dataset/profile/profile.ts'
import { openForReading } from '../../../main/storage/open.ts'
import { currentStateId } from '../../../main/storage/state.ts'
import { applyRules, fillProject, writtenActs } from './acts.ts'

it('profiles a past state as it was profiled then, also on a connection that reads only', async () => {
  await fc.assert(
    fc.asyncProperty(writtenActs, async (acts) => {
      const project = fillProject(acts)
      const reader = openForReading(project.path)
      try {
        const states: { id: number; profile: unknown }[] = []
        const note = async () => {
          const id = currentStateId(project.database)
          states.push({ id, profile: await profileOperation.run(project, null, unattended) })
        }
        await note()
        await applyRules(project, { kind: 'exactDuplicates' }, { kind: 'returnsNetted' })
        await note()
        await project.undo()
        await note()
        for (const { id, profile } of states) {
          expect(await profileOperation.run(reader, { asOf: id }, unattended)).toEqual(profile)
          expect(await profileOperation.run(project, { asOf: id }, unattended)).toEqual(profile)
        }
        expect(await profileOperation.run(reader, null, unattended)).toEqual(states.at(-1)?.profile)
      } finally {
        reader.database.close()
        project.remove()
      }
    }),
    { numRuns: 15 },
  )
})
