import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import { HeadlessMantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './screens/App.tsx';
import { applyStoredTheme } from './state/useTheme.ts';
import './style/tokens.css';
import './style/base.css';
import './style/controls.css';
import './style/shell.css';
import './style/verify.css';
import './style/run.css';
import './style/drawings.css';
import './style/charts.css';
import './style/screens.css';
import './style/live.css';
import './style/rig.css';
import './style/tour.css';
import './style/narrow.css';

applyStoredTheme();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <HeadlessMantineProvider>
      <App />
    </HeadlessMantineProvider>
  </StrictMode>,
);
