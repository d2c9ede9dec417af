import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const stateSchema = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().min(640).max(20000),
  height: z.int().min(480).max(20000),
  maximized: z.boolean(),
});

export type WindowState = z.infer<typeof stateSchema>;

/** Where the window was when it was closed last; null the first time, or when the file says nothing sensible. */
export function readWindowState(path: string): WindowState | null {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

/** Keeps the place of the window. That it could not be kept is no reason to disturb anybody. */
export function writeWindowState(path: string, state: WindowState): void {
  try {
    writeFileSync(`${path}.new`, JSON.stringify(state));
    renameSync(`${path}.new`, path);
  } catch {
    // A full or read-only disk: the window opens at its first size next time.
  }
}

/** The state, if at least a corner one can grab lies on one of the screens that are there now; else its size alone. */
export function onScreen(
  state: WindowState,
  screens: readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[],
): Omit<WindowState, 'x' | 'y'> & Partial<Pick<WindowState, 'x' | 'y'>> {
  const visible = screens.some(
    (screen) =>
      state.x + state.width > screen.x + 100 &&
      state.x < screen.x + screen.width - 100 &&
      state.y >= screen.y - 10 &&
      state.y < screen.y + screen.height - 60,
  );
  if (visible) return state;
  const { width, height, maximized } = state;
  return { width, height, maximized };
}
