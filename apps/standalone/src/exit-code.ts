/** 0: as asked. 1: it could not be done. 2: the arguments or settings can't be meant. 130: interrupted before it was done. */
export type ExitCode = 0 | 1 | 2 | 130;
