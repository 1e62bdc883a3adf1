declare const __SHELL__: string[];

export const shell = __SHELL__;
