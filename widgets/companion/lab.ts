// The little of JupyterLab that the companion uses. The classes themselves come from the page, at run time.

export interface Signal<Sender, Args> {
  connect(slot: (sender: Sender, args: Args) => void): boolean;
  disconnect(slot: (sender: Sender, args: Args) => void): boolean;
}

export interface Widget {
  readonly node: HTMLElement;
  readonly isDisposed: boolean;
  readonly isVisible: boolean;
  readonly parent: Widget | null;
  readonly disposed: Signal<unknown, unknown>;
  addClass(name: string): void;
  removeClass(name: string): void;
  fit(): void;
  dispose(): void;
}

export interface Output {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  toJSON(): Record<string, unknown>;
}

export interface Cell extends Widget {
  readonly model: {
    readonly id: string;
    readonly type: string;
    readonly sharedModel: { getSource(): string };
    readonly outputs?: { readonly length: number; get(index: number): Output };
    getMetadata(key: string): unknown;
  };
  inputHidden: boolean;
}

export interface Kernel {
  readonly status: string;
  requestCommInfo(content: { target_name?: string }): Promise<{ content: { status: string; comms?: Record<string, unknown> } }>;
}

export interface SessionContext {
  readonly isDisposed: boolean;
  readonly isReady: boolean;
  readonly ready: Promise<void>;
  readonly session: { readonly kernel: Kernel | null } | null;
  readonly kernelChanged: Signal<unknown, unknown>;
  readonly statusChanged: Signal<unknown, string>;
  startKernel(): Promise<boolean>;
  restartKernel(): Promise<void>;
}

export interface DocumentContext {
  readonly path: string;
  readonly ready: Promise<void>;
  readonly model: { readonly dirty: boolean };
  save(): Promise<void>;
}

export interface Notebook extends Widget {
  readonly widgets: readonly Cell[];
  readonly modelContentChanged: Signal<unknown, unknown>;
}

export interface Panel extends Widget {
  readonly content: Notebook;
  readonly contentHeader: { addWidget(widget: Widget): void };
  readonly toolbar: { insertItem(index: number, name: string, widget: Widget): boolean };
  readonly sessionContext: SessionContext;
  readonly context: DocumentContext;
  readonly model: { getMetadata(key: string): unknown } | null;
  readonly revealed: Promise<void>;
}

export interface Tracker {
  readonly widgetAdded: Signal<unknown, Panel>;
  forEach(visit: (panel: Panel) => void): void;
}

export interface Shell {
  collapseLeft(): void;
}

interface Disposable {
  dispose(): void;
}

export interface Menu extends Disposable {
  readonly title: { label: string };
  addItem(item: { command: string }): unknown;
}

export interface MainMenu {
  addMenu(menu: Menu, update: boolean, options: { rank: number }): void;
}

export interface Palette {
  addItem(item: { command: string; category: string }): Disposable;
}

export interface App {
  readonly commands: {
    addCommand(id: string, command: { label: string; caption: string; execute(): void }): Disposable;
    execute(id: string, args: { path: string }): Promise<unknown>;
  };
  readonly restored: Promise<void>;
  readonly serviceManager: { readonly serverSettings: { readonly baseUrl: string } };
}

export type Kind = "success" | "error" | "info" | "in-progress";

interface Action {
  label: string;
  callback(): void;
}

interface DialogButton {
  readonly accept: boolean;
}

/** The classes and functions of the page that the companion needs. */
export interface Lab {
  readonly Widget: new (options: { node: HTMLElement }) => Widget;
  readonly ToolbarButton: new (options: { className?: string; label: string; tooltip?: string; onClick(): void }) => Widget & { pressed: boolean };
  readonly INotebookTracker: object;
  readonly ILabShell: object;
  readonly IMainMenu: object;
  readonly ICommandPalette: object;
  readonly Menu: new (options: { commands: App["commands"] }) => Menu;
  readonly execute: (cell: Cell, session: SessionContext) => Promise<{ content: { status: string; ename?: string; evalue?: string } } | undefined>;
  readonly Notification: {
    emit(message: string, type: Kind, options?: { autoClose?: number | false; actions?: Action[] }): string;
    update(args: { id: string; message: string; type: Kind; autoClose?: number | false; actions?: Action[] }): boolean;
  };
  readonly showDialog: (options: { title: string; body: Widget; buttons: readonly DialogButton[]; defaultButton: number }) => Promise<{ button: DialogButton }>;
  readonly Dialog: { cancelButton(options: { label: string }): DialogButton; okButton(options: { label: string }): DialogButton };
  readonly option: (name: string) => string;
  readonly request: (url: string, init: RequestInit, settings: App["serviceManager"]["serverSettings"]) => Promise<Response>;
}
