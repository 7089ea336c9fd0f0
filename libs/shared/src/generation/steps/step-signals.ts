/** What ends a step before it is done. */
export interface StepSignals {
  /** The worker stops, or its lease is lost. Ends all that can be asked again at no cost. */
  stopping: AbortSignal;
  /** The time to stop is over. Ends even a POST that is under way, whose outcome is then unknown. */
  graceOver: AbortSignal;
}
