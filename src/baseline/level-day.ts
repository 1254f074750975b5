import type { Frame, LevelFrame } from './frame.ts';
import type { ScorePart } from './parameters.ts';
import type { Roles } from './roles.ts';
import type { PairStates, Sight } from './sight.ts';

/** All that the terms of one level are made from on one day. */
export interface LevelDay {
  readonly frame: Frame;
  readonly level: LevelFrame;
  readonly sight: Sight;
  /** Of the level's pairs. */
  readonly states: PairStates;
  readonly roles: Roles;
  readonly without: ReadonlySet<ScorePart>;
}
