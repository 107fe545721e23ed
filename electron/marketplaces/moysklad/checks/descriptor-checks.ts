import { judgeServers } from '../../card-checks/certificates.ts';
import { couldNotLook, fail, finding, judge, pass } from '../../card-checks/results.ts';
import type { AutomaticCheck, CheckInput, CheckResult } from '../../marketplace.ts';
import { addressesOf } from '../descriptor/descriptor.ts';
import type { DescriptorProblem } from '../descriptor/read-descriptor.ts';
import { read } from './read-input.ts';

function problems(input: CheckInput, ruleId: DescriptorProblem['ruleId'], otherwise: CheckResult): CheckResult {
  const { descriptor, version } = read(input);
  if (descriptor === null) return pass('Дескриптора нет: Phone API.', 'There is no descriptor: Phone API.');
  return judge(
    descriptor.problems
      .filter((problem) => problem.ruleId === ruleId)
      .map((problem) => {
        const name = problem.place.split(/[/ ]/).at(-1) ?? '';
        const start = name === '' ? -1 : (version.descriptor ?? '').indexOf(name);
        return finding(problem.message.ru, problem.message.en, 'descriptor', start < 0 ? {} : { range: [start, start + name.length] });
      }),
    otherwise,
  );
}

export const descriptorChecks: readonly AutomaticCheck[] = [
  {
    ruleId: 'ms-descriptor-schema-v2',
    run: (input) =>
      problems(input, 'ms-descriptor-schema-v2', pass('Дескриптор соответствует схеме 2.', 'The descriptor fits schema 2.', 'descriptor')),
  },
  {
    ruleId: 'ms-descriptor-one-widget-per-point',
    run: (input) =>
      problems(
        input,
        'ms-descriptor-one-widget-per-point',
        pass('Виджеты описаны верно.', 'The widgets are described right.', 'descriptor'),
      ),
  },
  {
    ruleId: 'ms-rights-consistent',
    run: (input) => problems(input, 'ms-rights-consistent', pass('Права согласованы.', 'The rights are consistent.', 'descriptor')),
  },
  {
    ruleId: 'ms-https-only',
    run(input) {
      const { version, descriptor } = read(input);
      const text = version.descriptor ?? '';
      const addresses = descriptor?.descriptor ? addressesOf(descriptor.descriptor) : [];
      return problems(
        input,
        'ms-https-only',
        judgeServers(
          input,
          addresses.map(({ url }) => {
            const start = Math.max(0, text.indexOf(url));
            return { field: 'descriptor', url, range: [start, start + url.length] };
          }),
        ),
      );
    },
  },
  {
    ruleId: 'ms-scope-custom',
    run(input) {
      const access = read(input).descriptor?.descriptor?.access;
      if (access?.scope === 'admin') {
        const start = (read(input).version.descriptor ?? '').indexOf('admin');
        return fail('Запрошены права администратора.', 'Administrator rights are asked for.', 'descriptor', {
          range: [start, start + 5],
          suggestion: ['Перечислите нужные права в custom.', 'List the rights needed under custom.'],
        });
      }
      return pass('Права администратора не запрошены.', 'Administrator rights are not asked for.', 'descriptor');
    },
  },
  {
    ruleId: 'ms-rights-minimal',
    run: () =>
      couldNotLook(
        'Какими правами решение пользуется, покажет тест установки.',
        'Which rights are used is shown by the install test.',
        'descriptor',
      ),
  },
  {
    ruleId: 'ms-version-prod-url',
    run(input) {
      const { version, descriptor } = read(input);
      if (version.testServer)
        return fail(
          'Отмечено, что дескриптор указывает на тестовый сервер.',
          'It is ticked that the descriptor points to a test server.',
          'testServer',
        );
      const known = descriptor?.descriptor ?? null;
      const addresses = known === null ? [] : addressesOf(known);
      const test = addresses.filter(
        ({ url }) =>
          URL.canParse(url) &&
          /(?:^|[.-])(?:test|dev|stage|staging|demo|sandbox|localhost)(?=[.-]|$)|\.ngrok|^127\.|\.local$/i.test(new URL(url).hostname),
      );
      return judge(
        test.map(({ place, url }) => {
          const start = (version.descriptor ?? '').indexOf(url);
          return finding(`${place}: похоже на тестовый сервер ${url}`, `${place}: looks like a test server ${url}`, 'descriptor', {
            link: url,
            ...(start < 0 ? {} : { range: [start, start + url.length] as const }),
          });
        }),
        pass('Адреса не похожи на тестовые.', 'The addresses do not look like test ones.', 'descriptor'),
      );
    },
  },
  {
    ruleId: 'ms-telephony-type',
    run(input) {
      const { card, version } = read(input);
      if (version.mode !== 'phone-api' || version.descriptor !== undefined)
        return fail(
          'Телефония размещается через Phone API без дескриптора.',
          'Telephony is placed by Phone API without a descriptor.',
          'mode',
        );
      if (card.pricing.tariffs.some(({ pricePerMonth }) => pricePerMonth > 0))
        return fail('У телефонии не может быть платных тарифов.', 'Telephony cannot have paid tariffs.', 'pricing.tariffs');
      return pass('Phone API, без дескриптора и тарифов.', 'Phone API, without descriptor and tariffs.', 'mode');
    },
  },
];
