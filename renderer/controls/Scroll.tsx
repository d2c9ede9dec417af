import type { ReactNode } from 'react';

/** A part of a panel that scrolls, from the keyboard too. */
export function Scroll({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="body" tabIndex={0} role="group" aria-label={label}>
      {children}
    </div>
  );
}
