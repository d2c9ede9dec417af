interface MenuItem {
  readonly id?: string;
  readonly role?: string;
  readonly label?: string;
  readonly click?: () => void;
  readonly submenu?: Menu | readonly MenuItem[];
}

export class Menu {
  static #application: Menu | null = null;
  readonly items: readonly MenuItem[];

  constructor(items: readonly MenuItem[]) {
    this.items = items;
  }

  static buildFromTemplate(template: readonly MenuItem[]): Menu {
    const items = template.map((item) =>
      Array.isArray(item.submenu)
        ? { ...item, submenu: Menu.buildFromTemplate(item.submenu as readonly MenuItem[]) }
        : item,
    );
    return new Menu(items);
  }

  static setApplicationMenu(menu: Menu): void {
    this.#application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return this.#application;
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      if (item.id === id) return item;
      const inside = item.submenu instanceof Menu ? item.submenu.getMenuItemById(id) : null;
      if (inside !== null) return inside;
    }
    return null;
  }
}
