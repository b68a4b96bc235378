import type { Doubts } from './profileStore.ts'
import type { Profile } from './types.ts'

/** What an analyst should know before trusting figures made of these data. Codes are keys of `dataset.warnings`. */
export function warningsOf(tables: Profile['tables'], doubts: Doubts): Profile['warnings'] {
  const warnings: Profile['warnings'] = []
  const warn = (code: string, params: Record<string, string | number> = {}) => warnings.push({ code, params })
  const { behaviour, products, users } = tables
  if (behaviour.rows === 0) warn('noBehaviour')
  else {
    if (behaviour.purchases === 0) warn('noPurchases')
    if (behaviour.products === 0) warn('noProducts')
    else if (behaviour.brands === 0) warn('noBrands')
  }
  if (doubts.withoutMoney > 0) warn('withoutMoney', { rows: doubts.withoutMoney })
  if (doubts.future > 0) warn('future', { rows: doubts.future })
  if (behaviour.exactDuplicates > 0) warn('exactDuplicates', { rows: behaviour.exactDuplicates })
  if (products.rows > 0 && doubts.productsWithoutFacts > 0) {
    warn('productsWithoutFacts', { products: doubts.productsWithoutFacts })
  }
  if (users.rows > 0 && doubts.usersWithoutFacts > 0) warn('usersWithoutFacts', { users: doubts.usersWithoutFacts })
  if (doubts.undatedLinks > 0) warn('undatedLinks', { links: doubts.undatedLinks })
  if (doubts.rejected > 0) warn('rejected', { rows: doubts.rejected })
  return warnings
}
