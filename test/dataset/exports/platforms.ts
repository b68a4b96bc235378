import { csv, jsonLines, rowsOf, type ForeignExport } from './foreignExport.ts'

const day = (i: number) => String(1 + (i % 28)).padStart(2, '0')

const blanks = (header: string, cells: Record<string, string | number>): (string | number)[] =>
  header.split(',').map((name) => cells[name] ?? '')

const shopifyHeader =
  'Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing City,Billing Zip,Billing Country,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Phone'

const ebayHeader =
  'Sales Record Number,Order Number,Buyer Username,Buyer Name,Buyer Email,Buyer Note,Buyer Address 1,Buyer City,Buyer State,Buyer Zip,Buyer Country,Item Number,Item Title,Custom Label,Sold Via Promoted Listings,Quantity,Sold For,Shipping And Handling,eBay Collected Tax,Total Price,Payment Method,Sale Date,Paid On Date,Ship By Date,Shipped On Date,Feedback Left,PayPal Transaction ID,Transaction ID,Variation Details'

const stripeHeader =
  'id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Converted Amount Refunded,Converted Currency,Decline Reason,Description,Fee,Refunded date (UTC),Statement Descriptor,Status,Seller Message,Taxes On Fee,Card ID,Customer ID,Customer Description,Customer Email,Invoice ID,Transfer'

const squareHeader =
  'Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Device Name,Notes,Details,Event Type,Location,Dining Option,Customer ID,Customer Name,Customer Reference ID,Unit,Count,Itemization Type'

const etsyHeader =
  'Sale Date,Item Name,Buyer,Quantity,Price,Coupon Code,Coupon Details,Discount Amount,Shipping Discount,Order Shipping,Order Sales Tax,Item Total,Currency,Transaction ID,Listing ID,Date Paid,Date Shipped,Ship Name,Ship Address1,Ship City,Ship State,Ship Zipcode,Ship Country,Order ID,Variations,Order Type,Listings Type,Payment Type,InPerson Discount,InPerson Location,VAT Paid by Buyer,SKU'

/** What the back offices of shops, payment providers and mailers write. */
export const platformExports: ForeignExport[] = [
  {
    name: 'orders_export_1.csv',
    note: 'Shopify: lines below the first of an order repeat its name alone, an address runs over two lines',
    content: () =>
      csv(shopifyHeader, [
        ...rowsOf(20, (i) =>
          blanks(shopifyHeader, {
            Name: `#${1001 + Math.floor(i / 2)}`,
            Email: i % 2 ? `c${i % 7}@example.com` : `c${(i + 1) % 7}@example.com`,
            ...(i % 2 === 0
              ? {
                  'Financial Status': i === 4 ? 'refunded' : i === 6 ? 'voided' : 'paid',
                  Subtotal: '45.00',
                  Total: '50.00',
                  Currency: 'EUR',
                  'Discount Amount': '5.00',
                  'Billing Street': '"1 Road\nFlat 2"',
                  Id: 5678901234567 + i,
                  Source: 'web',
                  'Refunded Amount': i === 4 ? '45.00' : '0.00',
                }
              : {}),
            'Created at': `2024-03-${day(i)} 09:50:26 +0200`,
            'Lineitem quantity': i % 2 ? 2 : 1,
            'Lineitem name': '"Shirt ""Blue"", M"',
            'Lineitem price': i % 2 ? '10.00' : '30.00',
            'Lineitem sku': `SKU-${i % 5}`,
            Vendor: 'Leaf',
          }),
        ),
      ]),
    kind: 'orders',
    template: 'shopify-orders',
    rows: 20,
    kept: 18,
    rejects: { 'shape.leftOut': 2 },
    acts: { purchase: 16, return: 2 },
    revenue: 45 * 8 - 45,
    first: '2024-03-01T07:50:26Z',
  },
  {
    name: 'order_export_advanced.csv',
    note: 'WooCommerce, Advanced Order Export: a mark of order before UTF-8',
    content: () =>
      '\uFEFF' +
      csv(
        'Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Last Name (Billing),Email (Billing),Phone (Billing),Payment Method Title,Cart Discount Amount,Order Subtotal Amount,Shipping Method Title,Order Shipping Amount,Order Total Amount,SKU,Item #,Item Name,Quantity (- Refund),Item Cost,Coupon Code,Discount Amount',
        rowsOf(20, (i) => [
          500 + i,
          ['Completed', 'Processing', 'Refunded', 'Failed'][i % 4],
          `2024-02-${day(i)} 14:03`,
          '',
          'Ann',
          'Lee',
          `Ann${i % 6}@Example.com`,
          '+33 1',
          'Card',
          0,
          20,
          'Post',
          5,
          25,
          `W${i % 5}`,
          1,
          'Mug',
          2,
          10,
          '',
          0,
        ]),
      ),
    kind: 'orders',
    template: 'woocommerce-order-lines',
    rows: 20,
    kept: 15,
    acts: { purchase: 10, return: 5 },
    revenue: 100,
  },
  {
    name: 'orders-2024.csv',
    note: 'Magento: the grid of orders',
    content: () =>
      csv(
        'ID,"Purchase Point","Purchase Date","Bill-to Name","Ship-to Name","Grand Total (Base)","Grand Total (Purchased)",Status,"Billing Address","Shipping Address","Shipping Information","Customer Email","Customer Group",Subtotal,"Shipping and Handling","Customer Name","Payment Method","Total Refunded"',
        rowsOf(16, (i) => [
          `0000000${10 + i}`,
          '"Main Website\nMain Store\nDefault View"',
          `"Feb ${1 + i}, 2024, 3:0${i % 10}:12 PM"`,
          '"Ann Lee"',
          '"Ann Lee"',
          '30.0000',
          '30.0000',
          ['Complete', 'Processing', 'Closed', 'Canceled'][i % 4],
          '"1 Road,Paris"',
          '"1 Road,Paris"',
          'Flat',
          `ann${i % 5}@example.com`,
          1,
          '25.0000',
          '5.0000',
          '"Ann Lee"',
          'checkmo',
          i % 4 === 2 ? '30.0000' : '',
        ]),
      ),
    kind: 'orders',
    template: 'magento-orders',
    rows: 16,
    kept: 12,
    acts: { purchase: 8, return: 4 },
    revenue: 120,
    first: '2024-02-01T15:00:12Z',
  },
  {
    name: 'settlement.txt',
    note: 'Amazon settlement, flat file V2: tabs, a summary line, several lines of money for each item',
    content: () => {
      const header =
        'settlement-id,settlement-start-date,settlement-end-date,deposit-date,total-amount,currency,transaction-type,order-id,merchant-order-id,adjustment-id,shipment-id,marketplace-name,amount-type,amount-description,amount,fulfillment-id,posted-date,posted-date-time,order-item-code,merchant-order-item-id,merchant-adjustment-item-id,sku,quantity-purchased,promotion-id'
      const line = (cells: Record<string, string | number>) =>
        blanks(header, { 'settlement-id': '12345678901', ...cells })
      const entry = (i: number, kind: string, description: string, amount: string) =>
        line({
          'transaction-type': i % 8 === 7 ? 'Refund' : 'Order',
          'order-id': `302-1234567-00000${10 + i}`,
          'marketplace-name': 'Amazon.de',
          'amount-type': kind,
          'amount-description': description,
          amount: i % 8 === 7 ? `-${amount}` : amount,
          'posted-date': `${day(i)}.01.2024`,
          'posted-date-time': `${day(i)}.01.2024 10:11:12 UTC`,
          sku: `A-${i % 5}`,
          'quantity-purchased': 1,
        })
      const rows = rowsOf(16, (i) => [
        entry(i, 'ItemPrice', 'Principal', '19,99'),
        entry(i, 'ItemPrice', 'Tax', '3,80'),
        entry(i, 'ItemFees', 'Commission', '-3,00'),
      ]).flat()
      return csv(
        header.replaceAll(',', '\t'),
        [
          line({ 'settlement-start-date': '01.01.2024 00:00:00 UTC', 'total-amount': '266,40', currency: 'EUR' }),
          ...rows,
        ],
        '\t',
      )
    },
    kind: 'orders',
    template: 'amazon-settlement',
    rows: 49,
    kept: 16,
    acts: { purchase: 14, return: 2 },
    revenue: 12 * 19.99,
    first: '2024-01-01T10:11:12Z',
  },
  {
    name: 'unified_payments.csv',
    note: 'Stripe: payments that failed are none, refunds stand in the line of the payment',
    content: () =>
      csv(stripeHeader, [
        ...rowsOf(20, (i) =>
          blanks(stripeHeader, {
            id: `ch_3OaB${i}`,
            'Created date (UTC)': `2024-01-${day(i)} 10:1${i % 10}`,
            Amount: '25.00',
            'Amount Refunded': i % 5 === 3 ? '25.00' : i % 5 === 2 ? '5.00' : '0.00',
            Currency: 'eur',
            Captured: 'true',
            'Converted Amount': '25.00',
            'Converted Amount Refunded': i % 5 === 3 ? '25.00' : i % 5 === 2 ? '5.00' : '0.00',
            'Converted Currency': 'eur',
            Fee: '1.02',
            Description: 'Subscription update',
            Status: ['Paid', 'Paid', 'Paid', 'Refunded', 'Failed'][i % 5],
            'Customer ID': i === 0 ? '' : `cus_Pa${i % 6}`,
            'Customer Email': `c${i % 6}@example.com`,
            'Card ID': `card_${i}`,
            'Invoice ID': `in_1OaB${i}`,
          }),
        ),
      ]),
    kind: 'orders',
    template: 'stripe-payments',
    rows: 20,
    kept: 16,
    acts: { purchase: 12, return: 4 },
    revenue: 12 * 25 - 4 * 5 - 4 * 25,
  },
  {
    name: 'items-2024-01-01-2024-02-01.csv',
    note: 'Square: money with signs, a refund below 0, customers often unknown, date and time apart',
    content: () =>
      csv(squareHeader, [
        ...rowsOf(20, (i) =>
          blanks(squareHeader, {
            Date: `01/${day(i)}/2024`,
            Time: `14:0${i % 10}:11`,
            'Time Zone': 'Pacific Time (US & Canada)',
            Category: 'Coffee',
            Item: 'Latte',
            Qty: i % 6 === 5 ? '-1.0' : '1.0',
            'Price Point Name': 'Regular',
            SKU: `L${i % 3}`,
            'Gross Sales': i % 6 === 5 ? '-$5.00' : '$5.00',
            Discounts: i % 3 === 0 ? '-$0.50' : '$0.00',
            'Net Sales': i % 6 === 5 ? '-$5.00' : i % 3 === 0 ? '$4.50' : '$5.00',
            Tax: '$0.40',
            'Transaction ID': `Tx${Math.floor(i / 2)}`,
            'Payment ID': `Pay${i}`,
            'Event Type': i % 6 === 5 ? 'Refund' : 'Payment',
            Location: 'Main St',
            'Customer ID': i % 4 === 3 ? '' : `CUST${i % 4}`,
            Count: 1,
            'Itemization Type': 'Physical Good',
          }),
        ),
      ]),
    kind: 'orders',
    template: 'square-items',
    rows: 20,
    kept: 15,
    rejects: { 'missing.user_id': 5 },
    acts: { purchase: 13, return: 2 },
    first: '2024-01-01T14:00:11Z',
  },
  {
    name: 'EtsySoldOrderItems2024.csv',
    note: 'Etsy: years of two digits, the buyer by name and account',
    content: () =>
      csv(etsyHeader, [
        ...rowsOf(20, (i) =>
          blanks(etsyHeader, {
            'Sale Date': `01/${day(i + 10)}/24`,
            'Item Name': '"Ring, silver"',
            Buyer: `"Ann Lee (annlee${i % 6})"`,
            Quantity: 1 + (i % 2),
            Price: '20.00',
            'Discount Amount': '0.00',
            'Item Total': (20 * (1 + (i % 2))).toFixed(2),
            Currency: 'USD',
            'Transaction ID': 4012345678 + i,
            'Listing ID': 1600000000 + (i % 4),
            'Date Paid': `01/${day(i + 10)}/2024`,
            'Order ID': 3123456789 + i,
            'Order Type': 'online',
            SKU: i % 2 ? `R${i % 4}` : '',
          }),
        ),
      ]),
    kind: 'orders',
    template: 'etsy-items',
    rows: 20,
    kept: 20,
    acts: { purchase: 20 },
    revenue: 600,
  },
  {
    name: 'eBay-OrdersReport-Jan-31-2024.csv',
    note: 'eBay: blank lines around the header, months by name, a line for the order above its items, a count at the end',
    content: () =>
      '\uFEFF\n' +
      csv(ebayHeader, [
        ebayHeader.split(',').map(() => ''),
        blanks(ebayHeader, {
          'Sales Record Number': 899,
          'Order Number': '11-11000-00000',
          'Buyer Username': 'b0',
          Quantity: 2,
          'Sold For': '$25.00',
          'Total Price': '$30.00',
          'Sale Date': 'Jan-01-24',
          'Paid On Date': 'Jan-01-24',
        }),
        ...rowsOf(20, (i) =>
          blanks(ebayHeader, {
            'Sales Record Number': i < 2 ? 899 : 900 + i,
            'Order Number': i < 2 ? '11-11000-00000' : `11-11${100 + i}-12345`,
            'Buyer Username': i < 2 ? 'b0' : `b${i % 7}`,
            'Item Number': 254800000000 + (i % 5),
            'Item Title': '"Lamp, 12"" high"',
            'Custom Label': `E${i % 5}`,
            Quantity: 1,
            'Sold For': '$12.50',
            'Total Price': i < 2 ? '' : '$15.00',
            'Sale Date': `Jan-${day(i)}-24`,
            'Paid On Date': `Jan-${day(i)}-24`,
            'Transaction ID': 10000 + i,
          }),
        ),
        [''],
        ['20', 'record(s) downloaded', ''],
        ['Seller ID : shop', ''],
      ]),
    kind: 'orders',
    template: 'ebay-orders',
    kept: 20,
    acts: { purchase: 20 },
    revenue: 250,
    first: '2024-01-01T00:00:00Z',
  },
  {
    name: 'subscribed_members_export.csv',
    note: 'Mailchimp: addresses as customers',
    content: () =>
      csv(
        '"Email Address","First Name","Last Name",Address,"Phone Number",Birthday,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS',
        rowsOf(20, (i) => [
          `ann${i}@example.com`,
          'Ann',
          'Lee',
          '',
          '',
          '03/14',
          2,
          '"2021-03-04 11:12:13"',
          '',
          '"2021-03-04 11:12:13"',
          '1.2.3.4',
          '',
          '',
          '',
          '',
          'Europe/Paris',
          'FR',
          '11',
          '"2023-01-02 03:04:05"',
          123456 + i,
          'abc',
          '',
          '"""vip"",""shop"""',
        ]),
      ),
    kind: 'users',
    mapping: { user_id: 'Email Address', registered_at: 'OPTIN_TIME' },
    rows: 20,
    kept: 20,
  },
  {
    name: 'campaign_recipients.csv',
    note: 'Klaviyo: who was sent which campaign, and who opened it',
    content: () =>
      csv(
        'Campaign Name,Email,Klaviyo ID,Send Time,Variation,Opened,Clicked,Revenue',
        rowsOf(20, (i) => [
          'Spring sale',
          `ann${i}@example.com`,
          `01H${i}`,
          `2024-03-01 09:0${i % 10}:00`,
          i % 2 ? 'A' : 'Control',
          i % 3 ? 'true' : 'false',
          'false',
          i % 5 ? '0.00' : '25.00',
        ]),
      ),
    kind: 'campaigns',
    mapping: { user_id: 'Email', campaign: 'Campaign Name', time: 'Send Time', outcome: 'Revenue' },
    rows: 20,
    kept: 20,
  },
  {
    name: 'ga4_obfuscated_sample.json',
    note: 'Google Analytics 4 from BigQuery: microseconds as text, items as a list, (not set)',
    content: () =>
      jsonLines(40, (i) => ({
        event_date: '20201231',
        event_timestamp: String(1609459198765432 + i * 60_000_000),
        event_name: ['page_view', 'view_item', 'add_to_cart', 'purchase'][i % 4],
        event_params: [{ key: 'ga_session_id', value: { int_value: '1609459190' } }],
        user_pseudo_id: `${10111055 + (i % 6)}.8750070`,
        ecommerce: i % 4 === 3 ? { transaction_id: `T${i}`, purchase_revenue: 20 } : { transaction_id: '(not set)' },
        items:
          i % 4 === 0
            ? []
            : [
                {
                  item_id: `GGOE${i % 5}`,
                  item_name: 'Tee',
                  item_brand: 'Google',
                  item_category: 'Apparel',
                  price: 10,
                  quantity: 2,
                },
              ],
      })),
    kind: 'behaviour',
    mapping: {
      user_id: 'user_pseudo_id',
      time: 'event_timestamp',
      type: 'event_name',
      order_id: 'ecommerce.transaction_id',
    },
    rows: 40,
    kept: 40,
    acts: { view: 20, cart: 10, purchase: 10 },
    first: '2020-12-31T23:59:58.765Z',
  },
]
