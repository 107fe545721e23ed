import { Tabs as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import './tabs.css';

interface Tab<Name extends string> {
  readonly name: Name;
  readonly label: string;
  /** A short state after the label, e.g. "14/41". */
  readonly detail?: string | undefined;
  readonly content: () => ReactNode;
}

interface Properties<Name extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Name>[];
  readonly current: Name;
  readonly onChange: (name: Name) => void;
  /** Zone of the content, for keys and F6. */
  readonly zone?: string;
  /** Stands beside the content, under the same row of tabs. */
  readonly aside?: ReactNode;
}

export function Tabs<Name extends string>({ label, tabs, current, onChange, zone, aside }: Properties<Name>) {
  return (
    <Primitive.Root className="tabs" value={current} onValueChange={(name) => onChange(name as Name)} activationMode="automatic">
      <Primitive.List className="tabs-list" aria-label={label}>
        {tabs.map((tab) => (
          <Primitive.Trigger key={tab.name} value={tab.name} className="tabs-tab" data-testid={`tab-${tab.name}`}>
            {tab.label}
            {tab.detail === undefined ? null : <span className="tabs-detail number">{tab.detail}</span>}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      <div className="tabs-body">
        {tabs.map((tab) => (
          <Primitive.Content key={tab.name} value={tab.name} className="tabs-content" tabIndex={-1} data-zone={zone}>
            {tab.name === current ? tab.content() : null}
          </Primitive.Content>
        ))}
        {aside}
      </div>
    </Primitive.Root>
  );
}
