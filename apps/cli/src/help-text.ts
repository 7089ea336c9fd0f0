import { CAPTION_MODES, DEFAULT_CUT_SPEC, TRANSITION_KINDS } from '@shared/contracts/cut';
import { ASPECT_RATIOS, CONTINUITIES, RESOLUTIONS, STYLES } from '@shared/contracts/order';
import { MAX_SCENES, SCENE_SECONDS } from '@shared/contracts/storyboard';

export const HELP_TEXT = `reelwright: turns a prompt into a film

  reelwright create "PROMPT"          order a film; prints its id and the next command
      --scenes N                      1 to ${MAX_SCENES}, default 6
      --scene-seconds S               ${SCENE_SECONDS.min} to ${SCENE_SECONDS.max}, as the video model allows; default 6
      --style NAME                    ${STYLES.slice(0, 5).join(', ')},
                                      ${STYLES.slice(5).join(', ')}
      --aspect-ratio R                ${ASPECT_RATIOS.join(' or ')}
      --resolution R                  ${RESOLUTIONS.join(', ')}
      --continuity C                  ${CONTINUITIES.join(' or ')}
      --min-clips N                   fewer finished clips than this fail the film, default 3
      --budget USD                    nothing is bought beyond this, default 25.00
      --run-through STAGE             storyboard, keyframes or clips: wait there until approved
      --approve STAGE                 storyboard or keyframes; may be repeated
      --storyboard FILE               a storyboard of your own (JSON) instead of a prompt
      --reference NAME=IMAGE          an image of a character: a file, or an https address; may be repeated
      --place NAME=IMAGE              an image of a place; may be repeated
      --keyframe SCENE:END=IMAGE      an image that is the start or end of a scene, like 1:start=first.png
      --on-missing-reference P        textOnly (default): go on without an image that cannot be had; or fail
      --on-refusal P                  soften (default): try what a provider refuses in other ways; or gap
      --video-model NAME[,NAME]       by which model, and by which where that is gone; so --image-model, --text-model
      --fallback-on-refusal           the next model is also asked for what one refuses
      --dry-run                       tell what it would cost, and order nothing
      --metadata KEY=VALUE            kept with the film; may be repeated
      --wait                          show progress until the film has ended
      --timeout S                     give up waiting after so many seconds, default 600; the film goes on
      -o, --output PATH               wait, then save the film there and print its path
  reelwright status ID                how far a film is, and what it has cost
  reelwright list [--status WORD]     films, newest first; pending, complete, failed or any status
      [--limit N] [--cursor C]
  reelwright models                   what each model can do and costs; --kind K
      --seconds S --scenes N          and what a film of that length would cost; --resolution R
  reelwright get ID [-o PATH]         save a film that is done; with --wait, once it is
      --part NAME                     poster, contact-sheet, preview, thumbnails,
                                      captions-vtt, captions-srt, timeline, manifest
  reelwright edit ID                  change the storyboard: the next revision buys only what hangs on the change
      --scene N --set FIELD=TEXT      a field of a scene, like motionPrompt; --set may be repeated
      --remove N, --title T, --style FIELD=TEXT, --video-model NAME[,NAME] and the like
      --reference, --place (in place of all that there were), --keyframe: as with create
      --file CHANGES.json             anything else: add, move (the body of PATCH …/storyboard)
  reelwright regenerate ID SCENE      another take: --part clip, start or end; --scope only or downstream; --note TEXT
  reelwright takes ID SCENE           everything that was ever made for a scene
  reelwright select ID SCENE          use one of them: --sha256 HASH, --part, --scope
  reelwright retry ID                 try again what a failed, partial or cancelled film lacks; --budget USD, --video-model …
  reelwright fork ID                  a film of its own out of this one; what is there is reused
      --dry-run                       with any of these: tell what would be bought, and change nothing
      --revision N                    refuse when somebody has changed the film since
  reelwright recut ID                 cut the same clips in another way; nothing is bought
      --transition SCENE=KIND[:S]     how a scene is entered: ${TRANSITION_KINDS.slice(0, 3).join(', ')},
                                      ${TRANSITION_KINDS.slice(3).join(' or ')}; repeat it to name all, or none: as the storyboard says
      --music FILE                    under the film; none removes it; --music-gain=DB, --no-duck
      --loudness=LUFS                 of the film, default ${DEFAULT_CUT_SPEC.loudnessLufs}
      --captions MODE                 ${CAPTION_MODES.join(', ')}
      --revision N, --wait, -o PATH   as above
  reelwright approve ID               let a film that waits at a gate go on
  reelwright reject ID --notes TEXT   have another take of what it shows; --scene N for some keyframes only
  reelwright help                     this page

Every command takes --json, --api URL (or REELWRIGHT_API; default http://127.0.0.1:8080), and --debug, which shows
what was sent and received on standard error with keys struck out.

Exit codes: 0 done, 1 the film failed or was cancelled, 2 wrong command or input, 3 still being made, 4 API not reached.
`;
