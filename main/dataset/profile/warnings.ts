import type { Finding, FindingCode, Profile } from './types.ts'

/** Findings that are told among the warnings, too, and what they count there. */
const told: [code: FindingCode, param: 'rows' | 'products' | 'users'][] = [
  ['withoutMoney', 'rows'],
  ['future', 'rows'],
  ['exactDuplicates', 'rows'],
  ['productsWithoutFacts', 'products'],
  ['usersWithoutFacts', 'users'],
]

/** What an analyst should know before trusting figures made of these data. Codes are keys of `dataset.warnings`. */
export function warningsOf(
  tables: Profile['tables'],
  findings: Finding[],
  others: { undatedLinks: number; rejected: number },
): Profile['warnings'] {
  const warnings: Profile['warnings'] = []
  const warn = (code: string, params: Record<string, string | number> = {}) => warnings.push({ code, params })
  const { behaviour } = tables
  if (behaviour.rows === 0) warn('noBehaviour')
  else {
    if (behaviour.purchases === 0) warn('noPurchases')
    if (behaviour.products === 0) warn('noProducts')
    else if (behaviour.brands === 0) warn('noBrands')
  }
  for (const [code, param] of told) {
    const finding = findings.find((each) => each.code === code)
    if (finding) warn(code, { [param]: param === 'rows' ? finding.rows : Number(finding.params.count) })
  }
  if (others.undatedLinks > 0) warn('undatedLinks', { links: others.undatedLinks })
  if (others.rejected > 0) warn('rejected', { rows: others.rejected })
  return warnings
}
