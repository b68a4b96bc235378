import { importOperation } from '../../main/dataset/import.ts'
import { openForWriting } from '../../main/storage/open.ts'

/** Imports a file into a project and says `storing` once rows are being stored. Run as a process that a test kills. */
const [projectPath, path] = process.argv.slice(2)
const work = { checkpoint() {}, note() {}, progress: () => void process.stdout.write('storing\n') }
await importOperation.run(
  openForWriting(projectPath),
  { path, kind: 'orders', mapping: {}, known: [], format: {} },
  work,
)
process.stdout.write('done\n')
