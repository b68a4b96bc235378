import { describe, expect, it } from 'vitest'
import { findField } from '../../../main/dataset/fields.ts'
import type { LookupTable } from '../../../main/dataset/shape/lookup.ts'
import { createShape } from '../../../main/dataset/shape/shape.ts'
import { builtInTemplates } from '../../../main/dataset/template/builtIn.ts'
import { chooseTemplate } from '../../../main/dataset/template/fit.ts'

type Canonical = Record<string, string>

/** What an export becomes under the template that its columns choose: canonical field → cell, and why rows were rejected. */
function read(header: string, records: string[], lookups: LookupTable[] = [], delimiter = ',') {
  const columns = header.split(delimiter)
  const template = chooseTemplate(builtInTemplates(), columns)
  if (!template) return null
  const shape = createShape(columns, template.shape, { decimal: '.', timezone: 'UTC', dates: {}, lookups })
  const lines = records.map((record, i) => ({ cells: record.split(delimiter), line: i + 2, raw: record }))
  for (const { cells, raw } of lines) expect(cells, raw).toHaveLength(columns.length)
  const all = [...lines.flatMap((line) => shape.push(line)), ...shape.end()]
  const cellOf = (cells: string[], from: Canonical | { column: string } | { constant: string }) =>
    'column' in from ? cells[shape.columns.indexOf(from.column)].trim() : (from as { constant: string }).constant
  return {
    name: template.name,
    rows: all
      .filter(({ reject }) => reject === null)
      .map(({ cells }) =>
        Object.fromEntries(Object.entries(template.mapping).map(([field, from]) => [field, cellOf(cells, from)])),
      ),
    rejects: all.flatMap(({ reject, line }) => (reject === null ? [] : [`${line} ${reject}`])),
  }
}

const shopifyOrders =
  'Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Cancelled at,Payment Method,Refunded Amount,Vendor,Id,Source,Lineitem discount,Phone'

/** A line of a Shopify export: what is named, all else blank. */
const shopify = (cells: Canonical) =>
  shopifyOrders
    .split(',')
    .map((column) => cells[column] ?? '')
    .join(',')

const line = (Name: string, sku: string, quantity: string, price: string, more: Canonical = {}) =>
  shopify({
    Name,
    Email: 'Ann@Example.com',
    'Created at': '2025-10-07 09:50:26 +0200',
    'Lineitem quantity': quantity,
    'Lineitem name': `Item ${sku}`,
    'Lineitem price': price,
    'Lineitem sku': sku,
    Vendor: 'Leaf',
    ...more,
  })

describe('built-in templates', () => {
  it('are valid, named after their file, and map fields and columns that exist', () => {
    const templates = builtInTemplates()
    expect(templates.length).toBeGreaterThanOrEqual(14)
    expect(new Set(templates.map(({ name }) => name)).size).toBe(templates.length)
    for (const { name, kind, mapping, requires, optional, shape } of templates) {
      const wide = [...requires, ...optional]
      const lookups = shape.flatMap((step) =>
        step.step === 'lookup' ? [{ name, columns: [step.fileKey, ...Object.values(step.columns)], rows: [] }] : [],
      )
      const { columns } = createShape(wide, shape, { decimal: '.', timezone: 'UTC', dates: {}, lookups })
      for (const [field, from] of Object.entries(mapping)) {
        expect(findField(kind, field), `${name}: ${field}`).toBeDefined()
        if ('column' in from) expect(columns, `${name}: ${field}`).toContain(from.column)
      }
    }
  })

  it('leave other files alone', () => {
    expect(chooseTemplate(builtInTemplates(), ['user_id', 'item_id', 'behavior_type', 'time'])).toBeNull()
  })

  it('read Shopify orders: one order on several lines, discounts, refunds, cancellations', () => {
    const outcome = read(shopifyOrders, [
      line('#1', 'A', '1', '30.00', {
        'Financial Status': 'paid',
        Subtotal: '45.00',
        'Discount Amount': '5.00',
        Source: 'web',
      }),
      line('#1', 'B', '2', '10.00'),
      line('#2', 'A', '1', '30.00', { 'Financial Status': 'refunded', Subtotal: '30.00', 'Refunded Amount': '30.00' }),
      line('#3', 'C', '1', '20.00', {
        'Financial Status': 'partially_refunded',
        Subtotal: '20.00',
        'Refunded Amount': '5.00',
      }),
      line('#4', 'C', '1', '20.00', { 'Financial Status': 'voided', Subtotal: '20.00', 'Cancelled at': '2025-10-08' }),
      line('#5', 'C', '1', '20.00', { 'Financial Status': 'pending', Subtotal: '20.00', 'Cancelled at': '2025-10-08' }),
      line('#6', '', '1', '20.00', { 'Financial Status': 'paid', Subtotal: '20.00', Email: '', Phone: '+331' }),
    ])
    const rows = outcome?.rows.map(({ order_id, user_id, product_id, type, quantity, amount, channel }) =>
      [order_id, user_id, product_id, type, quantity, amount, channel].join(' '),
    )
    expect(outcome?.name).toBe('shopify-orders')
    expect(rows).toEqual([
      '#1 ann@example.com A purchase 1 27 web',
      '#1 ann@example.com B purchase 2 18 web',
      '#2 ann@example.com A return 1 30 ',
      '#3 ann@example.com C purchase 1 15 ',
      '#6 +331 Item purchase 1 20 ',
    ])
    expect(outcome?.rejects).toEqual(['6 shape.leftOut', '7 shape.leftOut'])
    expect(outcome?.rows[0]).toMatchObject({
      time: '2025-10-07 09:50:26 +0200',
      brand: 'Leaf',
      title: 'Item A',
      price: '30.00',
    })
  })

  it('read Shopify customers, in both headers', () => {
    const header =
      'Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Province Code,Default Address Country Code,Phone,Total Spent,Total Orders,Tags'
    const outcome = read(header, [
      "'123,Ann,Lee,Ann@Example.com,yes,CA,US,,9.00,1,vip",
      "'124,Bo,Kim,,no,,DE,'+491,0.00,0,",
      "'125,Cy,Ng,,no,,,,0.00,0,",
    ])
    expect(outcome?.rows).toEqual([
      { user_id: 'ann@example.com', region: 'US-CA' },
      { user_id: '+491', region: 'DE' },
      { user_id: '125', region: '' },
    ])
    const older = 'First Name,Last Name,Email,Province Code,Country Code,Phone,Total Spent,Total Orders'
    expect(read(older, ['A,L,a@b.c,ON,CA,,1,1'])?.rows).toEqual([{ user_id: 'a@b.c', region: 'CA-ON' }])
  })

  it('read Shopify products: variants, pictures', () => {
    const header =
      'Handle,Title,Body (HTML),Vendor,Product Category,Type,Option1 Value,Option2 Value,Variant SKU,Variant Price,Image Src,Cost per item'
    const outcome = read(header, [
      'tee,Tee,<p>soft</p>,Leaf,Clothing,Shirts,Red,S,T-R-S,19.00,tee.jpg,8.00',
      "tee,,,,,,Red,M,'0042,19.00,,8.00",
      'tee,,,,,,,,,,tee-2.jpg,',
      'cup,Cup,,Leaf,Kitchen,,Default Title,,,7.00,,',
    ])
    expect(
      outcome?.rows.map(({ product_id, title, brand, category, price, cost }) => [
        product_id,
        title,
        brand,
        category,
        price,
        cost,
      ]),
    ).toEqual([
      ['T-R-S', 'Tee', 'Leaf', 'Shirts', '19.00', '8.00'],
      ['0042', 'Tee', 'Leaf', 'Shirts', '19.00', '8.00'],
      ['Cup', 'Cup', 'Leaf', 'Kitchen', '7.00', ''],
    ])
    expect(outcome?.rejects).toEqual(['4 shape.leftOut'])
  })

  it('read WooCommerce Analytics orders', () => {
    for (const revenue of ['N. Revenue', 'Net Sales']) {
      const header = `Date;Order #;N. Revenue (formatted);Status;Customer;Customer type;Product(s);Items sold;Coupon(s);${revenue};Attribution`
      const outcome = read(
        header,
        [
          '2024-03-01 10:00:00;17;$90.00;completed;Ann Lee;new;1× Cap, 2× Beanie with Logo;3;;90;Direct',
          '2024-03-02 10:00:00;18;$5.00;Refunded;Bo;new;1× Cap;1;;5;',
          '2024-03-02 11:00:00;19;$5.00;cancelled;Bo;new;1× Cap;1;;5;',
        ],
        [],
        ';',
      )
      expect(outcome?.name).toBe('woocommerce-orders')
      expect(
        outcome?.rows.map(({ product_id, type, quantity, amount }) => [product_id, type, quantity, amount]),
      ).toEqual([
        ['Cap', 'purchase', '1', '30'],
        ['Beanie with Logo', 'purchase', '2', '60'],
        ['Cap', 'return', '1', '5'],
      ])
      expect(outcome?.rejects).toEqual(['4 shape.leftOut'])
    }
  })

  it('read the lines of Advanced Order Export', () => {
    const header =
      'Order Number,Order Status,Order Date,Email (Billing),SKU,Item #,Item Name,Quantity (- Refund),Item Cost,Cart Discount Amount,Order Total Amount'
    const outcome = read(header, [
      '7,Completed,2024-03-01 10:00,a@b.c,S1,1,Cap,2,10.00,3.00,27.00',
      '7,Completed,2024-03-01 10:00,a@b.c,,2,Cup,1,10.00,3.00,27.00',
      '8,Failed,2024-03-01 10:00,a@b.c,S1,1,Cap,1,10.00,0,10.00',
      '9,Processing,2024-03-01 10:00,a@b.c,S1,1,Cap,0,10.00,0,0',
    ])
    expect(outcome?.rows.map(({ product_id, amount }) => [product_id, amount])).toEqual([
      ['S1', '18'],
      ['Cup', '9'],
    ])
    expect(outcome?.rejects).toEqual(['4 shape.leftOut', '5 shape.leftOut'])
  })

  it('read Magento orders', () => {
    const header =
      'ID;Purchase Point;Purchase Date;Bill-to Name;Ship-to Name;Grand Total (Base);Grand Total (Purchased);Status;Customer Email;Subtotal;Total Refunded'
    const outcome = read(
      header,
      [
        '000000299;Main Website;May 31, 2023 1:55:09 AM;Sarah M;Sarah M;$219.40;$219.40;Complete;S@x.io;$200.00;$19.40',
        '000000300;Main Website;May 31, 2023 2:55:09 AM;Sarah M;Sarah M;$10.00;$10.00;Closed;S@x.io;$10.00;$10.00',
        '000000301;Main Website;May 31, 2023 3:55:09 AM;Sarah M;Sarah M;$10.00;$10.00;Canceled;S@x.io;$10.00;',
      ],
      [],
      ';',
    )
    expect(outcome?.rows.map(({ order_id, user_id, type, amount }) => [order_id, user_id, type, amount])).toEqual([
      ['000000299', 's@x.io', 'purchase', '200'],
      ['000000300', 's@x.io', 'return', '10'],
    ])
    expect(outcome?.rejects).toEqual(['4 shape.leftOut'])
  })

  it('read the Amazon orders report', () => {
    const header =
      'amazon-order-id\tmerchant-order-id\tpurchase-date\tlast-updated-date\torder-status\tfulfillment-channel\tsales-channel\torder-channel\turl\tship-service-level\tproduct-name\tsku\tasin\titem-status\tquantity\tcurrency\titem-price\titem-tax\tshipping-price\tshipping-tax\tgift-wrap-price\tgift-wrap-tax\titem-promotion-discount\tship-promotion-discount\tship-city\tship-state\tship-postal-code\tship-country\tpromotion-ids'
    const record = (status: string, item: string, discount: string) =>
      `1-2-3\t\t2017-06-17T08:04:21+00:00\t2017-06-18T22:07:59+00:00\t${status}\tAmazon\tAmazon.it\t\t\tSecondDay\tTruffles\tSKU1\tB000WON1Z0\t${item}\t2\tEUR\t89.95\t\t\t\t\t\t${discount}\t\tRome\tRM\t001\tIT\t`
    const outcome = read(
      header,
      [
        record('Shipped', 'Shipped', '9.95'),
        record('Cancelled', '', ''),
        record('Shipped', 'Cancelled', ''),
        record('Pending', '', ''),
        record('Shipped - Returned to Seller', 'Shipped', ''),
      ],
      [],
      '\t',
    )
    expect(
      outcome?.rows.map(({ user_id, product_id, type, quantity, amount }) => [
        user_id,
        product_id,
        type,
        quantity,
        amount,
      ]),
    ).toEqual([
      ['order 1-2-3', 'SKU1', 'purchase', '2', '80'],
      ['order 1-2-3', 'SKU1', 'return', '2', '89.95'],
    ])
    expect(outcome?.rejects).toHaveLength(3)
    expect(
      read(header.replace('\tquantity\t', '\tquantity-purchased\t'), [record('Shipped', '', '')], [], '\t')?.rows[0]
        .quantity,
    ).toBe('2')
  })

  it('read the Amazon settlement report', () => {
    const header =
      'settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\ttransaction-type\torder-id\tmerchant-order-id\tadjustment-id\tshipment-id\tmarketplace-name\tamount-type\tamount-description\tamount\tfulfillment-id\tposted-date\tposted-date-time\torder-item-code\tmerchant-order-item-id\tmerchant-adjustment-item-id\tsku\tquantity-purchased\tpromotion-id'
    const record = (type: string, kind: string, description: string, amount: string) =>
      `25\t\t\t\t\t\t${type}\t1-2-3\t\t\tS1\tAmazon.com\t${kind}\t${description}\t${amount}\tAFN\t2026-03-07\t2026-03-07 10:00:00 UTC\t9\t\t\tSKU1\t1\t`
    const outcome = read(
      header,
      [
        '25\t2026-03-06 08:52:26 UTC\t2026-03-20 08:52:26 UTC\t2026-03-22 08:52:26 UTC\t649.12\tUSD\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t',
        record('Order', 'ItemPrice', 'Principal', '29.99'),
        record('Order', 'ItemFees', 'Commission', '-4.50'),
        record('Refund', 'ItemPrice', 'Principal', '-29.99'),
      ],
      [],
      '\t',
    )
    expect(outcome?.rows.map(({ type, amount, time }) => [type, amount, time])).toEqual([
      ['purchase', '29.99', '2026-03-07 10:00:00 UTC'],
      ['return', '29.99', '2026-03-07 10:00:00 UTC'],
    ])
    expect(outcome?.rejects).toHaveLength(2)
  })

  const tmallOrders =
    '订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,退款金额'
  const tmallOrder = (id: string, status: string, paid: string, refund = '') =>
    `="${id}",幸福蔓岩,,598,0,0,598,0,598,0,${status},,,,快递,,,2016-05-23 22:02:00,${paid},洗面奶,1,,,,2,0,店,订单未关闭,0,0元,,手机订单,${refund}`

  it('read the Tmall order report', () => {
    const outcome = read(tmallOrders, [
      tmallOrder('1930679858170647', '交易成功', '2016-05-23 22:02:10', '98'),
      tmallOrder('2', '买家已付款，等待卖家发货', '2016-05-23 22:02:10'),
      tmallOrder('3', '等待买家付款', ''),
      tmallOrder('4', '交易关闭', ''),
      tmallOrder('5', '交易关闭', '2016-05-23 22:02:10'),
    ])
    expect(outcome?.name).toBe('tmall-orders')
    expect(
      outcome?.rows.map(({ order_id, user_id, type, amount, quantity }) => [order_id, user_id, type, amount, quantity]),
    ).toEqual([
      ['1930679858170647', '幸福蔓岩', 'purchase', '500', '2'],
      ['2', '幸福蔓岩', 'purchase', '598', '2'],
      ['5', '幸福蔓岩', 'return', '598', '2'],
    ])
    expect(outcome?.rejects).toEqual(['4 shape.leftOut', '5 shape.leftOut'])
  })

  it('read the Tmall item report beside the order report, under older and newer names', () => {
    const orders = {
      name: '订单报表.csv',
      columns: ['订单编号', '买家会员名', '订单创建时间', '订单付款时间'],
      rows: [
        ['="11"', '甲', '2024-05-01 10:00:00', '2024-05-01 10:01:00'],
        ['="12"', '乙', '2024-05-02 10:00:00', ''],
      ],
    }
    const newer =
      '子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码,支付单号,买家应付货款,买家实际支付金额,退款状态,退款金额'
    const item = (order: string, code: string, status: string, refundState: string, refund: string) =>
      `1,${order},茶,50,2,X-${code},,,,${status},${code},,90,90,${refundState},${refund}`
    const outcome = read(
      newer,
      [
        item('11', 'T1', '交易成功', '没有申请退款', ''),
        item('11', 'T2', '交易成功', '退款成功', '30'),
        item('11', '', '交易关闭', '退款成功', '90'),
        item('12', 'T1', '交易关闭', '', ''),
        item('13', 'T1', '交易成功', '', ''),
      ],
      [orders],
    )
    expect(outcome?.name).toBe('tmall-items')
    expect(
      outcome?.rows.map(({ user_id, product_id, type, amount, time }) => [user_id, product_id, type, amount, time]),
    ).toEqual([
      ['甲', 'T1', 'purchase', '90', '2024-05-01 10:00:00'],
      ['甲', 'T2', 'purchase', '60', '2024-05-01 10:00:00'],
      ['甲', 'X-', 'return', '90', '2024-05-01 10:00:00'],
    ])
    expect(outcome?.rejects).toEqual(['5 shape.leftOut', '6 shape.unmatched'])
    const older = '订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码'
    const [row] = read(older, ['="11",茶,50,2,X,,,,交易成功,T9'], [orders])?.rows ?? []
    expect(row).toMatchObject({ order_id: '11', user_id: '甲', amount: '100', product_id: 'T9' })
  })

  it('read JD orders, whose money stands on every line', () => {
    const header =
      '订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,应付金额,订单状态,订单类型,下单帐号,客户姓名,货号,订单来源'
    const record = (order: string, product: string, quantity: number, price: number, settled: string, status: string) =>
      `${order},${product},茶,${quantity},在线支付,2016-03-03 10:00:00,${price},100.00,${settled},0,90,${status},SOP,jd_ann,,${product}A,APP`
    const outcome = read(header, [
      record('1', 'P1', 1, 40, '90.00', '完成'),
      record('1', 'P2', 2, 30, '90.00', '完成'),
      record('2', 'P1', 1, 40, '40.00', '(删除)等待出库'),
      record('3', 'P1', 1, 40, '', '退款完成'),
    ])
    expect(outcome?.rows.map(({ user_id, product_id, type, amount }) => [user_id, product_id, type, amount])).toEqual([
      ['jd_ann', 'P1', 'purchase', '36'],
      ['jd_ann', 'P2', 'purchase', '54'],
      ['jd_ann', 'P1', 'return', '100'],
    ])
    expect(outcome?.rejects).toEqual(['4 shape.leftOut'])
  })

  it('read Douyin orders', () => {
    const header =
      '主订单编号,子订单编号,选购商品,商品规格,商品数量,商家编码,订单应付金额,运费,收件人,收件人手机号,详细地址,订单提交时间,商家备注,订单完成时间,订单状态,售后状态,取消原因,发货时间'
    const record = (phone: string, status: string, after: string) =>
      `\t69,\t69,\t辣丝丝,\t1袋,1,\t300400008,28.90,0.00,##密文,${phone},##密文,2026-09-22 00:54:10,-,-,${status},${after},,-`
    const outcome = read(header, [
      record('13811112222', '已完成', '-'),
      record('$$密文', '已完成', '退款成功'),
      record('13811112222', '已关闭', '-'),
      record('13811112222', '待支付', '-'),
    ])
    expect(
      outcome?.rows.map(({ user_id, product_id, type, amount, order_id }) => [
        user_id,
        product_id,
        type,
        amount,
        order_id,
      ]),
    ).toEqual([
      ['13811112222', '300400008', 'purchase', '28.90', '69'],
      ['order 69', '300400008', 'return', '28.90', '69'],
    ])
    expect(outcome?.rejects).toHaveLength(2)
  })

  it('read Youzan orders and items', () => {
    const orders =
      '订单号,订单状态,全部商品名称,订单实付金额,买家付款时间,收货人/提货人,收货人手机号/提货人手机号,买家昵称,订单已退款金额'
    const first = read(orders, [
      'E1,已发货,益生元饮(1件),99.00,2026-05-25 22:05:57,甲,13811611060,阿甲,9.00',
      'E2,交易关闭,益生元饮(1件),99.00,,甲,13811611060,阿甲,',
      'E3,交易关闭,益生元饮(1件),99.00,2026-05-26 22:05:57,乙,,阿乙,99.00',
    ])
    expect(first?.rows.map(({ order_id, user_id, type, amount }) => [order_id, user_id, type, amount])).toEqual([
      ['E1', '13811611060', 'purchase', '90'],
      ['E3', '阿乙', 'return', '99'],
    ])
    const items =
      '订单号,外部订单号,订单商品状态,交易成功时间,商品名称,商品类型,商品类目,商品规格,规格编码,商品编码,商品单价,商品数量,商品金额小计,店铺优惠（分摊）,商品实际成交金额,收货人手机号/提货人手机号,商品发货时间,商品退款状态,商品已退款金额'
    const second = read(items, [
      'E1,,已完成,2026-05-30 10:00:00,饮,实物,饮料,1盒,,C1,50,2,100,10,90,138,2026-05-26 10:00:00,,20',
      'E2,,已关闭,,饮,实物,饮料,1盒,G1,C1,50,1,50,0,50,138,,退款成功,50',
    ])
    expect(second?.rows.map(({ product_id, type, amount, time }) => [product_id, type, amount, time])).toEqual([
      ['C1', 'purchase', '70', '2026-05-26 10:00:00'],
      ['G1', 'return', '50', ''],
    ])
  })
})
