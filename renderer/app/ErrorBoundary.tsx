import { CircleX } from 'lucide-react';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from '../components/Button.tsx';
import { currentI18n } from './session-store.ts';

interface Properties {
  /** What is drawn inside, for the log. */
  readonly place: string;
  readonly children: ReactNode;
}

/** A fault of the interface stays in its pane: the rest goes on, nothing stored is lost. */
export class ErrorBoundary extends Component<Properties, { readonly message: string | null }> {
  override state = { message: null as string | null };

  static getDerivedStateFromError(error: unknown): { message: string } {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error(`interface fault in ${this.props.place}`, error, info.componentStack);
  }

  override render(): ReactNode {
    if (this.state.message === null) return this.props.children;
    const { t } = currentI18n();
    return (
      <div className="state-block" role="alert" data-testid="interface-fault">
        <CircleX className="state-icon state-icon-fail" aria-hidden />
        <p className="state-title">{t('fault.title')}</p>
        <p className="state-text">{t('fault.text')}</p>
        <p className="state-code mono selectable">{this.state.message}</p>
        <Button onClick={() => this.setState({ message: null })}>{t('fault.again')}</Button>
      </div>
    );
  }
}
