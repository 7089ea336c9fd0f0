/** Rung with a film's id when something new is known of it: whoever has the film in hand looks again. */
export const NEWS_BELL = 'film-news';
