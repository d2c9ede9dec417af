import type { BenchAccess } from '../state/benchContext.ts';
import { SCREENS, type Screen } from '../state/useScreen.ts';
import { THEMES, type Theme } from '../state/useTheme.ts';
import { text } from '../text/english.ts';

interface TopBarProps {
  readonly access: BenchAccess;
  readonly screen: Screen;
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
  readonly onHelp: () => void;
  readonly onTakeControl: () => void;
}

function Brand() {
  return (
    <div className="brand">
      <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
        <rect x=".75" y=".75" width="20.5" height="20.5" rx="5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path
          d="M4 11h2.4l1.7-4.8 2.7 9.6 2.3-7 1.1 2.2H18"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinejoin="round"
        />
      </svg>
      {text.product}
    </div>
  );
}

/** Name, screens, connection, who holds the controls, what the output does, theme and help. */
export function TopBar({ access, screen, theme, onTheme, onHelp, onTakeControl }: TopBarProps) {
  const { status, seat, run, live } = access;
  const playing = run.take !== null || live.output?.state === 'rising' || live.output?.state === 'on';
  return (
    <header className="top">
      <Brand />
      <nav className="tabs" aria-label={text.top.screens}>
        {SCREENS.map((name) => (
          <a key={name} href={`#${name}`} aria-current={name === screen ? 'page' : undefined}>
            {text.screens[name]}
          </a>
        ))}
      </nav>
      <div className="end">
        <span className="state" role="status" aria-label={text.top.state}>
          {seat?.role === 'viewer' ? <span className="strong">{text.top.watching}</span> : null}
          {run.phase === 'running' && run.rig !== null ? <span className="rig">{run.rig.name}</span> : null}
          <span className={`led ${playing ? 'on' : ''}`} />
          {playing ? text.top.playing : text.top.silent}
          <span className={`led ${status === 'open' ? 'ok' : ''}`} />
          {text.top.connection[status]}
        </span>
        {seat?.role === 'viewer' && seat.controlsFree ? (
          <button type="button" className="button small" onClick={onTakeControl}>
            {text.top.takeControl}
          </button>
        ) : null}
        <select
          className="small"
          aria-label={text.top.theme}
          value={theme}
          onChange={(event) => {
            onTheme(THEMES.find((each) => each === event.target.value) ?? 'system');
          }}
        >
          {THEMES.map((each) => (
            <option key={each} value={each}>
              {text.top.themes[each]}
            </option>
          ))}
        </select>
        <button type="button" className="button small" onClick={onHelp}>
          {text.top.help} <kbd aria-hidden="true">?</kbd>
        </button>
      </div>
    </header>
  );
}
