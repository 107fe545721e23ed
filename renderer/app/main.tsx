import { Tooltip } from 'radix-ui';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { firstPage } from '../features/queue/queue-store.ts';
import { App } from './App.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { loadSession } from './session-store.ts';
import './fonts.css';
import './tokens.css';
import './base.css';
import './app.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

// Asked for before anything is drawn: the answer comes about when it can be shown.
void loadSession(firstPage());

createRoot(root).render(
  <StrictMode>
    <ErrorBoundary place="window">
      <Tooltip.Provider delayDuration={450} skipDelayDuration={200}>
        <App />
      </Tooltip.Provider>
    </ErrorBoundary>
  </StrictMode>,
);
