import { sourceInWords, type SourceName } from '../../shared/domain/source-names.ts';
import { html, Html } from './html.ts';
import { REPORT_STYLE } from './report-style.ts';
import { REPORT_WORDS, type ReportWords } from './report-words.ts';
import type { ChainLineData, VerdictDocumentData } from './verdict-document.ts';

/** A field of the card or version as it is shown: label in the report's language, value as text. */
export interface ShownField {
  readonly label: string;
  readonly value: string;
}

export interface ReportInput {
  readonly document: VerdictDocumentData;
  readonly lines: readonly ChainLineData[];
  readonly versionFields: readonly ShownField[];
  readonly cardFields: readonly ShownField[];
  /** What the rulebook calls its documents. */
  readonly sources: readonly SourceName[];
  /** Of the key that signs the bundle. */
  readonly fingerprint: string;
}

/**
 * report.html: the bundle as a person reads it, in the language of the verdict. No scripts, nothing from elsewhere; the
 * pictures are the files beside it. Moments are shown in UTC, so that the same verdict always gives the same bytes.
 */
export function renderReport(input: ReportInput): string {
  return new Report(input).render();
}

const PICTURES = /\.(?:png|jpg|gif|webp)$/;

/** Findings in the order of the letter: by area as the areas first occur, those that are not in the letter last. */
function findingsInOrder(document: VerdictDocumentData): VerdictDocumentData['findings'] {
  const areas = new Map(document.checklist.map((each) => [each.ruleId, each.area]));
  const included = document.findings.filter((each) => each.included);
  const order = [...new Set(included.map((each) => areas.get(each.ruleId)))];
  return [
    ...order.flatMap((area) => included.filter((each) => areas.get(each.ruleId) === area)),
    ...document.findings.filter((each) => !each.included),
  ];
}

/** Pictures by the numbers that the letter gives them, then all others. */
function numberFigures(document: VerdictDocumentData): ReadonlyMap<string, number> {
  const evidence = new Map(document.evidence.map((each) => [each.id, each]));
  const inLetter = findingsInOrder(document)
    .filter((each) => each.included)
    .flatMap((each) => each.evidenceIds)
    .filter((id) => evidence.get(id)?.kind === 'screenshot');
  const others = document.evidence.filter((each) => each.file !== null && PICTURES.test(each.file)).map((each) => each.id);
  return new Map([...new Set([...inLetter, ...others])].map((id, i) => [id, i + 1]));
}

class Report {
  private readonly input: ReportInput;
  private readonly document: VerdictDocumentData;
  private readonly words: ReportWords;
  private readonly language: 'ru' | 'en';
  /** Evidence by id, with its number among the figures when it is a picture. */
  private readonly figures = new Map<
    string,
    { readonly number: number | null; readonly evidence: VerdictDocumentData['evidence'][number] }
  >();

  constructor(input: ReportInput) {
    this.input = input;
    this.document = input.document;
    this.language = input.document.verdict.language;
    this.words = REPORT_WORDS[this.language];
    const numbers = numberFigures(input.document);
    for (const evidence of input.document.evidence) this.figures.set(evidence.id, { number: numbers.get(evidence.id) ?? null, evidence });
  }

  private source(marks: string): string {
    return sourceInWords(marks, this.input.sources, (title) => title[this.language]);
  }

  render(): string {
    const { document, words } = this;
    const { text } = words;
    const sections: { id: string; title: string; count?: number; body: Html }[] = [
      { id: 'letter', title: text.letter, body: html`<p class="letter">${document.verdict.letter}</p>` },
      { id: 'findings', title: text.findings, count: document.findings.length, body: this.findings() },
      { id: 'runs', title: text.runs, count: document.runs.length, body: this.runs() },
      { id: 'checklist', title: text.checklist, count: document.checklist.length, body: this.checklist() },
      { id: 'card', title: text.card, body: this.card() },
      { id: 'evidence', title: text.evidence, count: document.evidence.length, body: this.evidence() },
      { id: 'messages', title: text.messages, count: document.messages?.length ?? 0, body: this.said(document.messages ?? []) },
      { id: 'notes', title: text.notes, count: document.notes?.length ?? 0, body: this.said(document.notes ?? []) },
      { id: 'history', title: text.history, body: this.history() },
      { id: 'proof', title: text.proof, body: this.proof() },
    ];
    const shown = sections.filter((each) => each.count !== 0 && (each.id !== 'letter' || document.verdict.letter.trim() !== ''));
    const { submission, verdict, product, workstation } = document;
    const icon = submission.media.find((each) => each.role === 'icon' && each.file !== null);
    return html`<!doctype html>
      <html lang="${this.language}">
        <head>
          <meta charset="utf-8" />
          <meta
            http-equiv="Content-Security-Policy"
            content="default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
          />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="referrer" content="no-referrer" />
          <title>${words.documentTitle}: ${submission.solution.name} ${verdict.version}</title>
          <style>
            ${new Html(REPORT_STYLE)}
          </style>
        </head>
        <body>
          <main>
            <header class="${verdict.kind}">
              <p class="kicker">${words.documentTitle}</p>
              <div class="head">
                ${icon ? html`<img src="${icon.file}" alt="" />` : null}
                <div>
                  <h1><bdi>${submission.solution.name}</bdi></h1>
                  <p class="sub">
                    ${text.version} <bdi>${verdict.version}</bdi> · <bdi>${submission.vendor.name}</bdi> ·
                    ${submission.marketplace.title[this.language]}, ${submission.region.title[this.language]}
                  </p>
                </div>
                <p class="verdict ${verdict.kind}">${words.verdicts[verdict.kind]}</p>
              </div>
            </header>
            <nav>${shown.map((each) => html`<a href="#${each.id}">${each.title}</a>`)}</nav>
            <section>${this.facts()}</section>
            ${shown.map(
              (each) =>
                html`<section id="${each.id}">
                  <h2>${each.title}${each.count === undefined ? null : html` <span class="count">${each.count}</span>`}</h2>
                  ${each.body}
                </section> `,
            )}
            <footer>
              ${text.madeBy} ${product.name} ${product.version}, ${text.workstation} <span class="mono">${workstation.id}</span>
            </footer>
          </main>
        </body>
      </html> `.text;
  }

  /** Spelled here and not by the system: its spelling changes with its version, and the same verdict must give the same bytes. */
  private at(moment: number): string {
    const [date = '', time = ''] = new Date(moment).toISOString().split(/[T.]/);
    return `${this.language === 'ru' ? date.split('-').reverse().join('.') : date} ${time} UTC`;
  }

  private number(value: number): string {
    const text = value < 10 && !Number.isInteger(value) ? value.toFixed(1) : String(Math.round(value));
    return this.language === 'ru' ? text.replace('.', ',') : text;
  }

  private duration(ms: number | null): string {
    return ms === null ? '' : `${this.number(ms / 1000)} ${this.language === 'ru' ? 'с' : 's'}`;
  }

  private size(bytes: number): string {
    const units = this.language === 'ru' ? ['Б', 'КБ', 'МБ'] : ['B', 'KB', 'MB'];
    const power = bytes < 1024 ? 0 : bytes < 1024 * 1024 ? 1 : 2;
    return `${this.number(bytes / 1024 ** power)} ${units[power] ?? ''}`;
  }

  private facts(): Html {
    const { submission, verdict, rulebook } = this.document;
    const { text, kinds, publication } = this.words;
    const facts: readonly (readonly [string, string])[] = [
      [text.decided, `${this.at(verdict.at)}, ${verdict.by}`],
      [text.submission, submission.externalId],
      [text.kind, kinds[submission.kind]],
      [text.vendor, `${submission.vendor.legalName} (${submission.vendor.code})`],
      [text.submitted, this.at(submission.submittedAt)],
      [text.attempt, String(submission.attempt)],
      [text.type, submission.solutionType.title[this.language]],
      [text.queued, this.at(submission.queuedAt)],
      [text.publication, publication[submission.solution.publication]],
      [text.testData, submission.hasTestData ? text.testDataGiven : text.testDataNone],
      [text.rulebook, rulebook?.version ?? text.none],
      [text.verdictId, verdict.id],
    ];
    return html`<dl class="facts">
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd><bdi>${value}</bdi></dd>
          </div>`,
      )}
    </dl>`;
  }

  private findings(): Html {
    const { text, severities } = this.words;
    const rules = new Map(this.document.checklist.map((each) => [each.ruleId, each]));
    return html`${findingsInOrder(this.document).map((finding, i) => {
      const rule = rules.get(finding.ruleId);
      const parts: readonly (readonly [string, string])[] = [
        [text.expected, finding.expected[this.language]],
        [text.seen, finding.seen[this.language]],
        [text.steps, finding.steps],
      ];
      return html`<article class="finding ${finding.severity}${finding.included ? '' : ' apart'}">
        <h3>${i + 1}. ${rule?.text[this.language] ?? finding.ruleId}</h3>
        <p class="tags">
          ${severities[finding.severity]} ·
          <span class="mono">${finding.ruleId}</span
          >${rule ? ` · ${text.source}: ${this.source(rule.source)}` : null}${finding.included ? null : ` · ${text.notInLetter}`}
        </p>
        <dl>
          ${parts
            .filter(([, value]) => value.trim() !== '')
            .map(
              ([name, value]) =>
                html`<dt>${name}</dt>
                  <dd>${value}</dd>`,
            )}
        </dl>
        ${this.shots(finding.evidenceIds)}
      </article>`;
    })}`;
  }

  /** Pictures of these, and a line that names the other files. */
  private shots(ids: readonly string[]): Html | null {
    const all = ids.map((id) => this.figures.get(id)).filter((each) => each !== undefined);
    const pictures = all.filter((each) => each.number !== null);
    const others = all.filter((each) => each.number === null && each.evidence.file !== null);
    if (all.length === 0) return null;
    return html`${pictures.length === 0 ? null : html`<div class="shots">${pictures.map(({ number, evidence }) => this.figure(number, evidence.file, evidence.title))}</div>`}
    ${others.length === 0 ? null : html`<p class="small">${others.map(({ evidence }, i) => html`${i === 0 ? null : ', '}<a href="${evidence.file}">${this.words.evidenceKinds[evidence.kind]}: ${evidence.title}</a>`)}</p>`}`;
  }

  private figure(number: number | null, file: string | null, caption: string): Html {
    const label = number === null ? '' : `${this.words.text.figure} ${number}. `;
    return html`<figure>
      <a href="${file}"><img src="${file}" alt="${caption}" loading="lazy" /></a>
      <figcaption>${label}${caption}</figcaption>
    </figure>`;
  }

  private runs(): Html {
    const { text, outcomes, steps: states } = this.words;
    return html`${this.document.runs.map((run) => {
      const { report } = run;
      const head = html`<h3>
          ${this.at(run.startedAt)} —
          ${run.outcome === null ? text.none : html`<span class="state ${tone(run.outcome)}">${outcomes[run.outcome]}</span>`}
        </h3>
        <p class="small">
          ${text.portal}: <bdi>${run.portal.name}</bdi> (<span class="mono">${run.portal.memberId}</span>) · ${text.version}
          <bdi>${run.version}</bdi> · ${text.by}:
          <bdi>${run.startedBy}</bdi>${report ? ` · ${text.duration}: ${this.duration(report.durationMs)}` : null}
        </p>`;
      if (!report)
        return html`${head}
          <p>${text.noReport}</p>`;
      return html`${head} ${report.problem ? html`<p class="state bad">${report.problem.message[this.language]}</p>` : null}
        <ul class="phases">
          ${report.phases.map((phase) => html`<li class="${tone(phase.status)}">${phase.title[this.language]}${phase.durationMs === null ? null : ` · ${this.duration(phase.durationMs)}`}</li>`)}
        </ul>
        <table>
          <thead>
            <tr>
              <th>${text.step}</th>
              <th>${text.role}</th>
              <th>${text.result}</th>
              <th class="num">${text.duration}</th>
              <th>${text.remark}</th>
            </tr>
          </thead>
          <tbody>
            ${report.steps.map(
              (step) =>
                html`<tr>
                  <td>${step.title[this.language]}</td>
                  <td class="short">${step.role === 'administrator' ? text.administrator : step.role === 'user' ? text.user : ''}</td>
                  <td><span class="state ${tone(step.state)}">${states[step.state]}</span></td>
                  <td class="num">${this.duration(step.durationMs)}</td>
                  <td>${step.message}</td>
                </tr> `,
            )}
          </tbody>
        </table>
        ${
          report.calls.length === 0
            ? null
            : html`<h3>${text.calls}</h3>
                <table>
                  <thead>
                    <tr>
                      <th>${text.method}</th>
                      <th>${text.scope}</th>
                      <th class="num">${text.count}</th>
                    </tr>
                  </thead>
                  <tbody>
                    ${report.calls.map(
                      (call) =>
                        html`<tr>
                          <td class="mono">${call.method}</td>
                          <td class="mono">${call.scope}</td>
                          <td class="num">${call.count}</td>
                        </tr> `,
                    )}
                  </tbody>
                </table>`
        }
        <p class="small">
          ${text.scopesDeclared}: <span class="mono">${report.scopes.declared.join(', ') || text.none}</span>. ${text.scopesUsed}:
          <span class="mono">${report.scopes.used.join(', ') || text.none}</span>.
        </p>`;
    })}`;
  }

  private checklist(): Html {
    const { text, marks, areas, severities } = this.words;
    const items = this.document.checklist;
    const counts = (['fail', 'pass', 'not-applicable', 'not-checked'] as const).map(
      (mark) => [mark, items.filter((each) => each.mark === mark).length] as const,
    );
    const groups = [...new Set(items.map((each) => each.area))];
    return html`<p class="totals">
        ${counts.filter(([, count]) => count > 0).map(([mark, count]) => html`<span class="state ${tone(mark)}">${marks[mark]}: ${count}</span>`)}
      </p>
      ${groups.map(
        (area) =>
          html`<h3>${areas[area]}</h3>
            <table class="checks">
              <thead>
                <tr>
                  <th>${text.rule}</th>
                  <th>${text.mark}</th>
                  <th>${text.machine}</th>
                </tr>
              </thead>
              <tbody>
                ${items
                  .filter((each) => each.area === area)
                  .map(
                    (item) =>
                      html`<tr>
                        <td>
                          ${item.text[this.language]}
                          <div class="small">
                            ${severities[item.severity]} · <span class="mono">${item.ruleId}</span> · ${this.source(item.source)}
                          </div>
                          ${item.note ? html`<div class="small">${text.note}: ${item.note}</div>` : null}
                        </td>
                        <td>
                          <span class="state ${tone(item.mark)}">${marks[item.mark]}</span
                          >${item.markedBy === null ? null : html`<div class="small"><bdi>${item.markedBy}</bdi></div>`}
                        </td>
                        <td>
                          ${item.automatic.map(
                            (each) =>
                              html`<div>
                                <span class="state ${tone(each.status)}"
                                  >${{ pass: text.machinePass, fail: text.machineFail, 'could-not-look': text.machineCouldNot }[each.status]}</span
                                >
                                <div class="small">${each.message[this.language]}</div>
                              </div>`,
                          )}
                        </td>
                      </tr> `,
                  )}
              </tbody>
            </table>`,
      )}`;
  }

  private card(): Html {
    const { text, roles } = this.words;
    const rows = [...this.input.versionFields, ...this.input.cardFields].filter((each) => each.value.trim() !== '');
    const media = this.document.submission.media;
    const pictures = media.filter((each) => each.file !== null && each.role !== 'icon');
    return html`<table>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <td class="small" style="width:30%">${row.label}</td>
                <td class="text"><bdi>${row.value}</bdi></td>
              </tr> `,
          )}
        </tbody>
      </table>
      ${
        media.length === 0
          ? null
          : html`<h3>${text.media}</h3>
              <div class="shots">
                ${pictures.map((each) => this.figure(null, each.file, `${roles[each.role]}${each.language === null ? '' : ` (${each.language})`}: ${each.title ?? each.path}`))}
              </div>
              <table>
                <thead>
                  <tr>
                    <th>${text.file}</th>
                    <th>${text.what}</th>
                    <th class="num">${text.size}</th>
                    <th>SHA-256</th>
                  </tr>
                </thead>
                <tbody>
                  ${media.map(
                    (each) =>
                      html`<tr>
                        <td><bdi>${each.path}</bdi>${each.file === null ? html`<div class="small">${text.notBundled}</div>` : null}</td>
                        <td class="short">
                          ${roles[each.role]}${each.widthPx === null ? null : html`<div class="small">${each.widthPx} × ${each.heightPx}</div>`}
                        </td>
                        <td class="num">${this.size(each.sizeBytes)}</td>
                        <td class="mono">${each.sha256}</td>
                      </tr> `,
                  )}
                </tbody>
              </table>`
      }`;
  }

  private evidence(): Html {
    const { text, evidenceKinds } = this.words;
    return html`<table>
        <thead>
          <tr>
            <th></th>
            <th>${text.evidence}</th>
            <th>${text.moment}</th>
            <th class="num">${text.size}</th>
            <th>SHA-256</th>
          </tr>
        </thead>
        <tbody>
          ${[...this.figures.values()].map(
            ({ number, evidence }) =>
              html`<tr id="e-${evidence.id}">
                <td class="short small">${number === null ? null : `${text.figure} ${number}`}</td>
                <td>
                  ${evidence.file === null ? evidence.title : html`<a href="${evidence.file}">${evidence.title}</a>`}
                  <div class="small">
                    ${evidenceKinds[evidence.kind]}${evidence.stepId === null ? null : html` · <span class="mono">${evidence.stepId}</span>`}
                  </div>
                </td>
                <td class="when">${this.at(evidence.at)}</td>
                <td class="num">${this.size(evidence.sizeBytes)}</td>
                <td class="mono">${evidence.sha256}</td>
              </tr> `,
          )}
        </tbody>
      </table>
      <div class="shots">
        ${[...this.figures.values()].filter((each) => each.number !== null).map(({ number, evidence }) => this.figure(number, evidence.file, evidence.title))}
      </div>`;
  }

  private said(messages: NonNullable<VerdictDocumentData['notes']>): Html {
    return html`<table>
      <tbody>
        ${messages.map(
          (note) =>
            html`<tr>
              <td class="when small">${this.at(note.at)}</td>
              <td><bdi>${note.author}</bdi></td>
              <td class="text">${note.text}${note.files?.map((each) => html`<br /><a href="${each.file}"><bdi>${each.name}</bdi></a>`)}</td>
            </tr> `,
        )}
      </tbody>
    </table>`;
  }

  private history(): Html {
    const { text, events } = this.words;
    const own = this.input.lines.filter((line) => line.line === 'event');
    return html`<table>
      <thead>
        <tr>
          <th>${text.moment}</th>
          <th>${text.what}</th>
          <th>${text.who}</th>
          <th>${text.hash}</th>
        </tr>
      </thead>
      <tbody>
        ${own.map(
          (event) =>
            html`<tr>
              <td class="when">${this.at(event.at)}</td>
              <td>${wordsOf(events, event.type) ?? html`<span class="mono">${event.type}</span>`}${this.detail(event.details)}</td>
              <td><bdi>${event.actor}</bdi></td>
              <td class="mono" title="${event.hash}">${event.hash.slice(0, 12)}</td>
            </tr> `,
        )}
      </tbody>
    </table>`;
  }

  private detail(details: Readonly<Record<string, unknown>>): Html | null {
    const rule = details['ruleId'];
    const mark = details['mark'];
    if (typeof rule !== 'string') return null;
    const name = this.document.checklist.find((each) => each.ruleId === rule)?.text[this.language] ?? rule;
    const said =
      typeof mark === 'string' && mark in this.words.marks ? `: ${this.words.marks[mark as keyof ReportWords['marks']].toLowerCase()}` : '';
    return html`<div class="small">${name}${said}</div>`;
  }

  private proof(): Html {
    const { text } = this.words;
    return html`<p>${text.proofText}</p>
      <p class="small">${text.fingerprint}</p>
      <p class="mono">${this.input.fingerprint.match(/.{8}/g)?.join(' ') ?? ''}</p>`;
  }
}

function tone(state: string): 'good' | 'bad' | 'unknown' | 'none' {
  switch (state) {
    case 'pass':
    case 'passed':
      return 'good';
    case 'fail':
    case 'failed':
    case 'findings':
      return 'bad';
    case 'could-not-look':
    case 'incomplete':
    case 'running':
      return 'unknown';
    default:
      return 'none';
  }
}

/** A bundle of a newer version may hold events that this one has no words for. */
function wordsOf(events: Readonly<Record<string, string>>, type: string): string | undefined {
  return events[type];
}
