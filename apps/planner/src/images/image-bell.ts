/** Rung when a revision waits for images. */
export const IMAGE_BELL = 'image-tasks';
