import type { SourcedTechnique } from './rpc-interface.ts';

/** An analytic that comes with rpctrail: a folder of `analytics/`. */
export interface BuiltInAnalytic {
  /** The folder's name: `CAR-2014-05-001`. */
  readonly id: string;
  /** Its text in the language. */
  readonly text: string;
  readonly about: AboutAnalytic;
}

export interface AboutAnalytic {
  readonly title: string;
  /** Where it, or the text that it corrects or adds to, was published; otherwise what it is about. */
  readonly reference: string;
  /** ATT&CK techniques that it can show, each with who says so: CAR's page (`car`), or as for interfaces. */
  readonly attack: readonly SourcedTechnique[];
  /** D3FEND techniques that it is an instance of: `D3-RTA`. */
  readonly d3fend: readonly string[];
  readonly description: string;
  /** How it differs from the published text, and why. */
  readonly differs: string;
}
