import { app, Menu, shell, type BrowserWindow, type MenuItemConstructorOptions } from 'electron';

/**
 * The native menu.
 * @param stop ends whatever plays
 * @param dataFolder where runs and rigs lie
 */
export function setMenu(window: () => BrowserWindow | null, stop: () => void, dataFolder: string): void {
  const mac = process.platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'Bench',
      submenu: [
        { id: 'stop', label: 'Stop', accelerator: 'CmdOrCtrl+.', click: stop },
        { type: 'separator' },
        { id: 'data', label: 'Show runs on disk', click: () => void shell.openPath(dataFolder) },
        ...(mac ? [] : [{ type: 'separator' } as const, { role: 'quit' } as const]),
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        // Loading again gives the seat back, which stops a run that plays: the page asks first
        { id: 'reload', label: 'Reload', accelerator: 'CmdOrCtrl+R', click: () => window()?.webContents.reload() },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [{ id: 'about', label: `About Ampbench ${app.getVersion()}`, click: () => app.showAboutPanel() }],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
