import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BenchPage } from './screens/BenchPage.tsx';
import './style/tokens.css';
import './style/page.css';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <BenchPage />
  </StrictMode>,
);
