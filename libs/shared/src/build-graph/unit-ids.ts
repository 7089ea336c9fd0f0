/** Names of units that stay when scenes are moved. */
export const unitIds = {
  storyboard: 'storyboard',
  startOf: (sceneId: string) => `keyframe/${sceneId}/start`,
  endOf: (sceneId: string) => `keyframe/${sceneId}/end`,
  clipOf: (sceneId: string) => `clip/${sceneId}`,
} as const;
