import type { Handlers } from '../../base/command.ts'
import type { AppContext } from '../../context.ts'
import type { productContract } from './contract.ts'
import {
  exportProductsOperation,
  potentialOperation,
  productOperation,
  productsOperation,
  productTiesOperation,
} from './operations.ts'

export const productHandlers: Handlers<typeof productContract, AppContext> = {
  'insight.productPotential': (input, context) => context.run(potentialOperation, input),
  'insight.products': (input, context) => context.run(productsOperation, input),
  'insight.exportProducts'({ target, ...question }, context) {
    const input = { ...question, path: context.resolveTarget(target) }
    return context.startJob('insight.exportProducts', (work) => context.run(exportProductsOperation, input, work))
  },
  'insight.product': (input, context) => context.run(productOperation, input),
  'insight.productTies': (input, context) => context.run(productTiesOperation, input),
}
