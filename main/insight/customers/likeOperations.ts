import { asOfOperation } from '../../dataset/clean/asOf.ts'
import { lookalikesOf, marksOf, vectorsOf } from './likeScope.ts'
import { chooseCustomers, type ListChoice } from './list.ts'
import { listMembers } from './listStore.ts'
import { leastOfEach, traitDifferences } from './lookalikes.ts'
import { scopeOf, type Asked } from './scope.ts'
import type { LookalikeReport } from './types.ts'

/** Beyond these, traits say little. */
const shownTraits = 12

/** How well those who are chosen can be told from the other customers; whatever the list was searched for. */
export const lookalikesOperation = asOfOperation(
  'customers.lookalikes',
  (project, asked: Asked & ListChoice, work): LookalikeReport => {
    const scope = scopeOf(project, asked.filter, work)
    const { table, places } = chooseCustomers(project, scope, { ...asked, search: '', like: null })
    const [members, others] = [places.length, table.ever.count - places.length]
    const lookalikes = lookalikesOf(project, scope, table, places)
    const named = asked.listId === null ? members : listMembers(project.database, asked.listId).size
    return {
      ...{ members, others, least: leastOfEach },
      withoutPurchases: isListAlone(asked) ? named - members : 0,
      problem: lookalikes ? null : members < leastOfEach ? 'fewMembers' : 'fewOthers',
      auc: lookalikes?.auc ?? null,
      isTold: (lookalikes?.auc.low ?? 0) > 0.5,
      traits: traitDifferences(vectorsOf(project, scope, table), marksOf(table, places)).slice(0, shownTraits),
    }
  },
)

/** What else narrows a list takes members away for another reason. */
const isListAlone = ({ listId, segment, quadrant, overdue, part }: ListChoice): boolean =>
  listId !== null && part === null && segment === null && quadrant === null && !overdue

export const likeOperations = [lookalikesOperation]
