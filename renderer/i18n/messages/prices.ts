import { messages } from '../entry.ts';

/** The price calculator. */
export const prices = messages({
  'screen.prices': { ru: 'Калькулятор цены', en: 'Price calculator' },
  'action.go.submissionPrices': { ru: 'Посчитать цену', en: 'Reckon the price' },
  'prices.back': { ru: 'К заявке «{name}»', en: 'To the submission “{name}”' },
  'prices.none': { ru: 'Считать нечего', en: 'Nothing to reckon' },
  'prices.noneHelp': {
    ru: 'Ни один из маркетплейсов этой сборки не принимает оплату решений сам.',
    en: 'No marketplace of this build takes payments for solutions itself.',
  },
  'prices.offers': { ru: 'Тарифы из карточки', en: 'Tariffs of the card' },
  'prices.monthly': { ru: 'Цена в месяц, {currency}', en: 'Price a month, {currency}' },
  'prices.monthlyWrong': {
    ru: 'Нужна сумма от 0 до {most}, не больше двух знаков после запятой',
    en: 'An amount from 0 to {most} with at most two decimals',
  },
  'prices.category': { ru: 'Категория', en: 'Category' },
  'prices.noCategory': { ru: 'Не выбрана', en: 'None chosen' },
  'prices.table': { ru: 'Оплата и вознаграждение', en: 'Payment and vendor’s part' },
  'prices.period': { ru: 'Оплата за', en: 'Paid for' },
  'prices.months': {
    ru: { one: '{count} месяц', few: '{count} месяца', many: '{count} месяцев', other: '{count} месяца' },
    en: { one: '{count} month', other: '{count} months' },
  },
  'prices.discount': { ru: 'Скидка', en: 'Discount' },
  'prices.percent': { ru: '{count} %', en: '{count} %' },
  'prices.userPays': { ru: 'Платит пользователь', en: 'User pays' },
  'prices.vendorReceives': { ru: 'Получает разработчик', en: 'Vendor receives' },
  'prices.aMonth': { ru: 'в месяц', en: 'a month' },
  'prices.remarks': { ru: 'Требования к цене', en: 'What is asked of the price' },
  'prices.terms': { ru: 'Условия', en: 'Terms' },
  'prices.termsHelp': {
    ru: 'Доля разработчика считается от цены без скидок: {source}. Скидки зависят от тарифа пользователя; укажите действующие — они сохранятся в рабочей папке.',
    en: 'The vendor’s part is of the price without discounts: {source}. Discounts depend on the user’s plan; enter those that hold, the workspace keeps them.',
  },
  'prices.share': { ru: 'Доля разработчика, %', en: 'Vendor’s share, %' },
  'prices.discountFor': { ru: 'Скидка за {period}, %', en: 'Discount for {period}, %' },
  'prices.percentWrong': { ru: 'Нужно число от 0 до 100', en: 'A number from 0 to 100' },
});
