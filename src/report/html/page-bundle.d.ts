/** What build-page.mjs makes of page/: a program and a style sheet, as they stand in the report. */
export const script: string;
export const style: string;
