import { ASPECT_RATIOS, CONTINUITIES, RESOLUTIONS, STYLES } from '@shared/contracts/order';
import { MAX_SCENES, SCENE_SECONDS } from '@shared/contracts/storyboard';

export const HELP_TEXT = `reelwright: turns a prompt into a film

  reelwright create "PROMPT"          order a film; prints its id and the next command
      --scenes N                      1 to ${MAX_SCENES}, default 6
      --scene-seconds S               ${SCENE_SECONDS.min} to ${SCENE_SECONDS.max}, default 6
      --style NAME                    ${STYLES.slice(0, 5).join(', ')},
                                      ${STYLES.slice(5).join(', ')}
      --aspect-ratio R                ${ASPECT_RATIOS.join(' or ')}
      --resolution R                  ${RESOLUTIONS.join(', ')}
      --continuity C                  ${CONTINUITIES.join(' or ')}
      --min-clips N                   fewer finished clips than this fail the film, default 3
      --budget USD                    nothing is bought beyond this, default 25.00
      --storyboard FILE               a storyboard of your own (JSON) instead of a prompt
      --metadata KEY=VALUE            kept with the film; may be repeated
      --wait                          show progress until the film has ended
      --timeout S                     give up waiting after so many seconds, default 600; the film goes on
      -o, --output PATH               wait, then save the film there and print its path
  reelwright status ID                how far a film is, and what it has cost
  reelwright list [--status WORD]     films, newest first; pending, complete, failed or any status
      [--limit N] [--cursor C]
  reelwright get ID [-o PATH]         save a film that is done; with --wait, once it is
  reelwright help                     this page

Every command takes --json, --api URL (or REELWRIGHT_API; default http://127.0.0.1:8080), and --debug, which shows
what was sent and received on standard error with keys struck out.

Exit codes: 0 done, 1 the film failed or was cancelled, 2 wrong command or input, 3 still being made, 4 API not reached.
`;
