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
  /** Where it was published. */
  readonly reference: string;
  /** ATT&CK techniques that it can show: `T1021.002`. */
  readonly attack: readonly string[];
  /** D3FEND techniques that it is an instance of: `D3-RTA`. */
  readonly d3fend: readonly string[];
  readonly description: string;
}
