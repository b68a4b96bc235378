import { ruleInput } from '../../../main/dataset/clean/ruleKinds.ts'
import { applyRulesOperation } from '../../../main/dataset/clean/rules.ts'
import { openForWriting } from '../../../main/storage/open.ts'

/** Puts two rules in force and says `cleaning` when the first is applied. Run as a process that a test kills. */
const say = (text: string) => void process.stdout.write(`${text}\n`)
let told = 0
const work = {
  checkpoint() {},
  note() {},
  progress() {
    if (++told !== 2) return
    say('cleaning')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5000) // in the middle, until it is killed
  },
}
const rules = [{ kind: 'exactDuplicates' }, { kind: 'winsorise', settings: { quantile: 0.5 } }]
await applyRulesOperation.run(
  openForWriting(process.argv[2]),
  rules.map((rule) => ruleInput.parse(rule)),
  work,
)
say('done')
